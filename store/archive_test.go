package store_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/scoring/report"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// later is when the plan of 2026 may be archived.
var later = time.Date(2027, 2, 1, 12, 0, 0, 0, storetest.Zone)

func archiving(db *store.DB) *survey.Archiving {
	return &survey.Archiving{
		Store: db, Now: func() time.Time { return later }, Actor: survey.Actor{Name: "an", Where: "command"},
	}
}

// due are the plans of 2026 that may be archived.
func due(t *testing.T, a *survey.Archiving) []*survey.Plan {
	t.Helper()
	state, err := a.Due(t.Context(), 2026)
	if err != nil {
		t.Fatal(err)
	}
	return state.Due
}

// written is a file of the year as it is now.
func written(t *testing.T, a *survey.Archiving) *survey.ArchiveFile {
	t.Helper()
	var b bytes.Buffer
	if err := a.Write(t.Context(), due(t, a), "sipas-pooled-1", &b); err != nil {
		t.Fatal(err)
	}
	return opened(t, b.Bytes())
}

func opened(t *testing.T, text []byte) *survey.ArchiveFile {
	t.Helper()
	f, err := survey.OpenArchive(bytes.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// archived takes the year out of the database.
func archived(t *testing.T, db *store.DB) *survey.ArchiveFile {
	t.Helper()
	a := archiving(db)
	f := written(t, a)
	if err := a.Keep(t.Context(), f); err != nil {
		t.Fatal(err, faultsOf(err))
	}
	if _, err := a.Empty(t.Context(), f); err != nil {
		t.Fatal(err)
	}
	return f
}

func faultsOf(err error) []string {
	e, ok := errors.AsType[*survey.Error](err)
	if !ok {
		return nil
	}
	return wordsOf(e.Causes)
}

func wordsOf(list survey.Mistakes) []string {
	var words []string
	for _, c := range list {
		words = append(words, c.Word)
	}
	return words
}

func count(t *testing.T, db *store.DB, query string, args ...any) (n int) {
	t.Helper()
	if err := db.Raw().QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatal(query, err)
	}
	return n
}

// figuresNow is all that pages, tables and the API are made of, as JSON.
func figuresNow(t *testing.T, db *store.DB) string {
	t.Helper()
	c := catalogue(t, db)
	for i := range c.Plans {
		c.Plans[i].Archived = false // the one thing that may differ
	}
	c.Version = 0
	year, err := report.ReadYear(t.Context(), db, c, c.OfficialPlans(2026), later)
	if err == nil {
		err = year.ReadLast(t.Context(), db)
	}
	if err != nil {
		t.Fatal(err)
	}
	all := []any{year.Boards}
	for i := range c.Agencies {
		for _, p := range c.OfficialPlans(2026) {
			d, err := report.ReadDetail(t.Context(), db, c, p, &c.Agencies[i], later)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, d)
		}
	}
	text, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// asked fills a province with answers of every kind.
func (p *province) asked(t *testing.T) {
	t.Helper()
	p.answered(t)
	var list []*survey.Draft
	for i := range 300 {
		d := draft(t, []string{"7K3MQ2XVTD", "7K3MQ2XVTE", "7K3MQ2XVTG"}[i%3], levels(1+i%5, 5-i%4, 1+i%3, 4, i%6))
		d.Stage = survey.Stage(i % 6)
		d.Comment = "Cảm ơn"
		list = append(list, d)
	}
	if _, err := p.db.AddResponses(t.Context(), p.shelf.Now().Version, p.checked(t, list...)); err != nil {
		t.Fatal(err)
	}
}

func TestAnArchivedYearKeepsEveryFigure(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.asked(t)
		logged, before, tallies := len(actions(t, db, 0)), figuresNow(t, db), dump(t, db, "tally ORDER BY counter_id, questionnaire_id, month, channel")
		last := lastAnswer(t, db)
		f := archived(t, db)
		if d := cmp.Diff(before, figuresNow(t, db)); d != "" {
			t.Errorf("figures differ: %s", d)
		}
		if d := cmp.Diff(tallies, dump(t, db, "tally ORDER BY counter_id, questionnaire_id, month, channel")); d != "" {
			t.Errorf("tallies differ: %s", d)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM response"); n != 0 {
			t.Errorf("%d responses are left", n)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM comment"); n != 300 {
			t.Errorf("%d comments: they stay where they can be erased", n)
		}
		if got := actions(t, db, logged); !slices.Equal(got, []string{"plan.archive 2026", "plan.empty 2026"}) {
			t.Errorf("the log says %q", got)
		}
		if now := lastAnswer(t, db); now != last || last == "" {
			t.Errorf("the last answer is of %q, was %q", now, last)
		}
		if faults, err := f.Compare(t.Context(), db); err != nil || len(faults) != 0 {
			t.Errorf("the file and the database: %v, %v", wordsOf(faults), err)
		}
		if faults, err := survey.CheckArchives(t.Context(), db); err != nil || len(faults) != 0 {
			t.Errorf("%v, %v", wordsOf(faults), err)
		}
		agree(t, db)
		tidy(t, db, 307)
		if d := cmp.Diff(before, figuresNow(t, db)); d != "" {
			t.Errorf("figures differ after a recount: %s", d)
		}
		if state, err := archiving(db).Due(t.Context(), 2026); err != nil || len(state.Done) != 1 || len(state.Due) != 0 {
			t.Errorf("%+v, %v", state, err)
		}
	})
}

func lastAnswer(t *testing.T, db *store.DB) survey.Day {
	t.Helper()
	day, err := db.LastAnswer(t.Context(), catalogue(t, db).AgencyByCode("STP", "2026-03-04").ID)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

func TestOnlyAFinishedYearIsArchived(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		for _, tt := range []struct {
			year int
			now  time.Time
			word string
		}{
			{2026, noon, "archive.year"},
			{2026, time.Date(2026, 12, 31, 23, 59, 0, 0, storetest.Zone), "archive.year"},
			{2026, time.Date(2027, 1, 10, 23, 59, 0, 0, storetest.Zone), "archive.open"},
			{2026, time.Date(2027, 1, 11, 0, 0, 0, 0, storetest.Zone), ""},
			{2019, later, "archive.none"},
		} {
			a := archiving(db)
			a.Now = func() time.Time { return tt.now }
			_, err := a.Due(t.Context(), tt.year)
			e, _ := errors.AsType[*survey.Error](err)
			if e == nil && tt.word != "" || e != nil && e.Word != tt.word {
				t.Errorf("%d on %s: %v, want %q", tt.year, tt.now, err, tt.word)
			}
		}
	})
}

// sent is a draft of a device that comes back after the plan's end.
func sent(t *testing.T) *survey.Draft {
	d := draft(t, "7K3MQ2XVTD", levels(5, 5, 5, 5, 5))
	d.Channel, d.AnsweredAt = survey.ChannelKiosk, noon
	return d
}

func TestAnAnswerBetweenTheFileAndTheArchiveMakesItBeWrittenAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.asked(t)
		a := archiving(db)
		f := written(t, a)
		if _, err := lateIntake(t, p).Submit(t.Context(), sent(t)); err != nil {
			t.Fatal(err)
		}
		if err := a.Keep(t.Context(), f); !errors.Is(err, survey.ErrArchiveStale) {
			t.Errorf("%v, %q", err, faultsOf(err))
		}
		if n := count(t, db, "SELECT COUNT(*) FROM archive"); n != 0 {
			t.Error("archived all the same")
		}
		if _, err := a.Empty(t.Context(), f); survey.KindOf(err) != survey.Conflict {
			t.Errorf("emptied: %v", err)
		}
		archived(t, db)
		tidy(t, db, 308)
	})
}

func lateIntake(t *testing.T, p *province) *survey.Intake {
	in := survey.NewIntake(p.shelf, p.db, func() time.Time { return later })
	t.Cleanup(func() { in.Close(context.Background()) })
	return in
}

// busyStore is a database to which answers are sent just when the archive is made.
type busyStore struct {
	*store.DB
	arrive func()
}

func (b busyStore) HoldCatalogue(ctx context.Context) error {
	b.arrive()
	return b.DB.HoldCatalogue(ctx)
}

// Answers that race with the archive are in the file or refused, never lost.
func TestWhatWasTakenIsInTheFileHoweverBusyItIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.asked(t)
		in, a := lateIntake(t, p), archiving(db)
		var wait sync.WaitGroup
		var taken, refused atomic.Int64
		send := func() {
			wait.Go(func() {
				switch _, err := in.Submit(t.Context(), sent(t)); {
				case err == nil:
					taken.Add(1)
				case survey.KindOf(err) == survey.Closed:
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		tries := 0
		a.Store = busyStore{db, func() {
			if tries < 10 {
				send()
				send()
			}
		}}
		var f *survey.ArchiveFile
		for err := survey.ErrArchiveStale; errors.Is(err, survey.ErrArchiveStale); tries++ {
			wait.Wait()
			f = written(t, a)
			if err = a.Keep(t.Context(), f); err != nil && !errors.Is(err, survey.ErrArchiveStale) {
				t.Fatal(err, faultsOf(err))
			}
		}
		wait.Wait()
		if deleted, err := a.Empty(t.Context(), f); err != nil || deleted != 307+taken.Load() {
			t.Errorf("%d deleted, %d taken, %v", deleted, taken.Load(), err)
		}
		t.Logf("%d taken, %d refused, written %d times", taken.Load(), refused.Load(), tries)
		tidy(t, db, 307+taken.Load())
	})
}

// On PostgreSQL an intake may have stored its answers and not yet have ended when the
// archive is made: the archive waits for it, and sees what it stored.
func TestTheArchiveWaitsForAnIntakeThatHasBegun(t *testing.T) {
	db := storetest.Postgres(t)
	p := setUp(t, db)
	p.asked(t)
	a := archiving(db)
	f := written(t, a)
	tx, err := db.Raw().Begin()
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"SELECT value FROM property WHERE name = 'catalogue' FOR SHARE",
		"UPDATE tally SET received = received + 1 WHERE month = '2026-01' AND counter_id = 1",
	} {
		if _, err := tx.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- a.Keep(t.Context(), f) }()
	for waiting := 0; waiting == 0; {
		waiting = count(t, db, `SELECT COUNT(*) FROM pg_locks WHERE NOT granted
			AND relation = 'property'::regclass
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`)
		select {
		case err := <-ended:
			t.Fatalf("it did not wait: %v", err)
		case <-time.After(time.Millisecond):
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, survey.ErrArchiveStale) {
		t.Errorf("%v, %q", err, faultsOf(err))
	}
}

func TestAnArchivedPlanTakesNothingMore(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		first := draft(t, "7K3MQ2XVTD", levels(5, 4, 3, 2, 1))
		first.Channel, first.AnsweredAt = survey.ChannelKiosk, noon
		p.send(t, first)
		bring(t, importOf(db), named, export)
		stored := catalogue(t, db)
		in := importOf(db)
		trial, err := in.Try(t.Context(), storetest.Table(t, many(10)), storetest.Table(t, mapping))
		if err != nil {
			t.Fatal(err)
		}
		archived(t, db)
		for name, d := range map[string]*survey.Draft{"a repeat": first, "a new one": sent(t)} {
			if _, err := lateIntake(t, p).Submit(t.Context(), d); survey.KindOf(err) != survey.Closed {
				t.Errorf("%s: %v", name, err)
			}
		}
		r, err := stored.Check(sent(t), later)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.AddResponses(t.Context(), stored.Version, []survey.Response{r}); !stale(err) {
			t.Errorf("checked before: %v", err)
		}
		if _, err := in.Keep(t.Context(), trial, survey.FileHashes{}); survey.KindOf(err) != survey.Conflict {
			t.Errorf("an import that was tried before: %v", err)
		}
		_, err = in.Try(t.Context(), storetest.Table(t, many(2)), storetest.Table(t, mapping))
		if got := words(err); !slices.Equal(got, []string{"2:Dấu thời gian plan.archived", "3:Dấu thời gian plan.archived"}) {
			t.Errorf("an import: %q", got)
		}
		tidy(t, db, 5)
	})
}
