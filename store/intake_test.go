package store_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// received is how many responses are stored, and how many of them count.
func received(t *testing.T, db *store.DB) (all, counted int64) {
	t.Helper()
	err := db.Raw().QueryRow("SELECT COALESCE(SUM(received), 0), COALESCE(SUM(n), 0) FROM tally").Scan(&all, &counted)
	if err != nil {
		t.Fatal(err)
	}
	return all, counted
}

// tidy checks that the roll-ups say what the responses say, and that each stored
// response was received.
func tidy(t *testing.T, db *store.DB, want int64) {
	t.Helper()
	differences, err := db.RebuildTallies(t.Context())
	if err != nil || len(differences) != 0 {
		t.Errorf("a recount finds %v, %v", differences, err)
	}
	if all, _ := received(t, db); all != want {
		t.Errorf("%d responses are received, want %d", all, want)
	}
}

func TestFortySendersOfOneReceiptCountOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		d := draft(t, "7K3MQ2XVTD", levels(5, 5, 5, 5, 5))
		var wait sync.WaitGroup
		var mu sync.Mutex
		fresh := 0
		for range 40 {
			wait.Go(func() {
				out, err := p.intake.Submit(t.Context(), d)
				if err != nil || !out.Counted {
					t.Errorf("%+v, %v", out, err)
				}
				mu.Lock()
				defer mu.Unlock()
				if !out.Repeated {
					fresh++
				}
			})
		}
		wait.Wait()
		if fresh != 1 {
			t.Errorf("%d were new", fresh)
		}
		tidy(t, db, 1)
	})
}

func TestOtherAnswersUnderAUsedReceiptConflict(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		first := draft(t, "7K3MQ2XVTD", levels(5, 4, 3, 0, 0))
		first.Comment, first.Stage = "Cảm ơn", survey.StageReceived
		if out, err := p.intake.Submit(t.Context(), first); err != nil || out.Repeated {
			t.Fatal(out, err)
		}
		tests := []struct {
			rule   string
			change func(*survey.Draft)
			kind   survey.Kind // Internal: none
		}{
			{"the same again", func(*survey.Draft) {}, survey.Internal},
			{"the comment is not compared", func(d *survey.Draft) { d.Comment = "khác" }, survey.Internal},
			{"nor the channel", func(d *survey.Draft) { d.Channel = survey.ChannelLink }, survey.Internal},
			{"another level", func(d *survey.Draft) { d.Answers = levels(5, 4, 4, 0, 0) }, survey.Conflict},
			{"one more level", func(d *survey.Draft) { d.Answers = levels(5, 4, 3, 1, 0) }, survey.Conflict},
			{"not applicable instead of empty", func(d *survey.Draft) { d.NA = []string{"KQ"} }, survey.Conflict},
			{"another stage", func(d *survey.Draft) { d.Stage = survey.StageNone }, survey.Conflict},
			{"another counter of the agency", func(d *survey.Draft) { d.Counter = "7K3MQ2XVTE" }, survey.Conflict},
			{"a counter of another agency", func(d *survey.Draft) { d.Counter = "7K3MQ2XVTG" }, survey.Conflict},
			{
				"another form", func(d *survey.Draft) { d.Form, d.Answers = "sipas@1", map[string]int{"15": 5} },
				survey.Conflict,
			},
		}
		for _, tt := range tests {
			d := *first
			tt.change(&d)
			out, err := p.intake.Submit(t.Context(), &d)
			if survey.KindOf(err) != tt.kind || err == nil != (tt.kind == survey.Internal) || err == nil && !out.Repeated {
				t.Errorf("%s: %+v, %v", tt.rule, out, err)
			}
		}
		tidy(t, db, 1)
		var comment string
		if err := db.Raw().QueryRow("SELECT text FROM comment").Scan(&comment); err != nil || comment != "Cảm ơn" {
			t.Errorf("the comment is %q, %v", comment, err)
		}
	})
}

// A kiosk that was not told of our answer sends again weeks later.
func TestARepeatSaysWhetherTheFirstWasCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		later := survey.NewIntake(p.shelf, db, func() time.Time { return noon.AddDate(1, 0, 0) })
		t.Cleanup(func() { later.Close(context.Background()) })
		d := draft(t, "7K3MQ2XVTD", levels(5, 5, 5, 5, 5))
		d.Channel, d.AnsweredAt = survey.ChannelKiosk, noon
		if out, err := p.intake.Submit(t.Context(), d); err != nil || !out.Counted || out.Repeated {
			t.Errorf("in time: %+v, %v", out, err)
		}
		if out, err := later.Submit(t.Context(), d); err != nil || !out.Counted || !out.Repeated {
			t.Errorf("the same after the plan accepts no more: %+v, %v; it was counted", out, err)
		}
		other := draft(t, "7K3MQ2XVTD", levels(5, 5, 5, 5, 5))
		other.Channel, other.AnsweredAt = survey.ChannelKiosk, noon
		for _, repeated := range []bool{false, true} {
			if out, err := later.Submit(t.Context(), other); err != nil || out.Counted || out.Repeated != repeated {
				t.Errorf("another, late: %+v, %v", out, err)
			}
		}
		tidy(t, db, 2)
	})
}

// checked are drafts as the intake hands them to the store.
func (p *province) checked(t *testing.T, drafts ...*survey.Draft) []survey.Response {
	t.Helper()
	var list []survey.Response
	for _, d := range drafts {
		r, err := p.shelf.Now().Check(d, noon)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

func TestRepeatsWithinOneBatch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		one := draft(t, "7K3MQ2XVTD", levels(5, 5, 0, 0, 0))
		one.Comment = "một"
		other, elsewhere := *one, *one
		other.Answers = levels(1, 1, 0, 0, 0)
		elsewhere.Counter = "7K3MQ2XVTG"
		alone := draft(t, "7K3MQ2XVTG", levels(4, 0, 0, 0, 0))
		batch := p.checked(t, one, alone, one, &other, &elsewhere, one)
		got, err := db.AddResponses(t.Context(), p.shelf.Now().Version, batch)
		if err != nil {
			t.Fatal(err)
		}
		r, a := batch[0].Receipt, batch[1].Receipt
		want := []survey.Outcome{
			{Receipt: r},
			{Receipt: a},
			{Receipt: r, Repeated: true, Stored: survey.StatusValid},
			{Receipt: r, Conflict: true},
			{Receipt: r, Conflict: true},
			{Receipt: r, Repeated: true, Stored: survey.StatusValid},
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		tidy(t, db, 2)
	})
}

func TestACounterClosedByAnotherInstanceTakesNothingMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		batch := p.checked(t, draft(t, "7K3MQ2XVTD", levels(5, 5, 5, 5, 5)))
		version := p.shelf.Now().Version
		_, err := setupOf(db).ImportCounters(t.Context(), storetest.Table(t, `code,agency,name_vi,token,closed_on
STP-01,STP,Quầy Lý lịch tư pháp,7K3MQ2XVTD,2026-03-03`))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.AddResponses(t.Context(), version, batch); !stale(err) {
			t.Errorf("checked by an older catalogue: %v; want %v", err, survey.ErrStale)
		}
		// The shelf does not know yet: the draft passes, and the commit refuses it.
		_, err = p.intake.Submit(t.Context(), draft(t, "7K3MQ2XVTD", levels(5, 5, 5, 5, 5)))
		if e, ok := err.(*survey.Error); !ok || e.Kind != survey.Closed || e.Word != "counter.closed" {
			t.Errorf("%v; want closed", err)
		}
		if out, err := p.intake.Submit(t.Context(), draft(t, "7K3MQ2XVTE", levels(5, 5, 5, 5, 5))); err != nil || !out.Counted {
			t.Errorf("the counter beside it: %+v, %v", out, err)
		}
		tidy(t, db, 1)
	})
}

func TestTimesComeBackToTheMicrosecond(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		d := draft(t, "7K3MQ2XVTD", levels(5, 0, 0, 0, 0))
		d.AnsweredAt = time.Date(2026, 3, 3, 23, 59, 59, 999_999_400, storetest.Zone)
		list := p.checked(t, d)
		if _, err := db.AddResponses(t.Context(), p.shelf.Now().Version, list); err != nil {
			t.Fatal(err)
		}
		var answered, came time.Time
		var day string
		err := db.Raw().QueryRow("SELECT answered_at, received_at, day FROM response").Scan(&answered, &came, &day)
		want := time.Date(2026, 3, 3, 16, 59, 59, 999_999_000, time.UTC)
		if err != nil || !answered.Equal(want) || !came.Equal(noon) || day != "2026-03-03" {
			t.Errorf("answered at %s, received at %s, on %s, %v", answered, came, day, err)
		}
	})
}
