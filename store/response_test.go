package store_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"hailong/scoring/report"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// noon is the present of these tests.
var noon = storetest.Noon

// province is a database with two agencies, three counters and a plan.
type province struct {
	db     *store.DB
	shelf  *survey.Shelf
	intake *survey.Intake
}

func setUp(t *testing.T, db *store.DB) *province {
	t.Helper()
	ctx := t.Context()
	setup := &survey.Setup{Store: db, Now: func() time.Time { return noon }, Random: rand.Reader, Actor: survey.Program}
	do := func(_ survey.Change, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err, storetest.Mistakes(err))
		}
	}
	do(setup.InstallQuestionnaires(ctx))
	do(setup.ImportAgencies(ctx, storetest.Table(t, `code,name_vi,name_en,group,sector,source
STP,Sở Tư pháp,Department of Justice,department,administrative,test
CDYT,Trường Cao đẳng Y tế,Medical College,public_unit,public_service,test`), nil, ""))
	do(setup.ImportCounters(ctx, storetest.Table(t, `code,agency,name_vi,token,closed_on
STP-01,STP,Quầy Lý lịch tư pháp,7K3MQ2XVTD,
STP-02,STP,Quầy Hộ tịch,7K3MQ2XVTE,
STP-03,STP,Quầy đã đóng,7K3MQ2XVTF,2026-02-01
CDYT-01,CDYT,Quầy một cửa,7K3MQ2XVTG,`)))
	do(setup.ImportPlans(ctx, storetest.Table(t, `code,year,name_vi,starts,ends,form,target,groups,official,public,transactions
2026,2026,Khảo sát 2026,2026-01-01,2026-12-31,short@1,>83,department|public_unit,yes,yes,STP=500`)))
	shelf, err := survey.NewShelf(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	p := &province{db: db, shelf: shelf}
	p.intake = survey.NewIntake(shelf, db, func() time.Time { return noon })
	t.Cleanup(func() { p.intake.Close(context.Background()) })
	return p
}

func draft(t testing.TB, token string, answers map[string]int) *survey.Draft {
	return &survey.Draft{Counter: token, Receipt: storetest.Receipt(t), Channel: survey.ChannelQR, Answers: answers}
}

func levels(tc, tthc, cc, kq, pakn int) map[string]int {
	all := map[string]int{"TC": tc, "TTHC": tthc, "CC": cc, "KQ": kq, "PAKN": pakn}
	for code, level := range all {
		if level == 0 {
			delete(all, code)
		}
	}
	return all
}

func (p *province) agency(t *testing.T, code string) *report.AgencyBoard {
	t.Helper()
	c, err := p.shelf.Fresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	board, err := report.ReadAgency(t.Context(), p.db, c, c.OfficialPlans(2026)[0], c.AgencyByCode(code, "2026-03-04"), noon)
	if err != nil {
		t.Fatal(err)
	}
	return board
}

// The first worked example of the method, answered by a hundred people at once,
// gives the printed values on both databases.
func TestAnswersBecomeAScore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		var wait sync.WaitGroup
		submit := func(n int, answers map[string]int) {
			for range n {
				wait.Go(func() {
					out, err := p.intake.Submit(t.Context(), draft(t, "7K3MQ2XVTD", answers))
					if err != nil || !out.Counted || out.Repeated {
						t.Errorf("submit: %+v, %v", out, err)
					}
				})
			}
		}
		submit(40, levels(5, 5, 5, 5, 5))
		submit(30, levels(4, 4, 4, 4, 3))
		submit(15, levels(4, 4, 4, 2, 3))
		submit(10, levels(4, 5, 1, 2, 0))
		submit(5, levels(1, 2, 3, 0, 0))
		wait.Wait()
		s := p.agency(t, "STP").Score
		got := strings.TrimSpace(fmt.Sprintln(s.Responses, s.Satisfied, s.Answers, four(s.Percent()), four(s.Effective), four(s.Interval.Low), four(s.Interval.High), s.Official, s.Certain))
		want := "100 385 480 80.2083 373.0648 75.8663 83.9346 not_met false"
		if got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		if d, err := db.RebuildTallies(t.Context()); err != nil || len(d) != 0 {
			t.Errorf("recount: %v, %v", d, err)
		}
	})
}

func four(x float64) float64 { return math.Round(x*1e4) / 1e4 }
