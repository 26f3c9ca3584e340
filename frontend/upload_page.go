package frontend

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hailong/survey"
)

// UploadPage takes a file in: first it says what would change, then it is confirmed.
type UploadPage struct {
	Desk
	What    string // agencies, counters, …
	Columns string
	Back    Link
	Files   []Link

	Tried    bool // a dry run was made and may be confirmed
	Sum      string
	Steps    []UploadStep
	More     string // how many steps are not shown; empty: none
	Text     string // the file, to be sent again with the confirmation
	Version  int64  // of the catalogue that the dry run was made on
	Mistakes []string
}

// UploadStep is one change that the file would make.
type UploadStep struct{ What, Subject, Detail string }

// mostSteps is how many changes and mistakes are shown: nobody reads more at once.
const mostSteps = 200

// NewUploadPage makes the page of a kind of file.
func NewUploadPage(f Frame, c *survey.Catalogue, what, columns string, err *survey.Error) *UploadPage {
	p := &UploadPage{Desk: newDesk(f, c, "upload.title_"+what), What: what, Columns: columns}
	list := what
	if what == "successions" {
		list = "agencies"
	}
	p.Back = Link{Text: p.say("desk."+list, nil), URL: p.Link("/desk/" + list)}
	p.Files = p.deskFiles(what)[:2]
	if err == nil {
		return p
	}
	p.Problem = &Problem{Heading: f.sentence(err)}
	p.Mistakes = p.fileMistakes(err)
	return p
}

// Try shows what the file would change.
func (p *UploadPage) Try(change survey.Change, text string, version int64) {
	p.Tried, p.Text, p.Version = change.Added+change.Changed > 0, text, version
	sums := survey.Args{"added": change.Added, "changed": change.Changed, "same": change.Same}
	p.Sum = p.say("import.dry", sums)
	for i, step := range change.Steps {
		if i == mostSteps {
			p.More = strings.TrimSpace(p.say("import.more", survey.Args{"count": len(change.Steps) - i}))
			return
		}
		what := p.say("upload.changed", nil)
		if step.Before == nil {
			what = p.say("upload.new", nil)
		}
		p.Steps = append(p.Steps, UploadStep{What: what, Subject: step.Subject, Detail: differing(step)})
	}
}

// differing are the fields that a step changes, as the log would keep them.
func differing(step survey.Step) string {
	var before, after map[string]any
	if !plainValues(step.Before, &before) || !plainValues(step.After, &after) {
		return ""
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(after)) {
		was, now := fmt.Sprint(before[name]), fmt.Sprint(after[name])
		if was != now {
			parts = append(parts, fmt.Sprintf("%s: %s → %s", name, was, now))
		}
	}
	return strings.Join(parts, "; ")
}

func plainValues(value any, into *map[string]any) bool {
	text, err := json.Marshal(value)
	return value != nil && err == nil && json.Unmarshal(text, into) == nil
}
