package store_test

import (
	"strings"
	"testing"

	"hailong/scoring/edition"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

const pastFile = `year,code,points,max,index,rank,of,class,decision
2021,STP,"92,5",100,"92,50",1,2,Tốt,99/QĐ-UBND
2021,SNV,,,91.8367,2,2,Tốt,99/QĐ-UBND
2021,CDYT,,,,1,1,,99/QĐ-UBND
2020,STP,,,70,,,,88/QĐ-UBND`

func importPast(t *testing.T, db *store.DB, dry bool, file string) (survey.Change, error) {
	t.Helper()
	u := edition.PastImport{Store: db, Now: storetest.Now, Actor: survey.Actor{Name: "lan", Where: "command"}, DryRun: dry}
	return u.Import(t.Context(), storetest.Table(t, file))
}

// What was taken in is there as it was printed; the same again changes nothing; another
// value replaces it, and the log has both.
func TestPastRankingsAreTakenIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		catalogue := storetest.Province(t, db).Now()
		tried, err := importPast(t, db, true, pastFile)
		if err != nil || tried.Added != 4 || len(tried.Steps) != 4 {
			t.Fatal(tried, err, storetest.Mistakes(err))
		}
		if list, err := db.PastRankings(ctx); err != nil || len(list) != 0 {
			t.Fatal("a dry run stored something", list, err)
		}
		if change, err := importPast(t, db, false, pastFile); err != nil || change.Added != 4 || len(change.Steps) != 0 {
			t.Fatal(change, err)
		}
		if change, err := importPast(t, db, false, pastFile); err != nil || change.Same != 4 || change.Changed != 0 {
			t.Fatal(change, err)
		}
		change, err := importPast(t, db, false, strings.ReplaceAll(pastFile, "91.8367", `"91,8"`))
		if err != nil || change.Changed != 1 || change.Same != 3 {
			t.Fatal(change, err)
		}
		list, err := db.PastRankings(ctx)
		stp := catalogue.AgencyByCode("STP", "2021-12-31")
		want := edition.Standing{
			Family: "cchc", Year: 2021, Agency: stp.ID, Group: "department", Points: 9250, Max: 10000, Index: "92.50",
			Rank: 1, Of: 2, Class: survey.Text{VI: "Tốt"}, Decision: "99/QĐ-UBND",
		}
		if err != nil || len(list) != 4 || list[0] != want || list[3].Year != 2020 || list[3].Points != -1 {
			t.Errorf("%+v %v", list, err)
		}
		rows, err := db.LogRows(ctx, "past_ranking.change")
		if err != nil || len(rows) != 1 || rows[0].Subject != "SNV" || rows[0].Actor != "lan" ||
			!strings.Contains(rows[0].Before, "91.8367") || !strings.Contains(rows[0].After, `"91.8"`) {
			t.Error(rows, err)
		}
	})
}

// Every mistake is named with its row and column, and nothing is stored.
func TestPastRankingsAreRefusedWhole(t *testing.T) {
	db := storetest.SQLite(t)
	storetest.Province(t, db)
	for row, want := range map[string]string{
		"2021,XYZ,,,90,1,2,,1/QĐ":   "3:code past.agency",
		"2031,SNV,,,90,1,2,,1/QĐ":   "3:year import.between",
		"soon,SNV,,,90,1,2,,1/QĐ":   "3:year import.between",
		"2021,SNV,,,101,2,2,,1/QĐ":  "3:index past.index",
		"2021,SNV,,,9e1,2,2,,1/QĐ":  "3:index past.index",
		"2021,SNV,,,90,2,,,1/QĐ":    "3:of past.rank_of",
		"2021,SNV,,,90,3,2,,1/QĐ":   "3:rank past.rank_above",
		"2021,SNV,,,90,2,3,,1/QĐ":   "3:of past.of_differs",
		"2021,SNV,,,,,,,1/QĐ":       "3:index past.nothing",
		"2021,SNV,9,8,90,,,,1/QĐ":   "3:points past.points_above",
		"2021,SNV,9,8.123,,,,,1/QĐ": "3:max import.hundredths",
		"2021,SNV,,,90,2,2,,":       "3:decision import.needed",
		"2021,STP,,,90,2,2,,1/QĐ":   "3:code import.twice",
		",SNV,,,90,2,2,,1/QĐ":       "3:year import.needed",
	} {
		_, err := importPast(t, db, false, "year,code,points,max,index,rank,of,class,decision\n2021,STP,,,92,1,2,,1/QĐ\n"+row)
		if got := storetest.Mistakes(err); !strings.Contains(got, want) {
			t.Errorf("%s: want %s, got %s %v", row, want, got, err)
		}
	}
	if _, err := importPast(t, db, false, "year,code\n2021,STP"); err == nil {
		t.Error("a file without decisions passes")
	}
	if list, err := db.PastRankings(t.Context()); err != nil || len(list) != 0 {
		t.Error(list, err)
	}
}

// The places of a year are those of the edition in force; without one, those taken in. A
// place in another group than the agency's own is none.
func TestPastPlaces(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		ctx, now := t.Context(), closedAt()
		catalogue := storetest.Province(t, db).Now()
		id := func(code string) survey.AgencyID { return catalogue.AgencyByCode(code, "2022-12-31").ID }
		if _, err := importPast(t, db, false, strings.ReplaceAll(pastFile, "2021", "2022")); err != nil {
			t.Fatal(err)
		}
		places, err := db.PastPlaces(ctx, "cchc", 2022)
		if err != nil || len(places) != 3 || places[id("SNV")] != (edition.Past{Rank: 2, Of: 2}) {
			t.Fatal(places, err)
		}
		u := editionsIn(t, db, &now)
		c := goldenContent(t)
		for i := range c.Agencies {
			if c.Agencies[i].Code == "STP" { // of that edition's departments; here a public unit
				c.Agencies[i].Code = "CDYT"
			}
		}
		e, err := u.Close(ctx, closer, c, 0, "")
		if err != nil {
			t.Fatal(err)
		}
		if places, err = db.PastPlaces(ctx, "cchc", 2022); err != nil || len(places) != 3 {
			t.Error("what is only closed counts", places, err)
		}
		if _, err := u.Publish(ctx, publisher, e.ID, signed("1/QĐ", "2023-01-10")); err != nil {
			t.Fatal(err)
		}
		places, err = db.PastPlaces(ctx, "cchc", 2022)
		if err != nil || len(places) != 1 || places[id("SNV")] != (edition.Past{Rank: 1, Of: 5}) {
			t.Error(places, err)
		}
		if none, err := db.PastPlaces(ctx, "it", 2022); err != nil || len(none) != 0 {
			t.Error(none, err)
		}
		if _, err := importPast(t, db, false, strings.ReplaceAll(pastFile, "2021", "2022")); survey.KindOf(err) != survey.Invalid {
			t.Error("a published year is taken in", err)
		}
	})
}
