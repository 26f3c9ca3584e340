package frontend

import (
	"net/url"
	"strconv"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// ZeroPath is where the council gives no points at once to what agencies left empty; the
// query names one of them.
func ZeroPath(id round.ID) string { return RoundPath(id) + "/zero" }

// RoundZeroPage shows what would be written before it is.
type RoundZeroPage struct {
	Desk
	Lead     string
	Action   string
	Agency   string // code of the one that it is about; empty: all
	Agencies []ZeroAgency
	Sum      string // empty: there is nothing to write
	Mark     string
	Reason   *Input
	Back     Link
}

// ZeroAgency is an agency with what would be written at its sheet.
type ZeroAgency struct {
	Link
	Sum    string
	Rows   []ZeroRow
	ByHand []Link // leaves that are to be appraised one by one
}

// ZeroRow is a leaf.
type ZeroRow struct{ Code, Name, Figure string }

// NewRoundZeroPage makes the page; agency is empty for all.
func NewRoundZeroPage(
	f Frame, c *survey.Catalogue, r *round.Round, agency string, list []round.Zeroed,
	reason string, err *survey.Error,
) *RoundZeroPage {
	p := &RoundZeroPage{Desk: newDesk(f, c, "round_zero.title"), Agency: agency, Mark: round.ZeroMark(list)}
	p.Problem = f.problem(err)
	p.Lead = p.roundTitle(r)
	p.Action = p.Link(ZeroPath(r.ID))
	p.Back = Link{Text: p.say("round_page.board", nil), URL: p.Link(RoundPath(r.ID))}
	leaves, agencies := 0, 0
	for i := range list {
		p.Agencies = append(p.Agencies, p.agency(&list[i]))
		if n := len(list[i].Leaves); n > 0 {
			leaves, agencies = leaves+n, agencies+1
		}
	}
	if leaves > 0 {
		p.Sum = p.say("round_zero.sum", survey.Args{"count": leaves, "agencies": agencies})
		fields := []Input{f.input("round_zero", "reason", "textarea", url.Values{"reason": {reason}})}
		fields[0].Max = round.MaxNote
		f.blame(fields, err)
		p.Reason = &fields[0]
	}
	return p
}

func (p *RoundZeroPage) agency(z *round.Zeroed) ZeroAgency {
	id, a := z.Sheet.Round.ID, z.Sheet.Agency
	w := ZeroAgency{
		Link: Link{Text: p.In(a.Name), URL: p.Link(SheetPath(id, a))},
		Sum:  p.say("round_zero.agency_sum", survey.Args{"count": len(z.Leaves)}),
	}
	for _, l := range z.Leaves {
		w.Rows = append(w.Rows, ZeroRow{l.Item.Code, p.In(l.Item.Name), p.zero(l.Item)})
	}
	for _, l := range z.ByHand {
		w.ByHand = append(w.ByHand, Link{Text: l.Item.Code, URL: p.Link(LeafPath(id, a, l.Item.Code))})
	}
	return w
}

// zero is what would be written at a leaf.
func (p *RoundZeroPage) zero(item *scoring.Item) string {
	given, _ := item.Nothing()
	switch {
	case item.Share():
		return p.say("round_zero.share", survey.Args{"count": strconv.FormatInt(given.Den/100, 10)})
	case item.Number():
		return p.say("round_zero.number", nil)
	}
	return p.say("round_zero.points", nil)
}
