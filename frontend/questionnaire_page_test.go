package frontend

import (
	"encoding/json"
	"net/url"
	"os"
	"strings"
	"testing"

	"hailong/survey"
)

// listPages are the pages that show no figures, full and empty.
func listPages(all map[string]any, lang survey.Lang) {
	none := new(survey.Catalogue)
	for name, c := range map[string]*survey.Catalogue{
		"": emptyProvince(), " reorganised": reorganisedProvince(), " shipped": shippedProvince(), " empty": none,
	} {
		all["method"+name] = NewMethodPage(testFrame(lang, "/method", ""), c)
		all["privacy"+name] = NewPrivacyPage(testFrame(lang, "/privacy", ""), c, PrivacyTerms{CommentMonths: 24})
		for _, query := range []string{"", "on=all", "on=x", "q=zzz", "q=so&on=2022-12-01"} {
			values, _ := url.ParseQuery(query)
			f := testFrame(lang, "/agencies", query)
			all["agencies "+query+name] = NewAgenciesPage(f, c, testToday, values)
		}
		all["questionnaires"+name] = NewQuestionnairesPage(testFrame(lang, "/questionnaires", ""), c)
		for i := range c.Questionnaires {
			q := &c.Questionnaires[i]
			all["questionnaire "+q.Ref()+name] = NewQuestionnairePage(testFrame(lang, formPath(q.Code), "version=1"), c, q)
		}
	}
}

// No page of one language has a sentence of the other.
func TestListPagesAreInOneLanguage(t *testing.T) {
	foreign := map[survey.Lang][]string{}
	for _, file := range []string{"method", "catalogue", "privacy"} {
		vi, en := catalogueOf(t, file, survey.Vietnamese), catalogueOf(t, file, survey.English)
		for key := range vi {
			if vi[key] != en[key] && len(vi[key]) > 12 && len(en[key]) > 12 && !strings.ContainsAny(vi[key]+en[key], "{&") {
				foreign[survey.English] = append(foreign[survey.English], vi[key])
				foreign[survey.Vietnamese] = append(foreign[survey.Vietnamese], en[key])
			}
		}
	}
	for lang, sentences := range foreign {
		all := map[string]any{}
		listPages(all, lang)
		for name, page := range all {
			html := drawn(t, page)
			for _, sentence := range sentences {
				if strings.Contains(html, sentence) {
					t.Errorf("%s %s: has %q", lang, name, sentence)
				}
			}
		}
	}
}

func catalogueOf(t *testing.T, file string, lang survey.Lang) map[string]string {
	t.Helper()
	text, err := os.ReadFile("words/" + file + "." + string(lang) + ".json")
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]string{}
	if err := json.Unmarshal(text, &words); err != nil || len(words) < 20 {
		t.Fatalf("%d sentences, %v", len(words), err)
	}
	return words
}

func TestQuestionnairePageReadsLikeTheForm(t *testing.T) {
	c := shippedProvince()
	page := NewQuestionnairePage(testFrame(survey.Vietnamese, "/questionnaires/short", ""), c, VersionAsked(c, "short", ""))
	if page.Version != 2 || len(page.Parts) != 6 || len(page.Versions) != 2 {
		t.Fatalf("version %d, %d parts, %d versions", page.Version, len(page.Parts), len(page.Versions))
	}
	last := page.Parts[5].Questions[0]
	if last.Number != 6 || last.Counts || !page.Parts[0].Questions[0].Counts {
		t.Errorf("the overall question is number %d, counts: %v", last.Number, last.Counts)
	}
	html := drawn(t, page)
	for _, want := range []string{
		"Chưa nhận kết quả", "Không tính vào tỷ lệ hài lòng", "viên chức", "6 câu, khoảng 30 giây",
		`href="/questionnaires/short?version=1"`, "Đợt thử 2022 (năm 2022, chính thức)", "được tính chung",
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(html, "<input") {
		t.Error("it is the form itself")
	}
}

// The newest version is the one asked for where none is named.
func TestVersionAsked(t *testing.T) {
	c := shippedProvince()
	for version, want := range map[string]int{"": 2, "1": 1, "2": 2, "3": 0, "x": 0} {
		got := 0
		if q := VersionAsked(c, "short", version); q != nil {
			got = q.Version
		}
		if got != want {
			t.Errorf("version %q: got %d, want %d", version, got, want)
		}
	}
	if VersionAsked(c, "nothing", "") != nil {
		t.Error("a questionnaire that is none")
	}
}

// A plan that is neither official nor public is nobody's business.
func TestQuestionnairesNameKnownPlansOnly(t *testing.T) {
	c := shippedProvince()
	c.Plans[3].Public = false
	page := NewQuestionnairesPage(testFrame(survey.Vietnamese, "/questionnaires", ""), c)
	if len(page.Forms) != 2 || len(page.Forms[0].Plans) != 3 || len(page.Forms[1].Plans) != 0 {
		t.Errorf("%+v", page.Forms)
	}
	if page.Forms[0].Plans[0].URL != "" || page.Forms[0].Plans[1].URL == "" {
		t.Error("a plan that is not public is a link, or a public one is none")
	}
}
