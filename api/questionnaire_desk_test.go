package api_test

import (
	"html"
	"maps"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

const questionnaireDesk = "/desk/questionnaires"

// shownForm reads the fields of the draft's form from its page, as a browser would send
// them.
func shownForm(page string) url.Values {
	_, page, _ = strings.Cut(page, `<form class="draft"`)
	page, _, _ = strings.Cut(page, "</form>")
	sent := url.Values{}
	for _, m := range shownInput.FindAllStringSubmatch(page, -1) {
		if m[2] != "checkbox" || strings.Contains(m[0], " checked") {
			sent.Set(m[1], html.UnescapeString(m[3]))
		}
	}
	for _, m := range shownMark.FindAllStringSubmatch(page, -1) {
		sent.Set("mark", m[1])
	}
	for _, m := range shownText.FindAllStringSubmatch(page, -1) {
		sent.Set(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range shownSelect.FindAllStringSubmatch(page, -1) {
		sent.Set(m[1], "")
		if chosen := shownOption.FindStringSubmatch(m[2]); chosen != nil {
			sent.Set(m[1], chosen[1])
		}
	}
	for _, m := range shownCheck.FindAllStringSubmatch(page, -1) {
		sent.Set(m[1], m[2])
	}
	return sent
}

var (
	shownInput  = regexp.MustCompile(`<input id="[^"]*" name="([^"]+)" type="(text)" value="([^"]*)"[^>]*>`)
	shownMark   = regexp.MustCompile(`name="mark" value="([^"]*)"`)
	shownText   = regexp.MustCompile(`(?s)<textarea id="[^"]*" name="([^"]+)"[^>]*>\n([^<]*)</textarea>`)
	shownSelect = regexp.MustCompile(`(?s)<select id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>`)
	shownOption = regexp.MustCompile(`value="([^"]*)" selected`)
	shownCheck  = regexp.MustCompile(`type="checkbox" name="([^"]+)" value="([^"]+)" checked`)
)

// leadsTo sends a form as cookie's person and gives the address that the answer leads to.
func (w *world) leadsTo(cookie, target string, form url.Values) string {
	w.t.Helper()
	answer := w.sendAs(cookie, "POST", target, form)
	if answer.Code != 303 {
		w.t.Fatalf("POST %s: %d\n%s", target, answer.Code, answer.Body)
	}
	return answer.Header().Get("Location")
}

// shows gives a page that cookie's person asks for, which must say each of want.
func (w *world) shows(cookie, target string, status int, want ...string) string {
	w.t.Helper()
	target, _, _ = strings.Cut(target, "#") // which a browser keeps to itself
	answer := w.sendAs(cookie, "GET", target, nil)
	body := answer.Body.String()
	if answer.Code != status || answer.Header().Get("Cache-Control") != "no-store" {
		w.t.Fatalf("GET %s: %d %s\n%s", target, answer.Code, answer.Header(), body)
	}
	for _, text := range want {
		if !strings.Contains(body, text) {
			w.t.Errorf("GET %s: no %q", target, text)
		}
	}
	return body
}

// startedDraft starts a draft and gives its address.
func (w *world) startedDraft(cookie, from string) string {
	w.t.Helper()
	at := w.leadsTo(cookie, questionnaireDesk+"/drafts", url.Values{"from": {from}})
	path, _, _ := strings.Cut(at, "?")
	return path
}

func TestAQuestionnaireIsWrittenAndPublishedOnPages(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		w.shows(admin, questionnaireDesk, 200, "Chưa có bản nháp nào", "short@1", "/desk/plans/2026-19")
		draft := w.startedDraft(admin, "short@1")
		form := shownForm(w.shows(admin, draft, 200, "sẽ là phiên bản 2"))
		if form.Get("question.3.factor") != "3" || form.Get("question.3.counts") != "yes" || form.Get("seconds") != "30" {
			t.Fatalf("the page's form: %v", form)
		}

		// A button does what it says, and keeps what was typed.
		form.Set("question.6.text_vi", "Nói chung về lần này")
		form.Set("do", "up.question.6")
		at := w.leadsTo(admin, draft, form)
		if !strings.HasSuffix(at, "?at=question.5#question-5") {
			t.Errorf("leads to %s", at)
		}
		form = shownForm(w.shows(admin, at, 200, `<details id="question-5" open>`))
		if form.Get("question.5.text_vi") != "Nói chung về lần này" || form.Get("question.6.code") != "PAKN" {
			t.Errorf("after moving: %v", form)
		}

		// What is missing is said at its field, and nothing is published.
		form.Set("do", "add.question")
		form = shownForm(w.shows(admin, w.leadsTo(admin, draft, form), 200))
		form.Set("do", "check")
		w.shows(admin, w.leadsTo(admin, draft, form), 200, `href="#o-question-7-code"`, "Câu 7, Mã câu hỏi: ")
		mark := url.Values{"mark": {form.Get("mark")}}
		w.shows(admin, draft+"/publish", 200, draft+"?check=1#o-question-7-code")
		if answer := w.sendAs(admin, "POST", draft+"/publish", mark); answer.Code != 422 {
			t.Errorf("publishing what is wrong: %d", answer.Code)
		}
		form.Set("do", "remove.question.7")
		form = shownForm(w.shows(admin, w.leadsTo(admin, draft, form), 200))
		form.Set("do", "check")
		w.shows(admin, w.leadsTo(admin, draft, form), 200, "có thể ban hành")

		body := w.shows(admin, draft+"/publish", 200, "short@2", "/desk/plans/2026", "không làm thay đổi kế hoạch nào")
		sent := url.Values{"mark": {shownMark.FindStringSubmatch(body)[1]}}
		at = w.leadsTo(admin, draft+"/publish", sent)
		w.shows(admin, at, 200, "Phiên bản mới đã được ban hành", "/questionnaires/short?version=2", "Chưa có bản nháp nào")
		w.shows(admin, draft, 404)
		if page := w.send("GET", "/questionnaires/short", "").Body.String(); !strings.Contains(page, "Nói chung về lần này") {
			t.Error("the public page of the questionnaire does not have the new version")
		}
	})
}

func TestAPreviewSendsNothing(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		draft := w.startedDraft(admin, "sipas@1")
		w.shows(admin, draft+"/preview", 200, "Bản xem trước", "<button disabled>", "lang=en", `name=q.15`)
		w.shows(admin, draft+"/preview?lang=en", 200, "Preview of a form")
		answer := w.sendAs(admin, "GET", draft+"/preview", nil)
		policy := answer.Header().Get("Content-Security-Policy")
		if !strings.Contains(policy, "form-action 'none'") || !strings.Contains(policy, frontend.CitizenStyleHash()) {
			t.Errorf("the preview's policy: %s", policy)
		}
	})
}

// Two administrators at one draft: the second sees both versions, and nothing of the
// first is lost.
func TestAStaleDraftShowsBothVersions(t *testing.T) {
	both(t, func(w *world) {
		an, binh := w.as(account.Admin, "SNV"), w.as(account.Admin, "STP")
		draft := w.startedDraft(an, "short@1")
		form := shownForm(w.shows(an, draft, 200))
		other := maps.Clone(form)
		form["text_vi"], other["text_vi"] = []string{"Phiếu của An"}, []string{"Phiếu của Bình"}
		w.leadsTo(an, draft, form)
		answer := w.sendAs(binh, "POST", draft, other)
		page := answer.Body.String()
		for _, want := range []string{"<td>Phiếu của An</td>", "<td>Phiếu của Bình</td>", `value="Phiếu của Bình"`} {
			if answer.Code != 409 || !strings.Contains(page, want) {
				t.Errorf("%d: no %q", answer.Code, want)
			}
		}
		if now := shownForm(w.shows(an, draft, 200)); now.Get("text_vi") != "Phiếu của An" {
			t.Errorf("%q is stored", now.Get("text_vi"))
		}
		for _, act := range []string{"/publish", "/discard"} {
			if answer := w.sendAs(binh, "POST", draft+act, other); answer.Code != 409 {
				t.Errorf("a stale %s: %d", act, answer.Code)
			}
		}
		w.leadsTo(binh, draft, shownForm(page)) // now knowing both
		last := shownForm(w.shows(an, draft, 200))
		if last.Get("text_vi") != "Phiếu của Bình" {
			t.Errorf("%q is stored", last.Get("text_vi"))
		}
		w.leadsTo(an, draft+"/discard", last)
		if answer := w.sendAs(binh, "POST", draft, last); answer.Code != 409 || !strings.Contains(answer.Body.String(), `value="Phiếu của Bình"`) {
			t.Errorf("saving what is gone: %d, and what was typed is lost", answer.Code)
		}
	})
}

func TestADraftThatIsTooLong(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		draft := w.startedDraft(admin, "short@1")
		form := shownForm(w.shows(admin, draft, 200))
		form.Set("question.2.hint_vi", strings.Repeat("ế", 301))
		form.Set("seconds", "nửa phút")
		answer := w.sendAs(admin, "POST", draft, form)
		for _, want := range []string{"301", "nửa phút", strings.Repeat("ế", 301), `href="#o-question-2-hint_vi"`} {
			if answer.Code != 422 || !strings.Contains(answer.Body.String(), want) {
				t.Errorf("%d: no %q", answer.Code, want)
			}
		}
		if now := shownForm(w.shows(admin, draft, 200)); now.Get("seconds") != "30" {
			t.Errorf("%q is stored", now.Get("seconds"))
		}
	})
}

// Nobody but an administrator changes a draft, by a page or by hand; an auditor reads it.
func TestDraftsAreForAdministrators(t *testing.T) {
	both(t, func(w *world) {
		draft := w.startedDraft(w.as(account.Admin, "SNV"), "short@1")
		stored, err := w.db.QuestionnaireDrafts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		form := url.Values{"mark": {stored[0].Mark()}, "code": {"short"}}
		reads := []string{questionnaireDesk, draft, draft + "/preview", draft + "/publish"}
		acts := []string{questionnaireDesk + "/drafts", draft, draft + "/publish", draft + "/discard"}
		for _, role := range account.Roles[1:] {
			cookie := w.as(role, "STP")
			for _, path := range reads {
				want := 403
				if role == account.Auditor && path != draft+"/publish" {
					want = 200
				}
				if answer := w.sendAs(cookie, "GET", path, nil); answer.Code != want {
					t.Errorf("%s reads %s: %d", role, path, answer.Code)
				}
			}
			for _, path := range acts {
				if answer := w.sendAs(cookie, "POST", path, form); answer.Code != 403 {
					t.Errorf("%s sends %s: %d", role, path, answer.Code)
				}
			}
		}
		for _, path := range acts {
			if answer := w.send("POST", path, form.Encode(), asForm); answer.Code != 401 {
				t.Errorf("nobody sends %s: %d", path, answer.Code)
			}
			foreign := w.send("POST", path, form.Encode(), asForm, w.as(account.Admin, "SNV"), "Sec-Fetch-Site: cross-site")
			if foreign.Code != 403 {
				t.Errorf("another site sends %s: %d", path, foreign.Code)
			}
		}
		if now, err := w.db.QuestionnaireDrafts(t.Context()); err != nil || len(now) != 1 || now[0].Mark() != stored[0].Mark() {
			t.Errorf("the drafts are changed: %v", err)
		}
		admin := w.as(account.Admin, "SNV")
		for _, path := range []string{"/0", "/x", "/999", "/99999999999999999999", "/1%00"} {
			if answer := w.sendAs(admin, "GET", questionnaireDesk+"/drafts"+path, nil); answer.Code != 404 {
				t.Errorf("%s: %d", path, answer.Code)
			}
		}
	})
}

// The log holds that a draft was begun and published, not each word of it.
func TestDraftsInTheLog(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		draft := w.startedDraft(admin, "short@1")
		form := shownForm(w.shows(admin, draft, 200))
		form.Set("text_vi", "Tên để tìm trong nhật ký")
		w.leadsTo(admin, draft, form)
		w.leadsTo(admin, draft+"/discard", shownForm(w.shows(admin, draft, 200)))
		var actions []string
		err := w.db.EachLogRow(t.Context(), func(r survey.LogRow) error {
			if strings.HasPrefix(r.Action, "draft.") {
				actions = append(actions, r.Action+" "+r.Subject)
			}
			if strings.Contains(r.Before+r.After, "Tên để tìm") {
				t.Errorf("%s has the words", r.Action)
			}
			return nil
		})
		if got := strings.Join(actions, ", "); err != nil || got != "draft.start short@2, draft.discard short@2" {
			t.Errorf("%s, %v", got, err)
		}
	})
}
