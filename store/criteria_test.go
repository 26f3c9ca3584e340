package store_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/sheet"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// scoringCriteria is two people who write criteria sets of the small province.
func scoringCriteria(t *testing.T, db *store.DB) (an, binh *round.Criteria) {
	t.Helper()
	storetest.Province(t, db)
	of := func(name string) *round.Criteria {
		return &round.Criteria{Store: db, Now: storetest.Now, Actor: survey.Actor{Name: name, Where: "page"}}
	}
	return of("an"), of("binh")
}

func storedSet(t *testing.T, db *store.DB, id round.SetID) *round.Set {
	t.Helper()
	s, err := db.Set(t.Context(), id)
	if err != nil || s == nil {
		t.Fatalf("set %d: %v, %v", id, s, err)
	}
	return s
}

// frozenSets does what a round does with a set.
func frozenSets(t *testing.T, db *store.DB, ids ...round.SetID) {
	t.Helper()
	for range 2 { // a second time changes nothing
		if err := db.FreezeSets(t.Context(), ids); err != nil {
			t.Fatal(err)
		}
	}
}

func TestASetIsMadeOfASampleChangedCopiedAndDiscarded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		an, binh := scoringCriteria(t, db)
		ctx := t.Context()
		id, err := an.FromSample(ctx, "cchc", 2026, "department")
		if err != nil {
			t.Fatal(err)
		}
		s := storedSet(t, db, id)
		if s.Ref() != "cchc/2026/department@1" || s.Max() != 100_00 || s.Frozen || s.ChangedBy != "an" || !s.ChangedAt.Equal(storetest.Noon) {
			t.Fatalf("%+v", s)
		}
		if _, err := binh.FromSample(ctx, "cchc", 2026, "department"); wordOf(err) != "conflict criteria.draft_there" {
			t.Error("another beside one that is being written:", err)
		}
		mark, changed := s.Mark(), s.CriteriaSet
		changed.Items = append([]scoring.Item{}, s.Items...)
		changed.Leaf("2.3.1").Max = 4_50
		changed.Group, changed.Year = "district", 1999 // which nobody can change
		if err := binh.Save(ctx, id, mark, changed); err != nil {
			t.Fatal(err)
		}
		s = storedSet(t, db, id)
		if s.Leaf("2.3.1").Max != 4_50 || s.Ref() != "cchc/2026/department@1" || s.ChangedBy != "binh" {
			t.Errorf("%s by %s: %d", s.Ref(), s.ChangedBy, s.Leaf("2.3.1").Max)
		}
		c, err := db.Catalogue(ctx)
		if err != nil || wordOf(round.Usable(c, &s.CriteriaSet)) != "conflict criteria.unfit" {
			t.Error("a set whose sums do not fit:", err, round.Usable(c, &s.CriteriaSet))
		}
		if err := an.Save(ctx, id, mark, changed); wordOf(err) != "conflict stale" {
			t.Error("a stale change:", err)
		}
		if err := an.Save(ctx, id, s.Mark(), s.CriteriaSet); err != nil { // nothing new, no entry
			t.Error(err)
		}
		copied, err := an.CopyTo(ctx, id, 2027)
		if err != nil || storedSet(t, db, copied).Ref() != "cchc/2027/department@1" {
			t.Error(err)
		}
		if err := an.Discard(ctx, copied, mark); wordOf(err) != "conflict stale" {
			t.Error("a stale discarding:", err)
		}
		if err := an.Discard(ctx, copied, storedSet(t, db, copied).Mark()); err != nil {
			t.Error(err)
		}
		if err := an.Discard(ctx, copied, ""); wordOf(err) != "conflict criteria.gone" {
			t.Error("a second time:", err)
		}
		logged(t, db, "criteria.add an cchc/2026/department@1", "criteria.change binh cchc/2026/department@1",
			"criteria.copy an cchc/2027/department@1", "criteria.discard an cchc/2027/department@1")
		rows, err := db.LogRows(ctx, "criteria.change")
		if err != nil || !strings.Contains(rows[0].After, `"Differences":["2.3.1 max: 5 → 4.5"]`) || len(rows[0].After) > 400 {
			t.Errorf("%v: %+v", err, rows)
		}
	})
}

func TestWhatCannotBeMadeASet(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		an, _ := scoringCriteria(t, db)
		for _, tt := range []struct {
			family string
			year   int
			group  string
			want   string
		}{
			{"c c", 2026, "department", "invalid record.refused"},
			{"cchc", 1926, "department", "invalid record.refused"},
			{"satisfaction", 2026, "department", "invalid record.refused"},
			{"cchc", 2026, "nobody", "not_found criteria.no_sample"},
		} {
			if _, err := an.FromSample(t.Context(), tt.family, tt.year, tt.group); wordOf(err) != tt.want {
				t.Errorf("%+v: %v", tt, err)
			}
		}
		if _, err := an.CopyTo(t.Context(), 99, 2027); wordOf(err) != "not_found criteria.unknown" {
			t.Error(err)
		}
	})
}

func TestAFrozenSetNeverChanges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		an, _ := scoringCriteria(t, db)
		ctx := t.Context()
		id, err := an.FromSample(ctx, "cchc", 2026, "department")
		if err != nil {
			t.Fatal(err)
		}
		frozenSets(t, db, id)
		s := storedSet(t, db, id)
		if !s.Frozen {
			t.Fatal("not frozen")
		}
		changed := s.CriteriaSet
		changed.Decision = "12/QĐ-UBND"
		if err := an.Save(ctx, id, s.Mark(), changed); wordOf(err) != "conflict criteria.frozen" {
			t.Error("a change:", err)
		}
		if err := an.Discard(ctx, id, s.Mark()); wordOf(err) != "conflict criteria.frozen" {
			t.Error("a discarding:", err)
		}
		// The database refuses what comes past the use case.
		other := *s
		other.CriteriaSet = changed
		put := func(ctx context.Context) error { return db.PutSet(ctx, &other) }
		if err := db.InTx(ctx, put); err == nil {
			t.Error("the database takes a change of a frozen set")
		}
		if err := db.DropSet(ctx, id); err == nil {
			t.Error("the database gives a frozen set up")
		}
		if got := storedSet(t, db, id); got.Mark() != s.Mark() {
			t.Error("it is another one")
		}
		// What is changed is the next version.
		next, err := an.CopyTo(ctx, id, 2026)
		if err != nil || storedSet(t, db, next).Ref() != "cchc/2026/department@2" || storedSet(t, db, next).Frozen {
			t.Error(err)
		}
		sets, err := db.SetsOf(ctx, "cchc", 2026)
		if err != nil || len(sets) != 2 || sets[0].Version != 2 {
			t.Errorf("%v: %d sets", err, len(sets))
		}
		if sets, err := db.Sets(ctx); err != nil || len(sets) != 2 {
			t.Errorf("%v: %d sets", err, len(sets))
		}
	})
}

// setFile is a set's file as a spreadsheet has it.
func setFile(t *testing.T, s *scoring.CriteriaSet) *survey.Table {
	t.Helper()
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, sheet.FromTable("criteria", round.CriteriaTable(s))); err != nil {
		t.Fatal(err)
	}
	table, err := sheet.Read(&b)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestASetIsImportedAndTriedFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		an, _ := scoringCriteria(t, db)
		ctx := t.Context()
		take := func(table *survey.Table) round.Imported {
			t.Helper()
			done, err := an.Import(ctx, "", 0, "", table)
			if err != nil {
				t.Fatal(err, storetest.Mistakes(err))
			}
			return done
		}
		sample, err := round.Sample("district")
		if err != nil {
			t.Fatal(err)
		}
		sample.Year = 2026
		an.DryRun = true
		tried := take(setFile(t, &sample))
		if sets, err := db.Sets(ctx); err != nil || len(sets) > 0 || !tried.New || tried.ID != 0 || tried.Seen != "none" {
			t.Fatalf("a trial left %d sets: %v %+v", len(sets), err, tried)
		}
		an.DryRun, an.Seen = false, tried.Seen
		first := take(setFile(t, &sample))
		if s := storedSet(t, db, first.ID); !first.New || s.Ref() != "cchc/2026/district@1" || first.Ref != s.Ref() {
			t.Errorf("%+v", first)
		}
		if _, err := an.Import(ctx, "", 0, "", setFile(t, &sample)); wordOf(err) != "conflict upload.stale" {
			t.Error("what was tried against something else:", err)
		}
		an.Seen = ""
		if again := take(setFile(t, &storedSet(t, db, first.ID).CriteriaSet)); again.Changed() || again.ID != first.ID {
			t.Errorf("what was exported changes %+v", again.Differences)
		}
		sample.Decision = "12/QĐ-UBND"
		if changed := take(setFile(t, &sample)); changed.New || !changed.Changed() || changed.ID != first.ID {
			t.Errorf("%+v", changed)
		}
		frozenSets(t, db, first.ID)
		if same := take(setFile(t, &sample)); same.Changed() {
			t.Errorf("the same as a frozen one changes %+v", same.Differences)
		}
		sample.Items[len(sample.Items)-1].Name.VI = "Bị phê bình"
		second := take(setFile(t, &sample))
		if !second.New || second.Against != "cchc/2026/district@1" || len(second.Differences) != 1 ||
			storedSet(t, db, second.ID).Ref() != "cchc/2026/district@2" {
			t.Errorf("%+v", second)
		}
		sample.Items[1].Max++
		if _, err := an.Import(ctx, "", 0, "", setFile(t, &sample)); wordOf(err) != "invalid import.refused" {
			t.Error("a set whose sums do not fit:", err)
		}
		third, err := an.Import(ctx, "cntt", 2027, "district", setFile(t, &storedSet(t, db, first.ID).CriteriaSet))
		if err != nil || third.Ref != "cntt/2027/district@1" {
			t.Error(err, third.Ref)
		}
		logged(t, db, "criteria.add an cchc/2026/district@1", "criteria.change an cchc/2026/district@1",
			"criteria.add an cchc/2026/district@2", "criteria.add an cntt/2027/district@1")
	})
}

// largeSet is a set of the size of Nghệ An's: 7 areas, 48 criteria, 89 leaves.
func largeSet() *scoring.CriteriaSet {
	s, _ := round.Sample("department")
	s.Year, s.Items, s.BonusCap, s.PenaltyCap = 2026, nil, 0, 0
	leaf := func(level scoring.Level, code string) scoring.Item {
		return scoring.Item{
			Level: level, Code: code, Name: survey.Text{VI: "Nội dung " + code}, Max: 1_00,
			Rule: scoring.Rule{Kind: scoring.Judged, Step: 25, Evidence: true, Guidance: survey.Text{VI: "Theo báo cáo " + code}},
		}
	}
	const criteria, twos = 48, 89 - 48 // so many have two leaves, the others one
	made := 0
	for a := range 7 {
		area := len(s.Items)
		s.Items = append(s.Items, scoring.Item{Level: scoring.Area, Code: "L" + fmt.Sprint(a+1), Name: survey.Text{VI: "Lĩnh vực"}})
		for c := range (criteria + 6 - a) / 7 {
			code := fmt.Sprintf("%d.%d", a+1, c+1)
			at, parts := len(s.Items), 1
			if made++; made <= twos {
				parts = 2
			}
			s.Items = append(s.Items, scoring.Item{Level: scoring.Criterion, Code: code, Name: survey.Text{VI: "Tiêu chí " + code}})
			for n := range parts {
				s.Items = append(s.Items, leaf(scoring.Component, fmt.Sprintf("%s.%d", code, n+1)))
				s.Items[at].Max += 1_00
				s.Items[area].Max += 1_00
			}
		}
	}
	return &s
}

func TestALargeSetIsImportedAndExported(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		an, _ := scoringCriteria(t, db)
		done, err := an.Import(t.Context(), "", 0, "", setFile(t, largeSet()))
		if err != nil {
			t.Fatal(err, storetest.Mistakes(err))
		}
		s := storedSet(t, db, done.ID)
		levels := map[scoring.Level]int{}
		for i := range s.Items {
			levels[s.Items[i].Level]++
		}
		if levels[scoring.Area] != 7 || levels[scoring.Criterion] != 48 || levels[scoring.Component] != 89 {
			t.Errorf("%v", levels)
		}
		if again, err := an.Import(t.Context(), "", 0, "", setFile(t, &s.CriteriaSet)); err != nil || again.Changed() {
			t.Error(err, again.Differences)
		}
	})
}

// Many save the same page at the same moment: one of them is right. Many make a version of
// the same year: one is made.
func TestOneOfManySavesOfASetWins(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		an, _ := scoringCriteria(t, db)
		ctx := t.Context()
		for _, try := range []struct {
			name string
			do   func(n int) error
		}{
			{"making", func(int) error { _, err := an.FromSample(ctx, "cchc", 2026, "district"); return err }},
			{"saving", func(int) error { return nil }},
		} {
			do := try.do
			if try.name == "saving" {
				sets, err := db.SetsOf(ctx, "cchc", 2026)
				if err != nil || len(sets) != 1 {
					t.Fatal(len(sets), err)
				}
				do = func(n int) error {
					set := sets[0].CriteriaSet
					set.Decision = fmt.Sprint(n, "/QĐ-UBND")
					return an.Save(ctx, sets[0].ID, sets[0].Mark(), set)
				}
			}
			var wait sync.WaitGroup
			results := make([]error, 6)
			for n := range results {
				wait.Go(func() { results[n] = do(n) })
			}
			wait.Wait()
			won := 0
			for _, err := range results {
				if err == nil {
					won++
				} else if survey.KindOf(err) != survey.Conflict {
					t.Error(try.name, err)
				}
			}
			if won != 1 {
				t.Errorf("%s: %d of them won", try.name, won)
			}
		}
	})
}

func TestSamplesAreInstalledWhereThereIsNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		an, _ := scoringCriteria(t, db)
		for range 2 {
			if err := an.InstallSamples(t.Context(), "cchc", 2026); err != nil {
				t.Fatal(err)
			}
		}
		sets, err := db.SetsOf(t.Context(), "cchc", 2026)
		c, catalogueErr := db.Catalogue(t.Context())
		if err != nil || catalogueErr != nil || len(sets) != len(c.Groups) {
			t.Fatal(len(sets), err, catalogueErr)
		}
		for i := range sets {
			if err := round.Usable(c, &sets[i].CriteriaSet); err != nil {
				t.Error(err)
			}
		}
	})
}
