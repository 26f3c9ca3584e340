package frontend

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"hailong/account"
	"hailong/survey"
)

func deskFrame(lang survey.Lang, path string) Frame {
	f := testFrame(lang, path, "")
	f.Me = &account.Account{Login: "an", Name: "Nguyễn Thị An", Role: account.Admin, Agency: 2}
	return f
}

// testDrafts are a draft of a shipped form, and an empty one.
func testDrafts() []survey.QuestionnaireDraft {
	full := survey.QuestionnaireDraft{ID: 1, Form: survey.Shipped()[1], ChangedBy: "an"}
	full.Form.Version = 2
	return []survey.QuestionnaireDraft{full, {ID: 2, Form: survey.Questionnaire{Version: 1}, ChangedBy: "binh"}}
}

// draftPages are the pages of questionnaires that are being written.
func draftPages(t *testing.T, all map[string]any, lang survey.Lang) {
	t.Helper()
	f := deskFrame(lang, "/desk/questionnaires")
	c, none := shippedProvince(), new(survey.Catalogue).Index()
	none.Zone = c.Zone
	all["drafts"], all["drafts none"] = NewQuestionnaireDeskPage(f, c, testDrafts()), NewQuestionnaireDeskPage(f, none, nil)
	for _, d := range testDrafts() {
		f.Path = DraftPath(d.ID)
		all[fmt.Sprint("draft ", d.ID)] = NewDraftPage(f, c, &d, DraftView{At: "question.2"})
		publish, err := NewDraftPublishPage(f, none, &d, nil)
		if err != nil {
			t.Fatal(err)
		}
		publish.Problem = nil // leads to fields of another page
		all[fmt.Sprint("draft publish ", d.ID)] = publish
	}
}

func TestDraftPagesSayEachMistakeAtItsField(t *testing.T) {
	c := shippedProvince()
	d := testDrafts()[0]
	d.Form.Questions[2].Code, d.Form.Questions[4].Text.VI = d.Form.Questions[1].Code, ""
	wrong, _ := c.CheckDraft(&d.Form).(*survey.Error)
	page := NewDraftPage(deskFrame(survey.Vietnamese, DraftPath(1)), c, &d, DraftView{Err: wrong})
	html := drawn(t, page)
	for _, want := range []string{
		`<a href="#o-question-3-code">Câu 3, Mã câu hỏi: mã “`, `id="o-question-3-code-wrong"`,
		`<a href="#o-question-5-text_vi">Câu 5, Nội dung câu hỏi: `, `aria-invalid="true"`,
		`<details id="question-3" open>`, `<details id="question-4"><summary>`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("no %s", want)
		}
	}
	at := strings.Index(html, `value="save"`)
	if first := strings.Index(html, `<button class="btn" name="do"`); first < 0 || at < first || strings.Index(html, ` name="do"`) < first {
		t.Error("the Enter key does something else than saving")
	}
}

func TestDraftPageShowsBothVersions(t *testing.T) {
	d := testDrafts()[0]
	mine := d.Form
	mine.Questions = append([]survey.Question{}, mine.Questions[:18]...)
	mine.Questions[0].Text.VI, mine.Questions[1].Factor, mine.Questions[2].Counts = "Của tôi", "KQ", false
	mine.Name.EN = "Mine"
	stale := survey.Fail(survey.Conflict, "stale", nil)
	page := NewDraftPage(deskFrame(survey.English, DraftPath(1)), shippedProvince(), &d,
		DraftView{Typed: mine.Fields(), Err: stale})
	rows := map[string]StaleRow{}
	for _, r := range page.Stale {
		rows[r.Name] = r
	}
	for name, want := range map[string][2]string{
		"Name of the questionnaire (English)": {d.Form.Name.EN, "Mine"},
		"Question 1, Text (Vietnamese)":       {d.Form.Questions[0].Text.VI, "Của tôi"},
		"Question 2, Factor":                  {"Factor 1: TC", "Factor 4: KQ"},
		"Question 3, Counting":                {"Yes", "No"},
		"Question 19, Code of the question":   {d.Form.Questions[18].Code, ""},
	} {
		if r := rows[name]; r.Stored != want[0] || r.Typed != want[1] {
			t.Errorf("%s: %+v, want %v", name, r, want)
		}
	}
	html := drawn(t, page)
	if !strings.Contains(html, "Của tôi</textarea>") || !strings.Contains(html, `value="`+d.Mark()+`"`) {
		t.Error("what was typed, or the new mark, is not in the form")
	}
	if strings.Contains(html, `id="question-19"`) {
		t.Error("the form shows a question that was not sent")
	}
}

// The preview is the citizens' page but for its banner and its button.
func TestPreviewIsTheCitizensPage(t *testing.T) {
	c := shippedProvince()
	for _, lang := range survey.Languages {
		for i := range testDrafts() {
			p := NewPreview(deskFrame(lang, DraftPath(1)+"/preview"), c, &testDrafts()[i].Form)
			preview, err := DrawPreview(p, 1)
			if err != nil {
				t.Fatal(err)
			}
			html := string(preview)
			if strings.Contains(html, "/s/"+string(p.Counter.Token)) || !strings.Contains(html, "<button disabled>") {
				t.Error("it can be sent")
			}
			if !strings.Contains(html, `<a href="`+p.Link(DraftPath(1))+`">`) {
				t.Error("no way back to the draft")
			}
			back := strings.NewReplacer("<button disabled>", "<button>", p.banner(1), "",
				`"/s/?lang=en#loi"`, `"/s/`+string(p.Counter.Token)+`?lang=en#loi"`,
				`"/s/#loi"`, `"/s/`+string(p.Counter.Token)+`#loi"`).Replace(html)
			if back != draw(t, p) {
				t.Errorf("%s %d: it is another page", lang, i)
			}
		}
	}
	if _, err := DrawPreview(NewPreview(deskFrame("vi", "/x"), new(survey.Catalogue).Index(), &testDrafts()[0].Form), 1); err != nil {
		t.Error("without a counter:", err)
	}
}

// noise is text that does not pack well.
func noise(r *rand.Rand, length int) string {
	letters := []rune("abcdefghijklmnopqrstuvwxyzáàảãạăắằẳẵặâấầẩẫậêếềểễệôốồổỗộơớờởỡợ ")
	b := make([]rune, length)
	for i := range b {
		b[i] = letters[r.IntN(len(letters))]
	}
	return string(b)
}

func TestFormFits(t *testing.T) {
	f, c := deskFrame(survey.Vietnamese, "/x"), shippedProvince()
	for _, q := range survey.Shipped() {
		plain, packed, err := FormSize(f, c, &q)
		t.Logf("%s: %d bytes, %d packed", q.Code, plain, packed)
		if err != nil || FormFits(f, c, &q) != nil {
			t.Errorf("%s does not fit: %v", q.Code, err)
		}
	}
	large, r := survey.Shipped()[1], rand.New(rand.NewPCG(1, 2))
	for i := range large.Questions {
		large.Questions[i].Hint.VI, large.Questions[i].Text.VI = noise(r, 300), noise(r, 300)
		large.Questions[i].NotApplicable.VI = noise(r, 300)
	}
	err := FormFits(f, c, &large)
	if e, ours := err.(*survey.Error); !ours || e.Word != "draft.large" {
		t.Errorf("a form with %d long questions: %v", len(large.Questions), err)
	}
}
