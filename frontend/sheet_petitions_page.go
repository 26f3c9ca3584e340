package frontend

import (
	"slices"
	"time"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// SheetPetitionsPage lists the petitions of a round: those without an answer first.
type SheetPetitionsPage struct {
	Desk
	Lead    string
	Back    Link
	Rows    []PetitionRow
	Changed string // that points were changed, which takes a new edition; empty: it has none of them
	Done    string // that points were changed which the edition in force has; empty: none were
	Edition string // where one is closed; empty: not by this reader
}

// PetitionRow is a petition in the list; the link leads to its leaf.
type PetitionRow struct {
	Link
	Agency, Filed, Answered string
	Waits                   bool
}

// NewSheetPetitionsPage makes the list of a round's petitions, oldest first. closed is when
// the figures of the edition in force were closed: it has what was changed before.
func NewSheetPetitionsPage(
	f Frame, c *survey.Catalogue, r *round.Round, list []round.Petition, closed time.Time,
) *SheetPetitionsPage {
	p := &SheetPetitionsPage{Desk: newDesk(f, c, "sheet_page.all_petitions")}
	p.Lead = p.roundTitle(r)
	p.Back = Link{Text: p.say("sheet_page.to_round", nil), URL: p.Link(RoundPath(r.ID))}
	changed, done := 0, 0
	for i := range list {
		p.Rows = append(p.Rows, p.petition(&list[i]))
		changed += btoi(list[i].Changes && list[i].AnsweredAt.After(closed))
		done += btoi(list[i].Changes && !list[i].AnsweredAt.After(closed))
	}
	slices.SortStableFunc(p.Rows, func(a, b PetitionRow) int { return btoi(b.Waits) - btoi(a.Waits) })
	if done > 0 {
		p.Done = p.say("sheet_page.petitions_published", survey.Args{"count": done})
	}
	if changed > 0 {
		p.Changed = p.say("sheet_page.petitions_changed", survey.Args{"count": changed})
		if p.May(account.CloseEdition) {
			p.Edition = p.Link(editionsPath)
		}
	}
	return p
}

func (p *SheetPetitionsPage) petition(a *round.Petition) PetitionRow {
	row := PetitionRow{
		Link: Link{Text: a.Leaf}, Agency: p.agencyName(a.Agency),
		Filed: p.Day(survey.DayOf(a.FiledAt, p.catalogue.Zone)), Waits: a.AnsweredBy == "",
	}
	if agency := p.catalogue.Agency(a.Agency); agency != nil {
		row.URL = p.Link(LeafPath(a.Round, agency, a.Leaf)) + "#kien-nghi"
	}
	word := "petition_waits"
	switch {
	case a.Changes:
		word = "petition_did_change"
	case a.AnsweredBy != "":
		word = "petition_did_keep"
	}
	args := survey.Args{}
	if a.AnsweredBy != "" {
		args["day"] = survey.DayOf(a.AnsweredAt, p.catalogue.Zone)
	}
	row.Answered = p.say("sheet_page."+word, args)
	return row
}
