package round

import (
	"strings"
	"testing"
	"time"

	"hailong/scoring"
	"hailong/survey"
)

// What is hidden from a near reader cannot be found by trying either: the hash of a row is also
// of a random number, which is hidden with the figures.
func TestHiddenMarksCannotBeFoundByTrying(t *testing.T) {
	s, _ := dueSheet(&allDue, nil, false)
	s.Round = &Round{Family: "cchc", Year: 2026, Step: Appraising, Members: []Member{{Agency: 1}}}
	s.Agency = &survey.Agency{ID: 1, Code: "SNV"}
	at := time.Date(2026, 12, 15, 3, 4, 5, 0, time.UTC)
	written := func() survey.LogRow {
		w := (&Rounds{Now: func() time.Time { return at }}).writing(s, Person{Login: "thamdinh"}, Appraised)
		w.appraise(s.Leaf("1.1"), Draft{Leaf: "1.1", Given: scoring.Given{Num: 6800, Den: 6800}})
		before, after := w.logged()
		row, err := survey.NewLogRow(survey.Entry{
			At: at, Actor: survey.Actor{Name: "thamdinh", Where: "page"}, Action: appraiseAction, Subject: "SNV",
			Before: before, After: after,
		}, 4711, "00ff")
		if err != nil || len(after.Salt) != 32 {
			t.Fatal(after.Salt, err)
		}
		return row
	}
	one, other := written(), written()
	if one.Hash == other.Hash {
		t.Error("the same marks of the same moment have the same hash")
	}
	c := (&survey.Catalogue{Agencies: []survey.Agency{*s.Agency}}).Index()
	near := func(*survey.Catalogue, survey.AgencyID) bool { return true }
	shown := NewLogVeil(c, []Round{*s.Round}, near, "hidden").Shown(one)
	if strings.Contains(shown.After, "Salt") || strings.Contains(shown.After, "68") || !strings.Contains(shown.After, "hidden") {
		t.Error(shown.After)
	}
}
