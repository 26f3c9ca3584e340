package api_test

import (
	"fmt"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// Whoever reads the log and belongs to an agency learns from no page and no file of it what the
// council gave there before the agency sees it; what others were given he reads as it stands.
func TestTheLogTellsNoMarksEarly(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		for _, agency := range []string{"STP", "SNV", "CDYT"} {
			y.fillAll(agency)
			y.submit(agency)
		}
		y.advance(round.Appraising)
		give := func(agency string, part round.Part, points scoring.Points) int64 {
			t.Helper()
			d := round.Draft{Leaf: "2.2.2", Note: "Cắt bớt", After: y.sheet(agency).Leaf("2.2.2").Last(part)}
			d.Given.Points = points
			if err := y.rounds.Appraise(t.Context(), y.person("UBND-NT"), y.id, y.agency(agency), part, []round.Draft{d}); err != nil {
				t.Fatal(err)
			}
			head, err := w.db.LogHead(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			return head.Number
		}
		files := []string{"/desk/log.csv?action=sheet.appraise", "/desk/log.jsonl?action=sheet.appraise"}
		const instead = "Nội dung này chỉ hiện khi chính cơ quan được xem"
		near := map[string]string{"admin": w.as(account.Admin, "SNV"), "auditor": w.as(account.Auditor, "SNV")}
		told := func(when string, number int64, figure string, told bool) {
			t.Helper()
			row, err := survey.LogRowAt(t.Context(), w.db, number)
			if err != nil || !strings.Contains(row.After, figure) {
				t.Fatal(when, row.After, err)
			}
			_, sum, _ := strings.Cut(row.After, `"Sum":"`)
			sum, _, _ = strings.Cut(sum, `"`)
			entry := fmt.Sprintf("/desk/log/%d", number)
			for who, cookie := range near {
				name := when + ", " + who
				for _, at := range append(files, entry) {
					page := w.sendAs(cookie, "GET", at, nil)
					if told {
						w.wants(name+at, page, 200, figure)
						continue
					}
					w.wants(name+at, page, 200, instead)
					w.wantsNot(name+at, page, 200, figure, sum)
				}
				found := w.sendAs(cookie, "GET", "/desk/log?action=sheet.appraise&q="+strings.ReplaceAll(figure, " ", "+"), nil)
				if got := strings.Contains(found.Body.String(), entry+`"`); got != told {
					t.Error(name, "the search tells it:", got)
				}
				if !told {
					w.wantsNot(name, w.sendAs(cookie, "GET", "/desk/log?action=sheet.appraise", nil), 200, figure, sum)
					w.wants(name, w.sendAs(cookie, "GET", entry, nil), 200, "chưa hiện đủ", "khớp với mã băm đã lưu")
					workbook := w.sendAs(cookie, "GET", "/desk/log.xlsx?action=sheet.appraise", nil)
					if text := cells(t, workbook); strings.Contains(text, figure) || !strings.Contains(text, instead) {
						t.Error(name, "the workbook:", text)
					}
				}
			}
		}
		before := give("SNV", round.Appraised, 75)
		first := give("SNV", round.Appraised, 25)
		other := give("CDYT", round.Appraised, 0)
		told("another's", other, "2.2.2: 0", true)
		told("overwritten", before, "2.2.2: 0.75", false)
		told("the first appraisal", first, "2.2.2: 0.25", false)
		y.finish()
		told("seen by the agency", first, "2.2.2: 0.25", true)
		second := give("SNV", round.Second, 50)
		told("the second appraisal", second, "2.2.2: 0.5", false)
		told("what is known stays", first, "2.2.2: 0.25", true)
		y.advance(round.Closed)
		told("closed", second, "2.2.2: 0.5", true)
	})
}
