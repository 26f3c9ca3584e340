package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/file"
	"hailong/survey"
)

// copied starts a demonstration on a copy of the shared one, to be changed.
func (d *demonstration) copied(t *testing.T) *demonstration {
	t.Helper()
	c := &demonstration{database: filepath.Join(t.TempDir(), "copy.db"), years: d.years, tokens: d.tokens}
	source, err := sql.Open("sqlite", d.database)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	if _, err := source.ExecContext(t.Context(), "VACUUM INTO ?", c.database); err != nil {
		t.Fatal(err)
	}
	c.program = start(t, []string{"HAILONG_DATABASE=" + c.database, "HAILONG_ADDR=127.0.0.1:0"}, "demo")
	return c
}

// A demonstration shows last year's editions, has this year's round in the appraisal, and
// one click appraises the rest and publishes it.
func TestDemoFinishesItsYear(t *testing.T) {
	d := demo(t).copied(t)
	past, present := d.years.past.year, d.years.present.year
	d.published(t, past)
	for _, path := range []string{"/rankings/%d", "/api/v1/rankings/%d", "/editions/cchc-%d-1.zip"} {
		if status, _ := get(t, d.address+fmt.Sprintf(path, present)); status != 404 {
			t.Errorf(path+" is answered %d before the year is finished", present, status)
		}
	}
	halfAppraised(t, open(t, d.database), present)

	b := newPerson(t, d.address, 1280, false).acts()
	b.enters(d, "thuky")
	b.open(d.address + "/desk")
	b.leave(press("/demo/finish"))
	b.must(200, fmt.Sprintf("Xếp hạng cải cách hành chính năm %d", present), "44")
	b.quiet("finishing")
	d.published(t, present)
	d.published(t, past)
	b.open(d.address + "/desk")
	b.leave(press("/demo/finish"))
	b.must(409, "đã kết thúc")
}

// published checks that a year's editions can be read and recomputed.
func (d *demonstration) published(t *testing.T, year int) {
	t.Helper()
	if status, said := get(t, fmt.Sprintf("%s/rankings/%d", d.address, year)); status != 200 ||
		!strings.Contains(said, "Số liệu mô phỏng") {
		t.Errorf("the ranking of %d is answered %d", year, status)
	}
	for _, id := range []string{"cchc", "satisfaction"} {
		archive := fetch(t, fmt.Sprintf("%s/editions/%s-%d-1.zip", d.address, id, year), "")
		if said, right := verified(t, archive); !right {
			t.Errorf("%s of %d is refused:\n%s", id, year, said)
		}
	}
}

// halfAppraised checks where this year's round stands: some leaves are appraised, others
// not, points were cut, and two agencies are late.
func halfAppraised(t *testing.T, db *store.DB, year int) {
	t.Helper()
	rounds := round.Rounds{Store: db, Now: time.Now, Tasks: db, Past: db}
	list, err := rounds.Rounds(t.Context())
	if err != nil || len(list) != 2 || list[0].Year != year || list[0].Step != round.Appraising {
		t.Fatalf("the rounds are %+v: %v", list, err)
	}
	sheets, err := rounds.Sheets(t.Context(), list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	appraised, waiting, cuts, late := 0, 0, 0, 0
	for _, s := range sheets {
		if !s.Member.Submitted() {
			late++
		}
		for i := range s.Leaves {
			switch l := &s.Leaves[i]; {
			case s.Unappraised(l):
				waiting++
			case l.Judgement() != nil:
				appraised++
			}
			if s.Cut(&s.Leaves[i]) > 0 {
				cuts++
			}
		}
	}
	if part := float64(appraised) / float64(appraised+waiting); part < 0.3 || part > 0.7 || cuts == 0 || late != 2 {
		t.Errorf("%d leaves appraised, %d not, %d cut, %d agencies late", appraised, waiting, cuts, late)
	}
}

// A demonstration's index is made by the same acts on both databases, here without the
// answers of its people, and says so of itself.
func TestDemoIndexOnBothDatabases(t *testing.T) {
	onBoth(t, func(t *testing.T, address string) {
		db, now := open(t, address), time.Date(2026, 5, 20, 9, 0, 0, 0, office)
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		bareDemo(t, db, now)
		files, err := file.Open(t.TempDir(), file.Keys{})
		if err != nil {
			t.Fatal(err)
		}
		keys := demoKeys{
			files: files, signer: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)),
			province: survey.Text{VI: "tỉnh Khánh Hòa", EN: "Khanh Hoa province"},
		}
		for range 2 { // the second finds that all of it is there
			if err := addDemoIndex(t.Context(), db, keys, now); err != nil {
				t.Fatal(err)
			}
		}
		halfAppraised(t, db, 2026)
		moved(t, db, 2025)
		tasksTell(t, db)
		if year, err := finishDemo(t.Context(), db, keys, now); err != nil || year != 2026 {
			t.Fatal(year, err)
		}
		if _, err := finishDemo(t.Context(), db, keys, now); survey.KindOf(err) != survey.Conflict {
			t.Errorf("finishing twice: %v", err)
		}
		recomputed(t, db, keys)
	})
}

// moved checks that a year's edition tells who went up and who went down against the years
// that were taken in from paper.
func moved(t *testing.T, db *store.DB, year int) {
	t.Helper()
	use := edition.Editions{Store: db, Now: time.Now, Zone: office}
	list, err := use.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(list, func(e edition.Edition) bool { return e.Kind == edition.CCHC && e.Year == year })
	content, err := use.Content(t.Context(), &list[at])
	if err != nil {
		t.Fatal(err)
	}
	if want := string(day(year+1, "01-12")); content.ClosedOn != want || string(list[at].DecidedOn) != want {
		t.Errorf("closed on %s, decided on %s, want %s", content.ClosedOn, list[at].DecidedOn, want)
	}
	up, down, fresh := 0, 0, 0
	for i := range content.Agencies {
		switch a := &content.Agencies[i]; {
		case a.Previous == nil:
			fresh++
		case a.Result.Rank < a.Previous.Rank:
			up++
		case a.Result.Rank > a.Previous.Rank:
			down++
		}
	}
	if up < 10 || down < 10 || fresh > 0 {
		t.Errorf("%d agencies went up, %d down, %d are new in the ranking", up, down, fresh)
	}
	past, err := db.PastRankings(t.Context())
	if err != nil || len(past) != 2*44 {
		t.Errorf("%d rankings of years before, want those of 44 agencies in two: %v", len(past), err)
	}
}

// tasksTell checks that no agency of a finished or a running year stands as if it had done
// nothing of its plan, nor all as if they had done all.
func tasksTell(t *testing.T, db *store.DB) {
	t.Helper()
	rounds := round.Rounds{Store: db, Now: time.Now, Tasks: db, Past: db}
	list, err := rounds.Rounds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		sheets, err := rounds.Sheets(t.Context(), list[i].ID)
		if err != nil {
			t.Fatal(err)
		}
		full := 0
		for _, s := range sheets {
			l := s.Leaf("7.1.2")
			if s.Mark(l).Points == 0 {
				t.Errorf("%s has no points for its plan of %d: %+v", s.Agency.Code, list[i].Year, l.Fed)
			}
			if s.Mark(l).Points == l.Item.Max {
				full++
			}
		}
		if full == 0 || full == len(sheets) {
			t.Errorf("%d of %d agencies have all points for their plan of %d", full, len(sheets), list[i].Year)
		}
	}
}

// bareDemo is a demonstration whose people have answered nothing.
func bareDemo(t *testing.T, db *store.DB, now time.Time) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		if err := db.MarkSimulated(ctx); err != nil {
			return err
		}
		setup := &survey.Setup{Store: db, Now: clock, Random: demoRandom(), Actor: survey.Program}
		if err := setUpDemo(ctx, setup, demoYears(survey.DayOf(now, office))); err != nil {
			return err
		}
		return addDemoPeople(ctx, db, now)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// recomputed checks the four editions of the two years by the key that signed them.
func recomputed(t *testing.T, db *store.DB, keys demoKeys) {
	t.Helper()
	use := edition.Editions{Store: db, Files: keys.files, Now: time.Now, Zone: office}
	list, err := use.List(t.Context())
	if err != nil || len(list) != 4 {
		t.Fatalf("%d editions, want 4: %v", len(list), err)
	}
	for i := range list {
		archive, err := use.Archive(t.Context(), &list[i])
		if err != nil {
			t.Fatal(err)
		}
		key, _ := keys.signer.Public().(ed25519.PublicKey)
		report, err := edition.Verify(bytes.NewReader(archive), int64(len(archive)), key)
		if err != nil || len(report.Faults) > 0 || !report.Known || !report.Content.Simulated {
			t.Errorf("%s: %+v, %v", list[i].Subject(), report, err)
		}
	}
}
