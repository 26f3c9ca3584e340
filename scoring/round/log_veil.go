package round

import (
	"encoding/json"
	"strings"

	"hailong/survey"
)

// LogVeil keeps from a reader of the log what the council gave to agencies that he is near,
// for as long as they do not see it themselves: the sheet, the board and the preview hide it
// too (Sheet.hide).
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

// Hides tells whether a row says what its reader does not see yet.
func (v *LogVeil) Hides(r survey.LogRow) bool {
	if len(v.steps) == 0 || !strings.HasPrefix(r.Action, "sheet.") {
		return false
	}
	var e sheetEntry
	if json.Unmarshal([]byte(r.After), &e) != nil {
		return false
	}
	step, open := v.steps[e.Round+"/"+r.Subject]
	return open && e.Part.hidden(step) && len(e.Figures) > 0
}

// Shown is a row as its reader sees it. The digest goes with the figures: from it and the
// row's hash they could be found by trying. So does whether there were others before.
func (v *LogVeil) Shown(r survey.LogRow) survey.LogRow {
	if !v.Hides(r) {
		return r
	}
	var e sheetEntry
	if err := json.Unmarshal([]byte(r.After), &e); err != nil {
		panic(err) // Hides has read it
	}
	shown := writtenEntry{Round: e.Round, Part: e.Part}
	r.Before = encoded(shown)
	shown.Figures = []string{v.said}
	r.After = encoded(shown)
	return r
}

func encoded(e writtenEntry) string {
	text, err := json.Marshal(e)
	if err != nil {
		panic(err) // texts always encode
	}
	return string(text)
}
