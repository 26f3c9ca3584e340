package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// manyEntries writes entries from a minute before a day of the office begins on, one a
// minute.
func manyEntries(t *testing.T, db *store.DB, count int) {
	t.Helper()
	begins := time.Date(2026, 3, 4, 23, 59, 0, 0, storetest.Zone)
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		for i := range count {
			e := survey.Entry{
				At: begins.Add(time.Duration(i) * time.Minute), Actor: survey.Actor{Name: fmt.Sprint("user", i%2), Where: "page"},
				Action: fmt.Sprint("thing.", i%3), Subject: fmt.Sprint("S", i), After: map[string]any{"Name": fmt.Sprintf("Quầy số %d.", i)},
			}
			if err := db.Record(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// found are the subjects that a query finds on all its pages.
func found(t *testing.T, db *store.DB, q survey.LogQuery) (subjects []string, pages int) {
	t.Helper()
	for {
		page, err := survey.ReadLog(t.Context(), db, storetest.Zone, q)
		if err != nil {
			t.Fatal(err)
		}
		pages++
		for _, r := range page.Rows {
			subjects = append(subjects, r.Subject)
		}
		if q.Below = page.Next; page.Next == 0 {
			return subjects, pages
		}
	}
}

func TestTheLogIsFoundOnBothDatabases(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		manyEntries(t, db, 120)
		tests := []struct {
			name string
			q    survey.LogQuery
			want string
		}{
			{"a text without marks", survey.LogQuery{Text: "quay so 17."}, "[S117 S17]"},
			{"words in any order", survey.LogQuery{Text: "so 9. QUAY name", Actor: "user1"}, "[S119 S109 S99 S89 S79 S69 S59 S49 S39 S29 S19 S9]"},
			{"actor and action", survey.LogQuery{Actor: "user0", Action: "thing.2", Subject: "S8"}, "[S8]"},
			{"the last minute of a day", survey.LogQuery{To: "2026-03-04"}, "[S0]"},
			{"the next day has the rest", survey.LogQuery{From: "2026-03-05", To: "2026-03-05", Subject: "S1"}, "[S1]"},
			{"no such day", survey.LogQuery{From: "2026-03-06"}, "[]"},
			{"nothing like it", survey.LogQuery{Text: "%"}, "[]"},
		}
		for _, tt := range tests {
			if got, _ := found(t, db, tt.q); fmt.Sprint(got) != tt.want {
				t.Errorf("%s: %v, want %s", tt.name, got, tt.want)
			}
		}
		all, pages := found(t, db, survey.LogQuery{})
		if len(all) != 120 || all[0] != "S119" || all[119] != "S0" || pages < 3 {
			t.Errorf("%d entries on %d pages", len(all), pages)
		}
		if rows, err := survey.ExportLog(t.Context(), db, storetest.Zone, survey.LogQuery{Action: "thing.1"}); err != nil || len(rows) != 40 {
			t.Errorf("%d rows to take away: %v", len(rows), err)
		}
		actions, err := survey.OccurringActions(t.Context(), db)
		if err != nil || !slices.Equal(actions, []string{"thing.0", "thing.1", "thing.2"}) {
			t.Errorf("%v %v", actions, err)
		}
	})
}

func TestTheLogSaysWhenItWasChecked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if at, _, err := db.LogChecked(t.Context()); err != nil || !at.IsZero() {
			t.Errorf("checked at %v: %v", at, err)
		}
		for i, result := range []string{"tallies that differ: 0; " + survey.LogWhole + ", 9 rows", "log: altered after row 3"} {
			at := noon.Add(time.Duration(i) * time.Hour)
			if err := db.AddJob(t.Context(), "check", fmt.Sprint("check ", i), at); err != nil {
				t.Fatal(err)
			}
			claimed, err := db.ClaimJob(t.Context(), at, at.Add(time.Minute))
			if err != nil || claimed == nil {
				t.Fatal(claimed, err)
			}
			if err := db.EndJob(t.Context(), claimed.ID, result, at); err != nil {
				t.Fatal(err)
			}
			checked, whole, err := db.LogChecked(t.Context())
			if err != nil || !checked.Equal(at) || whole != (i == 0) {
				t.Errorf("%s: %v %v %v", result, checked, whole, err)
			}
		}
	})
}
