package round

import (
	"encoding/json"
	"slices"
	"strings"

	"hailong/survey"
)

// LogVeil keeps from a reader of the log what the council gave to agencies that he is near,
// and what it has as evidence, for as long as they do not see it themselves: the sheet, the
// board and the preview hide it too (Sheet.hide).
type LogVeil struct {
	said  string
	steps map[string]Step // of such agencies' rounds, by the round's name and the agency's code
}

// NewLogVeil makes it for a reader; said stands in the place of what he does not see.
func NewLogVeil(
	c *survey.Catalogue, rounds []Round, near func(*survey.Catalogue, survey.AgencyID) bool, said string,
) *LogVeil {
	v := &LogVeil{said: said, steps: map[string]Step{}}
	for i := range rounds {
		r := &rounds[i]
		for k := range r.Members {
			if a := c.Agency(r.Members[k].Agency); a != nil && near(c, a.ID) && r.Step != Closed {
				v.steps[r.name()+"/"+a.Code] = r.Step
			}
		}
	}
	return v
}

// veiledEntry is what any entry about a sheet may say of what is hidden.
type veiledEntry struct {
	Round   string
	Part    Part
	Figures []string // of sheet.*
	Uses    []string // of evidence.add, where a file was added for several leaves at once
}

// Hides tells whether a row says what its reader does not see yet: figures, or for which leaf
// the council keeps which file.
func (v *LogVeil) Hides(r survey.LogRow) bool {
	_, hides := v.veiled(r)
	return hides
}

func (v *LogVeil) veiled(r survey.LogRow) (e veiledEntry, hides bool) {
	written, kept := strings.HasPrefix(r.Action, "sheet."), strings.HasPrefix(r.Action, "evidence.")
	if len(v.steps) == 0 || !written && !kept || json.Unmarshal([]byte(r.After), &e) != nil {
		return e, false
	}
	step, open := v.steps[e.Round+"/"+r.Subject]
	council := e.Part.hidden(step) || slices.ContainsFunc(e.Uses, func(use string) bool {
		return Part(use[strings.LastIndex(use, "/")+1:]).hidden(step)
	})
	return e, open && council && (kept || len(e.Figures) > 0)
}

// Shown is a row as its reader sees it. The digest goes with the figures, and with the leaf
// and the file: from it and the row's hash they could be found by trying. So does whether
// there were others before.
func (v *LogVeil) Shown(r survey.LogRow) survey.LogRow {
	e, hides := v.veiled(r)
	switch {
	case !hides:
	case strings.HasPrefix(r.Action, "evidence."):
		r.Before, r.After = "null", encoded(struct{ Round, Leaf string }{e.Round, v.said})
	default:
		shown := writtenEntry{Round: e.Round, Part: e.Part}
		r.Before = encoded(shown)
		shown.Figures = []string{v.said}
		r.After = encoded(shown)
	}
	return r
}

func encoded(entry any) string {
	text, err := json.Marshal(entry)
	if err != nil {
		panic(err) // texts always encode
	}
	return string(text)
}
