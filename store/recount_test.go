package store_test

import (
	"sync"
	"testing"
	"time"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

func TestARecountRepairsAndSaysWhatDiffered(t *testing.T) {
	tests := map[string]struct {
		tamper string
		check  func(survey.Difference) bool
	}{
		"a sum": {
			"UPDATE tally SET y = y + 1 WHERE agency_id = (SELECT id FROM agency WHERE code = 'STP')",
			func(d survey.Difference) bool {
				return d.Stored != nil && d.Counted != nil && d.Stored.Y == d.Counted.Y+1
			},
		},
		"a factor": {
			"UPDATE tally SET f1m = 0 WHERE agency_id = (SELECT id FROM agency WHERE code = 'STP')",
			func(d survey.Difference) bool { return d.Stored != nil && d.Stored.Factors[0].Given == 0 },
		},
		"a row that is missing": {
			"DELETE FROM tally WHERE agency_id = (SELECT id FROM agency WHERE code = 'STP')",
			func(d survey.Difference) bool { return d.Stored == nil && d.Counted != nil },
		},
		"a row too many": {
			"INSERT INTO tally SELECT counter_id, agency_id, plan_id, questionnaire_id, '2026-12', channel, is_excluded, received, late, " +
				"n, y, m, yy, ym, mm, f1y, f1m, f2y, f2m, f3y, f3m, f4y, f4m, f5y, f5m, f6y, f6m, f7y, f7m, f8y, f8m " +
				"FROM tally WHERE agency_id = (SELECT id FROM agency WHERE code = 'STP')",
			func(d survey.Difference) bool { return d.Counted == nil && d.Key.Month == "2026-12" },
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				p := setUp(t, db)
				p.send(t, draft(t, "7K3MQ2XVTD", levels(5, 4, 3, 0, 0)), draft(t, "7K3MQ2XVTG", levels(1, 0, 0, 0, 0)))
				want := dump(t, db, "tally ORDER BY counter_id")
				if _, err := db.Raw().Exec(tt.tamper); err != nil {
					t.Fatal(err)
				}
				if seen, err := db.Verify(t.Context()); err != nil || len(seen) != 1 || !tt.check(seen[0]) {
					t.Errorf("seen: %+v, %v", seen, err)
				}
				logged := len(actions(t, db, 0))
				found, err := survey.Recount(t.Context(), db, survey.Program, func() time.Time { return noon })
				if err != nil || len(found) != 1 || !tt.check(found[0]) {
					t.Errorf("found: %+v, %v", found, err)
				}
				if got := actions(t, db, logged); len(got) != 1 || got[0] != "tally.recount tally" {
					t.Errorf("the log says %q", got)
				}
				got := dump(t, db, "tally ORDER BY counter_id")
				if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] {
					t.Errorf("got %s, want %s", got, want)
				}
				again, err := survey.Recount(t.Context(), db, survey.Program, func() time.Time { return noon })
				if n := len(actions(t, db, logged)); err != nil || len(again) != 0 || n != 1 {
					t.Errorf("a second time: %v, %v, %d entries", again, err, n)
				}
			})
		})
	}
}

// send submits drafts, none of which may fail.
func (p *province) send(t *testing.T, drafts ...*survey.Draft) {
	t.Helper()
	for _, d := range drafts {
		if _, err := p.intake.Submit(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
}

func TestRecountsWhileAnswersArriveLoseNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		var wait sync.WaitGroup
		for i := range 100 {
			wait.Go(func() {
				if _, err := p.intake.Submit(t.Context(), draft(t, "7K3MQ2XVTD", levels(1+i%5, 5, 0, 0, 0))); err != nil {
					t.Error(err)
				}
			})
		}
		for range 5 {
			if d, err := db.RebuildTallies(t.Context()); err != nil || len(d) != 0 {
				t.Errorf("%v, %v", d, err)
			}
			if _, err := db.Raw().Exec("UPDATE tally SET yy = 0"); err != nil {
				t.Error(err)
			}
			if _, err := db.RebuildTallies(t.Context()); err != nil {
				t.Error(err)
			}
		}
		wait.Wait()
		tidy(t, db, 100)
	})
}
