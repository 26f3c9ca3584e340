package round

import (
	"context"
	"fmt"
	"strconv"

	"hailong/scoring"
	"hailong/survey"
)

// Ref names a version outside the database: cchc/2026/department@1.
func (s *Set) Ref() string { return setRef(&s.CriteriaSet) }

func setRef(s *scoring.CriteriaSet) string {
	return fmt.Sprintf("%s/%d/%s@%d", s.Family, s.Year, s.Group, s.Version)
}

// criteriaEntry is what the log keeps of a set: which one it is, a mark of its content, and
// what was changed. The whole text is in the table, and for good once a round uses it.
type criteriaEntry struct {
	Family      string
	Year        int
	Group       string
	Version     int
	Points      string
	Leaves      int
	Mark        string
	Digest      string   // of the content, for ever
	From        string   `json:",omitempty"` // the version that it is a copy of
	Differences []string `json:",omitempty"`
}

// criteriaMark is what the log keeps of what a set was before.
type criteriaMark struct{ Mark string }

func criteriaEntryOf(s *Set) criteriaEntry {
	return criteriaEntry{
		Family: s.Family, Year: s.Year, Group: s.Group, Version: s.Version, Mark: s.Mark(),
		Digest: survey.Digest(s.CriteriaSet),
		Points: survey.HundredthsText(int64(s.Max())), Leaves: CountLeaves(&s.CriteriaSet),
	}
}

// CountLeaves is how many leaves a set has.
func CountLeaves(s *scoring.CriteriaSet) int {
	count := 0
	for range s.Leaves() {
		count++
	}
	return count
}

func (u *Criteria) record(ctx context.Context, action string, s *Set, before, after any) error {
	return u.Store.Record(ctx, survey.Entry{
		At: u.stamp(), Actor: u.Actor, Action: action, Subject: s.Ref(), Before: before, After: after,
	})
}

// mostChanges is how many changes of one act the log names.
const mostChanges = 300

// changeLines are differences as the log has them: 2.3.1 max: 5 → 4.
func changeLines(differences []Difference) []string {
	var lines []string
	for _, d := range differences {
		name := d.Code
		if d.What == ItemAdded || d.What == ItemRemoved {
			lines = append(lines, string(d.What)+" "+name)
			continue
		}
		for _, f := range d.Fields {
			line := f.Field + ": " + briefly(f.Before) + " → " + briefly(f.After)
			if name != "" {
				line = name + " " + line
			}
			lines = append(lines, line)
		}
	}
	if more := len(lines) - mostChanges; more > 0 {
		lines = append(lines[:mostChanges], "… "+strconv.Itoa(more))
	}
	return lines
}

// briefly shortens what a person typed, for mistakes and for the log.
func briefly(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
