package frontend

import (
	"strconv"

	"hailong/account"
	"hailong/frontend/words"
	"hailong/scoring/round"
	"hailong/survey"
)

const roundsPath = "/desk/rounds"

// RoundPath is where a round's board is.
func RoundPath(id round.ID) string { return roundsPath + "/" + strconv.FormatInt(int64(id), 10) }

// RoundsPage lists the rounds, the newest first.
type RoundsPage struct {
	Desk
	Rows     []RoundEntry
	Open     string // where a round is opened; empty: not by this person
	Criteria string // where criteria sets are; empty: not for this person
}

// RoundEntry is a round in the list.
type RoundEntry struct {
	Link
	Step, Deadline string
	Agencies       string
	Submitted      string
	Late           bool
}

// NewRoundsPage makes the list.
func NewRoundsPage(f Frame, c *survey.Catalogue, rounds []round.Round, today survey.Day) *RoundsPage {
	p := &RoundsPage{Desk: newDesk(f, c, "round_page.list")}
	if p.May(account.RunRound) {
		p.Open = p.Link(roundsPath + "/new")
	}
	if p.May(account.SeeCriteria) {
		p.Criteria = p.Link("/desk/criteria")
	}
	for i := range rounds {
		p.Rows = append(p.Rows, p.entry(&rounds[i], today))
	}
	return p
}

func (p *RoundsPage) entry(r *round.Round, today survey.Day) RoundEntry {
	submitted, ranked := 0, 0
	for i := range r.Members {
		if r.Members[i].LeftOut == "" {
			ranked++
			if r.Members[i].Submitted() {
				submitted++
			}
		}
	}
	e := RoundEntry{
		Link: Link{Text: p.roundTitle(r), URL: p.Link(RoundPath(r.ID))},
		Step: p.stepName(r.Step), Deadline: "–", Agencies: p.Int(int64(len(r.Members))),
		Submitted: p.Int(int64(submitted)) + "/" + p.Int(int64(ranked)),
	}
	if day := r.Deadline(); day != "" {
		e.Deadline, e.Late = p.Day(day), today > day
	}
	return e
}

// roundTitle is how a round is called.
func (o *Office) roundTitle(r *round.Round) string {
	return o.say("round_page.title", survey.Args{"index": o.familyTitle(r.Family), "year": r.Year})
}

// familyTitle is how an index is called; one that the program does not know, by its code.
func (o *Office) familyTitle(family string) string {
	if word := "round_page.family_" + family; words.Has(word) {
		return o.say(word, nil)
	}
	return family
}

// stepName is a step in words.
func (o *Office) stepName(s round.Step) string { return o.say("round_page.step_"+string(s), nil) }

// groupTitle is a group's name, or its code where there is no such group any more.
func (o *Office) groupTitle(code string) string {
	if g := o.catalogue.GroupByCode(code); g != nil {
		return o.In(g.Name)
	}
	return code
}
