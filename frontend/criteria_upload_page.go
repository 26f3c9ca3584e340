package frontend

import (
	"strings"

	"hailong/scoring/round"
	"hailong/survey"
)

// CriteriaUploadPage takes a file of one set in: first it says what would change, then it
// is confirmed.
type CriteriaUploadPage struct {
	Desk
	Columns  string
	Back     Link
	Tried    bool // a trial was made and may be confirmed
	Becomes  string
	Rows     []CriteriaDifference
	More     string
	Text     string // the file, to be sent again with the confirmation
	Seen     string // what the trial found in its place
	Mistakes []string
	Held     []string // what waits for a second person
	Reason   *Input   // why it should be so
}

// NewCriteriaUploadPage makes the page.
func NewCriteriaUploadPage(f Frame, c *survey.Catalogue, err *survey.Error) *CriteriaUploadPage {
	p := &CriteriaUploadPage{Desk: newDesk(f, c, "criteria_upload.title")}
	p.Columns = strings.Join(round.CriteriaColumns(), ", ")
	p.Back = Link{Text: p.say("desk.criteria", nil), URL: p.Link(criteriaPath)}
	if err == nil {
		return p
	}
	p.Problem = &Problem{Heading: f.sentence(err)}
	p.Mistakes = p.fileMistakes(err)
	return p
}

// Try shows what a file would change.
func (p *CriteriaUploadPage) Try(c *survey.Catalogue, done *round.Imported, text string) {
	p.Tried, p.Text, p.Seen = done.Changed(), text, done.Seen
	key := "criteria_upload.same"
	switch {
	case done.New && done.Against == "":
		key = "criteria_upload.first"
	case done.New:
		key = "criteria_upload.next"
	case len(done.Differences) > 0:
		key = "criteria_upload.change"
	}
	p.Becomes = p.say(key, survey.Args{
		"name": p.In(done.Set.Name), "group": p.groupName(c, done.Set.Group), "year": done.Set.Year,
		"number": done.Set.Version, "count": round.CountLeaves(&done.Set), "points": p.points(done.Set.Max()),
	})
	p.ShowHeld(done)
	p.Rows = p.differenceRows(done.Differences)
	if more := len(p.Rows) - mostSteps; more > 0 {
		p.Rows = p.Rows[:mostSteps]
		p.More = strings.TrimSpace(p.say("import.more", survey.Args{"count": more}))
	}
}
