package store_test

import (
	"context"
	"encoding/json"
	"slices"
	"testing"

	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// asBefore writes the last entry of an action again as an older version did, without some
// of its fields.
func (c *council) asBefore(action string, missing ...string) {
	c.Helper()
	rows, err := c.db.LogRows(c.Context(), action)
	c.ok(err)
	row := rows[len(rows)-1]
	var after map[string]any
	c.ok(json.Unmarshal([]byte(row.After), &after))
	for _, field := range missing {
		if _, there := after[field]; !there {
			c.Fatal(action, "has no", field)
		}
		delete(after, field)
	}
	c.wroteOld(action, row.Subject, after)
}

func (c *council) wroteOld(action, subject string, after any) {
	c.Helper()
	c.ok(c.db.InTx(c.Context(), func(ctx context.Context) error {
		by := survey.Actor{Name: "thuky", Where: "page"}
		return c.db.Record(ctx, survey.Entry{At: *c.now, Actor: by, Action: action, Subject: subject, After: after})
	}))
}

// Openings, files, tasks and assignments that an older version logged say less: they are
// counted, and what they do say is compared.
func TestWhatOlderVersionsLoggedOfARoundIsRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		c.loggedSet()
		id, err := c.rounds.Open(t.Context(), c.secretary, c.opening())
		c.ok(err)
		c.id = id
		c.asBefore("round.open", "Members")
		c.tasks()
		d := &taskDesk{t: t, db: db, clock: *c.now, Tasks: &round.Tasks{Store: db, Now: c.rounds.Now}}
		task := d.task(d.office(), 2026, 0, "I.2")
		c.ok(d.Decide(t.Context(), d.office(), task.ID, task.Mark(), round.TaskDecision{Counted: round.TaskOpen}))
		c.asBefore("task.change", "DecidedBy", "ConfirmedBy")
		c.ok(db.InTx(t.Context(), func(ctx context.Context) error {
			err := db.AddAssignments(ctx, id, []round.Assignment{{Login: "binh", Agency: c.agency("STP"), Area: "II"}})
			if err != nil {
				return err
			}
			return db.AddEvidence(ctx, &round.Evidence{
				Round: id, Agency: c.agency("STP"), File: survey.StoredFile{ID: "ab"}, Name: "a.pdf", AddedBy: "stp",
				AddedAt: *c.now, Uses: []round.Use{{Leaf: "1.1", Part: round.Self}},
			})
		}))
		c.wroteOld("round.assign", "cchc/2026", map[string]string{"Login": "binh", "Agency": "STP", "Area": "II"})
		c.wroteOld("evidence.add", "STP", map[string]string{"Round": "cchc/2026", "Leaf": "1.1", "Part": "self", "File": "ab"})
		if found, brief := auditedIndex(t, db); len(found) != 0 || brief != 3 {
			t.Errorf("%d %q", brief, found)
		}
		withoutGuards(t, db)
		behind(t, db, "INSERT INTO criteria_set (family, year, group_code, version, content, frozen, changed_by, changed_at) SELECT family, year, group_code, 2, content, frozen, changed_by, changed_at FROM criteria_set",
			"UPDATE round_agency SET set_id = (SELECT id FROM criteria_set WHERE version = 2)")
		found, _ := auditedIndex(t, db)
		for _, want := range []string{"round cchc/2026 Members.SNV.Set", "round cchc/2026 Members.STP.Set"} {
			if !slices.Contains(found, want) {
				t.Errorf("found %q, want %s", found, want)
			}
		}
	})
}
