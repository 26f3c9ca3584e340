package frontend

import (
	"net/url"
	"strconv"

	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/survey"
)

// EditionChoice is what may be closed: a round's index, or a year's satisfaction.
type EditionChoice struct {
	Value  string // as the form sends it
	Kind   edition.Kind
	Family string
	Year   int
	Wrong  string // word of why it cannot be now; empty: it can
}

// EditionDeskClosePage asks which figures are frozen.
type EditionDeskClosePage struct {
	Desk
	Fields []Input
	Cannot []Held
	Rounds string
}

// NewEditionDeskClosePage makes the page.
func NewEditionDeskClosePage(
	f Frame, c *survey.Catalogue, choices []EditionChoice, typed url.Values, err *survey.Error,
) *EditionDeskClosePage {
	p := &EditionDeskClosePage{Desk: newDesk(f, c, "edition_page.close"), Rounds: f.Link(roundsPath)}
	p.Problem = f.problem(err)
	var options []Option
	for i := range choices {
		text := p.choiceTitle(&choices[i])
		if word := choices[i].Wrong; word != "" {
			p.Cannot = append(p.Cannot, Held{text, p.say(word, survey.Args{"year": choices[i].Year})})
			continue
		}
		options = append(options, Option{Value: choices[i].Value, Text: text})
	}
	if len(options) == 0 {
		return p
	}
	why := f.input("edition_page", "why", "textarea", typed)
	p.Fields = []Input{f.input("edition_page", "what", "select", typed).choose(options, typed.Get("what")), why}
	f.blame(p.Fields, err)
	return p
}

func (o *Office) choiceTitle(choice *EditionChoice) string {
	return o.say("edition_page.choice_"+string(choice.Kind), survey.Args{
		"index": o.familyTitle(choice.Family), "year": choice.Year,
	})
}

// EditionTrial is what closing would freeze.
type EditionTrial struct {
	Choice   EditionChoice
	Content  *edition.Content
	Replaces *edition.Edition // the published one that it corrects; nil: none
	Why      string
	Mark     string           // of the figures: closing others than these is refused
	Running  survey.Day       // until when people still answer; empty: no more
	Changes  []edition.Change // against the one that it corrects

	Round     round.ID // of the petitions
	Petitions int      // that a correction leaves unanswered

	Err *survey.Error
}

// EditionDeskTrialPage shows it before it is frozen.
type EditionDeskTrialPage struct {
	Desk
	Lead    string
	What    []string
	Rows    []TrialRow
	Changes *EditionChanges // nil: it corrects nothing
	Waits   *Link           // petitions that it leaves unanswered; nil: none
	Hidden  []Held
	Preview string
}

// TrialRow is a group in a few figures.
type TrialRow struct{ Name, Agencies, Good, Mean string }

// NewEditionDeskTrialPage makes the page.
func NewEditionDeskTrialPage(
	f Frame, c *survey.Catalogue, r *round.Round, t EditionTrial,
) *EditionDeskTrialPage {
	p := &EditionDeskTrialPage{Desk: newDesk(f, c, "edition_page.trial")}
	p.Problem = f.problem(t.Err)
	p.Lead = p.choiceTitle(&t.Choice)
	if t.Running != "" {
		p.What = append(p.What, p.say("edition_page.running", survey.Args{"day": t.Running}))
	}
	if t.Replaces != nil {
		args := survey.Args{"number": t.Replaces.Number, "why": t.Why}
		p.What = append(p.What, p.say("edition_page.will_replace", args))
		p.Changes = p.changedFrom(t.Replaces, t.Changes)
		p.Waits = p.petitionsLeft(t.Round, t.Petitions)
	}
	p.What = append(p.What, p.say("edition_page.will_freeze", nil), p.say("edition_page.will_other", nil))
	for i := range t.Content.Groups {
		p.Rows = append(p.Rows, p.row(t.Content, &t.Content.Groups[i]))
	}
	p.Hidden = []Held{{"what", t.Choice.Value}, {"why", t.Why}, {"mark", t.Mark}}
	if r != nil {
		p.Preview = p.Link(RoundPath(r.ID) + "/index")
	}
	return p
}

// row sums a group up: how many agencies, how many of them have a figure, and the mean.
func (p *EditionDeskTrialPage) row(c *edition.Content, g *edition.Group) TrialRow {
	row, count, good := TrialRow{Name: p.In(survey.Text(g.Name)), Mean: g.Mean}, 0, g.Ranked
	for i := range c.Agencies {
		if a := &c.Agencies[i]; a.Group == g.Code {
			count++
			if c.Kind == edition.Satisfaction && a.Opinion != nil && a.Opinion.Score != "" {
				good++
			}
		}
	}
	for i := range c.Blocks {
		if b := &c.Blocks[i]; c.Kind == edition.Satisfaction && b.Part == "group" && b.Code == g.Code {
			row.Mean = b.Score
		}
	}
	row.Agencies, row.Good = strconv.Itoa(count), strconv.Itoa(good)
	if row.Mean == "" {
		row.Mean = "–"
		return row
	}
	row.Mean = words.Point(p.Lang, row.Mean)
	return row
}

// NewEditionWithdrawPage asks before a closed edition is taken back.
func NewEditionWithdrawPage(
	f Frame, c *survey.Catalogue, e *edition.Edition, typed string, err *survey.Error,
) *ConfirmPage {
	p := newConfirm(f, c, "edition_page.withdraw", err)
	p.Lead = p.editionTitle(e)
	p.What = []string{p.say("edition_page.withdraw_what", survey.Args{"number": e.Number})}
	p.Button = p.say("edition_page.withdraw_button", nil)
	p.Back = Link{Text: p.say("desk.back", nil), URL: p.Link(EditionPath(e.ID))}
	fields := []Input{f.input("edition_page", "why", "textarea", url.Values{"why": {typed}})}
	fields[0].Required, fields[0].Hint = true, ""
	f.blame(fields, err)
	p.Reason = &fields[0]
	return p
}

// EditionDeskPublishPage takes the signed decision in.
type EditionDeskPublishPage struct {
	Desk
	Lead   string
	Fields []Input
	Hash   string
	Back   string

	Changes *EditionChanges // nil: it corrects nothing
	Waits   *Link           // petitions that it leaves unanswered; nil: none
}

// Compare says what the edition would change of the one that it replaces.
func (p *EditionDeskPublishPage) Compare(of *edition.Edition, list []edition.Change) {
	p.Changes = p.changedFrom(of, list)
}

// NewEditionDeskPublishPage makes the page.
func NewEditionDeskPublishPage(
	f Frame, c *survey.Catalogue, e *edition.Edition, typed url.Values, err *survey.Error,
) *EditionDeskPublishPage {
	p := &EditionDeskPublishPage{
		Desk: newDesk(f, c, "edition_page.publish"), Hash: e.Hash, Back: f.Link(EditionPath(e.ID)),
	}
	p.Lead = p.editionTitle(e)
	p.Problem = f.problem(err)
	for _, field := range [][2]string{{"decision", "text"}, {"date", "date"}, {"pdf", "file"}} {
		input := f.input("edition_page", field[0], field[1], typed)
		input.Required = true
		p.Fields = append(p.Fields, input)
	}
	p.Fields[0].Max, p.Fields[2].Value = 100, ""
	f.blame(p.Fields, err)
	return p
}
