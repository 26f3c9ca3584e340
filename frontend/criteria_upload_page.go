package frontend

import (
	"strings"

	"hailong/frontend/words"
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
	for i, cause := range err.Causes {
		if i == mostSteps {
			more := p.say("import.more_mistakes", survey.Args{"count": len(err.Causes) - i})
			p.Mistakes = append(p.Mistakes, strings.TrimSpace(more))
			break
		}
		p.Mistakes = append(p.Mistakes, p.fileMistake(cause))
	}
	return p
}

// fileMistake is a mistake with its row and column, where it has them.
func (p *CriteriaUploadPage) fileMistake(e *survey.Error) string {
	sentence := words.Sentence(p.Lang, e)
	if e.Args["line"] == nil || e.Args["column"] == nil {
		return sentence
	}
	args := survey.Args{"line": e.Args["line"], "column": e.Args["column"], "sentence": sentence}
	return p.say("import.at", args)
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
	case done.Changed():
		key = "criteria_upload.change"
	}
	p.Becomes = p.say(key, survey.Args{
		"name": p.In(done.Set.Name), "group": p.groupName(c, done.Set.Group), "year": done.Set.Year,
		"number": done.Set.Version, "count": round.CountLeaves(&done.Set), "points": p.points(done.Set.Max()),
	})
	p.Rows = p.differenceRows(done.Differences)
	if more := len(p.Rows) - mostSteps; more > 0 {
		p.Rows = p.Rows[:mostSteps]
		p.More = strings.TrimSpace(p.say("import.more", survey.Args{"count": more}))
	}
}
