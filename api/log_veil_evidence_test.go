package api_test

import (
	"fmt"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// keeps has somebody add a file to a leaf, use it for another and take that back; the log's
// rows of it, and the file's hash.
func (y *year) keeps(by round.Person, agency string, part round.Part, leaf, other string) (rows []int64, file string) {
	y.t.Helper()
	ctx, before := y.t.Context(), y.logHead()
	text := strings.NewReader(aPDF + agency + string(part))
	id, err := y.rounds.AddEvidence(ctx, by, y.id, y.agency(agency), round.Upload{Leaf: leaf, Part: part, Name: "x.pdf"}, text)
	if err == nil {
		err = y.rounds.UseEvidence(ctx, by, id, other, part)
	}
	if err == nil {
		err = y.rounds.DropUse(ctx, by, id, other, part)
	}
	if err != nil {
		y.t.Fatal(err)
	}
	e, err := y.db.Evidence(ctx, id)
	if err != nil {
		y.t.Fatal(err)
	}
	for n := before + 1; n <= y.logHead(); n++ {
		rows = append(rows, n)
	}
	return rows, string(e.File.ID)
}

func (w *world) logHead() int64 {
	w.t.Helper()
	head, err := w.db.LogHead(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return head.Number
}

// Which file the council keeps for which leaf is not told by the log either, before the
// agency sees it: the hash would tell whether a file that one has is among them.
func TestTheLogTellsNoEvidenceEarly(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		for _, agency := range []string{"STP", "SNV", "CDYT"} {
			y.fillAll(agency)
		}
		own, ownFile := y.keeps(y.person("SNV"), "SNV", round.Self, "2.2.2", "2.2.1")
		for _, agency := range []string{"STP", "SNV", "CDYT"} {
			y.submit(agency)
		}
		y.advance(round.Appraising)
		near := map[string]string{"admin": w.as(account.Admin, "SNV"), "auditor": w.as(account.Auditor, "SNV")}
		told := func(when string, rows []int64, file string, told bool) {
			t.Helper()
			if len(rows) != 3 {
				t.Fatal(when, rows)
			}
			for _, number := range rows {
				row, err := survey.LogRowAt(t.Context(), w.db, number)
				if err != nil || !strings.Contains(row.After, file) || !strings.Contains(row.After, "2.2.") {
					t.Fatal(when, row.After, err)
				}
				if salted := strings.Contains(row.After, `"Salt":"`); salted != (when != "its own") {
					t.Error(when, "could be found by trying:", row.After)
				}
				_, sum, _ := strings.Cut(row.After, `"Sum":"`)
				sum, _, _ = strings.Cut(sum, `"`)
				for who, cookie := range near {
					name, at := fmt.Sprint(when, ", ", who, ", ", row.Action), fmt.Sprintf("/desk/log/%d", number)
					page := w.sendAs(cookie, "GET", at, nil)
					if told {
						w.wants(name, page, 200, file)
						continue
					}
					w.wants(name, page, 200, "Nội dung này chỉ hiện khi chính cơ quan được xem", "chưa hiện đủ")
					w.wantsNot(name, page, 200, file, "2.2.")
					if sum != "" {
						w.wantsNot(name+": its digest", page, 200, sum)
					}
				}
			}
			for who, cookie := range near {
				for _, found := range []string{"/desk/log.csv?q=", "/desk/log.jsonl?q="} {
					body := w.sendAs(cookie, "GET", found+file, nil).Body.String()
					if got := strings.Contains(body, file); got != told {
						t.Errorf("%s, %s: %s tells it: %v", when, who, found, got)
					}
				}
			}
		}
		told("its own", own, ownFile, true)
		other, otherFile := y.keeps(y.person("UBND-NT"), "CDYT", round.Appraised, "2.2.2", "2.2.1")
		first, firstFile := y.keeps(y.person("UBND-NT"), "SNV", round.Appraised, "2.2.2", "2.2.1")
		told("another's", other, otherFile, true)
		told("the first appraisal", first, firstFile, false)
		y.finish()
		told("seen by the agency", first, firstFile, true)
		second, secondFile := y.keeps(y.person("UBND-NT"), "SNV", round.Second, "2.2.2", "2.2.1")
		told("the second appraisal", second, secondFile, false)
		y.advance(round.Closed)
		told("closed", second, secondFile, true)
	})
}
