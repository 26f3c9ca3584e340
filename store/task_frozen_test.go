package store_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

const taskLines = "section,number,task,deadline,responsibility,due,counted\n"

// Once a year's round is closed, nothing that is decided about its tasks moves a figure: it
// is refused, by page and by file, and another year's tasks are decided about as before.
func TestNothingIsDecidedOfAClosedYear(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		use := &round.Tasks{Store: db, Now: c.rounds.Now}
		c.rounds.Tasks = db
		office := round.Planner{Actor: c.secretary.Actor, SeesAll: true, Runs: true}
		bring := func(year int, rows string) error {
			_, err := use.Import(ctx, office, round.TaskFile{Year: year, Table: storetest.Table(t, taskLines+rows)})
			return err
		}
		const plan = "I,1,Rà soát,Quý I,Sở Tư pháp chủ trì,,\nI,2,Báo cáo,Quý I,Sở Tư pháp chủ trì,,\n"
		c.ok(bring(2026, plan))
		c.ok(bring(2027, plan))
		task := func(year, place int) *round.Task {
			list, err := use.List(ctx, office, round.TaskQuery{Year: year})
			c.ok(err)
			return &list[place].Task
		}
		confirm := func(task *round.Task) error {
			return use.ConfirmProposed(ctx, office, map[round.TaskID]string{task.ID: task.Mark()})
		}
		c.ok(confirm(task(2026, 0)))
		c.open()
		c.closed()
		share := *c.sheet("STP").Leaf("3.2").Fed
		if share.Den != 100 {
			t.Fatal(share)
		}
		first, second := task(2026, 0), task(2026, 1)
		no := round.TaskDecision{Counted: round.TaskNotCounted}
		for name, err := range map[string]error{
			"a day":         use.Decide(ctx, office, first.ID, first.Mark(), no),
			"who leads":     use.Confirm(ctx, office, first.ID, first.Mark(), nil),
			"a proposal":    confirm(second),
			"a file":        bring(2026, strings.Replace(plan, "chủ trì,,", "chủ trì,,no", 1)),
			"a new task":    bring(2026, plan+"I,3,Thêm,Quý I,Sở Tư pháp chủ trì,,\n"),
			"as it is said": use.MayDecide(ctx, office, first),
		} {
			c.refused(name, err, survey.Closed, "task.frozen")
		}
		c.ok(bring(2026, plan)) // it changes nothing
		if after := *c.sheet("STP").Leaf("3.2").Fed; after != share {
			t.Errorf("the share was %v when the round was closed, now it is %v", share, after)
		}
		other := task(2027, 0)
		c.ok(use.MayDecide(ctx, office, other))
		c.ok(confirm(other))
	})
}

// The round of another index, whose sets ask nothing of the tasks, leaves the year's open.
func TestAnotherIndexFreezesNoTasks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		use := &round.Tasks{Store: db, Now: c.rounds.Now}
		set := aSet("department")
		set.Family = "dti"
		set.Leaf("3.2").Feed = scoring.Typed
		c.addSet(set)
		o := c.opening()
		o.Family = "dti"
		var err error
		c.id, err = c.rounds.Open(ctx, c.secretary, o)
		c.ok(err)
		r, err := c.rounds.Round(ctx, c.id)
		c.ok(err)
		end := func(r *round.Round) {
			c.ok(db.InTx(ctx, func(ctx context.Context) error {
				r.Step, r.Minutes, r.ClosedAt = round.Closed, "12/BB-HĐTĐ", *c.now
				return db.PutRound(ctx, r)
			}))
		}
		end(r)
		again := set
		again.Version, again.Items = 2, slices.Clone(set.Items)
		again.Leaf("3.2").Feed = scoring.Tasks
		c.addSet(again) // no round uses it
		if frozen, err := use.Frozen(ctx, 2026); err != nil || frozen {
			t.Error("another index freezes the tasks", frozen, err)
		}
		c.open()
		if frozen, err := use.Frozen(ctx, 2026); err != nil || frozen {
			t.Error("an open round freezes them", frozen, err)
		}
		r, err = c.rounds.Round(ctx, c.id)
		c.ok(err)
		end(r)
		if frozen, err := use.Frozen(ctx, 2026); err != nil || !frozen {
			t.Error("the round whose points come from them does not freeze them", frozen, err)
		}
		if frozen, err := use.Frozen(ctx, 2027); err != nil || frozen {
			t.Error("another year's are frozen", frozen, err)
		}
	})
}

// A day that somebody types into a file for a task of his own agency is a decision, and a
// deadline that moves a stored one is too; what the province's plan says when it is brought is none.
func TestAFileDecidesNothingOfOnesOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d := tasksOf(t, db)
		near, snv := d.office(), d.agency("SNV")
		near.Near = func(a survey.AgencyID) bool { return a == snv }
		const own, other = ",Sở Nội vụ chủ trì,", ",Sở Tư pháp chủ trì,"
		_, err := d.bring(near, 2026, 0, taskLines+"I,1,Rà soát,Theo chỉ đạo"+own+",\nI,2,Báo cáo,Quý I"+own+",\n")
		d.must(err)
		for name, rows := range map[string]string{
			"a day":         "I,1,Rà soát,Theo chỉ đạo" + own + "2026-12-31,\n",
			"not counted":   "I,2,Báo cáo,Quý I" + own + ",no\n",
			"a later one":   "I,2,Báo cáo,Quý IV" + own + ",\n",
			"a new one's":   "I,3,Thêm,Quý I" + own + "2026-12-31,\n",
			"gives it away": "I,2,Báo cáo,Quý IV" + other + ",\n",
		} {
			if _, err := d.bring(near, 2026, 0, taskLines+rows); !strings.Contains(storetest.Mistakes(err), "task.near") {
				t.Error(name, err, storetest.Mistakes(err))
			}
		}
		_, err = d.bring(near, 2026, 0, taskLines+"I,4,Của Sở khác,Theo chỉ đạo"+other+"2026-06-30,\n")
		d.must(err)
		far := d.office()
		_, err = d.bring(far, 2026, 0, taskLines+"I,1,Rà soát,Theo chỉ đạo"+own+"2026-12-31,\n")
		d.must(err)
		_, err = d.bring(near, 2026, 0, taskLines+"I,1,Rà soát,Theo chỉ đạo"+own+"2026-12-31,\n")
		d.must(err) // as it was decided
	})
}
