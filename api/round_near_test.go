package api_test

import (
	"fmt"
	"regexp"
	"testing"

	"hailong/account"
	"hailong/scoring"
	"hailong/scoring/round"
)

var (
	boardIndex   = regexp.MustCompile(`([\d,]+|–) → ([\d,]+|–) → ([\d,]+|–)`)
	previewIndex = regexp.MustCompile(`class="n ix"><b>([^<]+)</b>`)
)

// lineOf is the part of a page after the link to an agency's sheet that a pattern finds.
func (y *year) lineOf(cookie, page, agency string, pattern *regexp.Regexp) string {
	y.t.Helper()
	body := y.sendAs(cookie, "GET", page, nil).Body.String()
	at := regexp.MustCompile(regexp.QuoteMeta(y.path(agency, `"`))).FindStringIndex(body)
	if at == nil {
		y.t.Fatal(page, "does not name", agency)
	}
	return pattern.FindString(body[at[1]:])
}

// Who runs the round and belongs to an agency sees its council marks when the agency does,
// on the board and in the preview as on the sheet; who is a stranger sees them at once.
func TestNobodySeesHisAgencysMarksEarly(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		board := fmt.Sprintf("/desk/rounds/%d", y.id)
		index := board + "/index"
		near := map[string]string{"secretary": y.secretary, "admin": w.as(account.Admin, "SNV"), "auditor": w.as(account.Auditor, "SNV")}
		for _, agency := range []string{"STP", "SNV", "CDYT"} {
			y.fillAll(agency)
			y.submit(agency)
		}
		own := y.lineOf(y.chair, index, "SNV", previewIndex)
		y.advance(round.Appraising)
		cut := func(part round.Part, points scoring.Points) {
			t.Helper()
			s := y.sheet("SNV")
			d := round.Draft{Leaf: "2.2.2", Note: "Cắt bớt", After: s.Leaf("2.2.2").Last(part)}
			d.Given.Points = points
			if err := y.rounds.Appraise(t.Context(), y.person("UBND-NT"), y.id, y.agency("SNV"), part, []round.Draft{d}); err != nil {
				t.Fatal(err)
			}
		}
		cut(round.Appraised, 0)
		first := y.lineOf(y.chair, index, "SNV", previewIndex)
		if first == own || first == "" {
			t.Fatal("the cut does not show to a stranger", first, own)
		}
		for who, cookie := range near {
			if got := y.lineOf(cookie, index, "SNV", previewIndex); got != own {
				t.Errorf("%s sees %s in the preview while the agency sees %s", who, got, own)
			}
			if got := y.lineOf(cookie, board, "SNV", boardIndex); !regexp.MustCompile(`→ – → –$`).MatchString(got) {
				t.Errorf("%s sees %s on the board", who, got)
			}
			w.wants("it is said", w.sendAs(cookie, "GET", index, nil), 200, "Sở Nội vụ: chỉ tính phần thẩm định")
			w.wants("and in the what-if", w.sendAs(cookie, "POST", index, nil), 200, "Sở Nội vụ: chỉ tính phần thẩm định")
		}
		w.wantsNot("to a stranger nothing is said", w.sendAs(y.chair, "GET", index, nil), 200, "chỉ tính phần thẩm định")

		for _, agency := range []string{"STP", "SNV", "CDYT"} {
			if _, err := y.rounds.Keep(t.Context(), y.person("UBND-NT"), y.id, y.agency(agency), ""); err != nil {
				t.Fatal(err)
			}
		}
		y.finish()
		after := y.lineOf(y.chair, index, "SNV", previewIndex)
		if got := y.lineOf(y.secretary, index, "SNV", previewIndex); got != after {
			t.Errorf("after the first appraisal the agency sees %s, near it %s is seen", after, got)
		}
		cut(round.Second, y.sheet("SNV").Leaf("2.2.2").Item.Max/2)
		if got := y.lineOf(y.chair, index, "SNV", previewIndex); got == after {
			t.Error("the second appraisal does not show to a stranger", got)
		}
		if got := y.lineOf(y.secretary, index, "SNV", previewIndex); got != after {
			t.Errorf("the second appraisal is told early: %s", got)
		}
		if got := y.lineOf(y.secretary, board, "SNV", boardIndex); !regexp.MustCompile(`→ –$`).MatchString(got) {
			t.Errorf("the second appraisal is told on the board: %s", got)
		}
		y.advance(round.Closed)
		if stranger, got := y.lineOf(y.chair, board, "SNV", boardIndex), y.lineOf(y.secretary, board, "SNV", boardIndex); got != stranger {
			t.Errorf("once the round is closed %s, a stranger sees %s", got, stranger)
		}
	})
}
