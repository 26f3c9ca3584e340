package frontend

import (
	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// Leaves says how many petitions about a round the edition leaves unanswered.
func (p *EditionDeskPublishPage) Leaves(id round.ID, petitions int) {
	p.Waits = p.petitionsLeft(id, petitions)
}

// petitionsLeft warns of petitions that a correction says nothing of, with where they are for
// who may read them; nil where there are none. Nothing is refused: the province may have to
// correct a slip before the council has answered.
func (o *Office) petitionsLeft(id round.ID, count int) *Link {
	if count == 0 {
		return nil
	}
	w := &Link{Text: o.say("edition_page.petitions_left", survey.Args{"count": count}), Count: count}
	if o.May(account.SeeSheets) {
		w.URL = o.Link(RoundPath(id) + "/petitions")
	}
	return w
}
