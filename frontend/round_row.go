package frontend

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"hailong/account"
	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// RoundRow is an agency on the board.
type RoundRow struct {
	Link
	Group     string
	LeftOut   string
	Submitted string
	Late      bool
	Reopened  bool
	Zero      string // where the reader gives no points to what the agency left empty; empty: he does not
	Given     string
	Lacks     string // missing evidence, in words
	Appraised string
	Cuts      string
	Owed      string // in words; empty: nothing
	Own       string
	First     string
	Final     string
}

// boardOrder is the order of the columns, by what they are sorted by.
var boardOrder = []string{"name", "submitted", "given", "appraised", "cuts", "index"}

// boardColumns are what the board can be sorted by.
var boardColumns = map[string]func(a, b *round.BoardRow) int{
	"name": func(*round.BoardRow, *round.BoardRow) int { return 0 },
	"submitted": func(a, b *round.BoardRow) int {
		return a.Member.SubmittedAt.Compare(b.Member.SubmittedAt)
	},
	"given":     func(a, b *round.BoardRow) int { return cmp.Compare(b.Needed-b.Given, a.Needed-a.Given) },
	"appraised": func(a, b *round.BoardRow) int { return cmp.Compare(unappraised(b), unappraised(a)) },
	"cuts":      func(a, b *round.BoardRow) int { return cmp.Compare(a.Cuts, b.Cuts) },
	"index":     func(a, b *round.BoardRow) int { return compareShares(a.Final.Index, b.Final.Index) },
}

// unappraised is how many leaves of an agency the council has still to appraise.
func unappraised(b *round.BoardRow) int { return b.ToAppraise - b.Appraised }

// apply gives the rows asked for, in the order asked for.
func (a RoundAsked) apply(v RoundView) []*round.BoardRow {
	var kept []*round.BoardRow
	for i := range v.Board {
		if b := &v.Board[i]; a.keeps(b, v.Round) {
			kept = append(kept, b)
		}
	}
	if a.Sort == "" {
		return kept
	}
	names := collate.New(language.Vietnamese)
	slices.SortStableFunc(kept, func(x, y *round.BoardRow) int {
		byName := names.CompareString(x.Agency.Name.VI, y.Agency.Name.VI)
		if a.Sort == "name" && a.Descending {
			return -byName
		}
		c := boardColumns[a.Sort](x, y)
		if a.Descending {
			c = -c
		}
		return cmp.Or(c, byName)
	})
	return kept
}

func (a RoundAsked) keeps(b *round.BoardRow, r *round.Round) bool {
	if a.Group != "" && b.Member.Group != a.Group {
		return false
	}
	switch a.Show {
	case showLate:
		return b.Late
	case showWaiting:
		return b.Member.LeftOut == "" && waits(b, r.Step)
	}
	return true
}

// waits tells whether something of the agency is left undone in a step.
func waits(b *round.BoardRow, step round.Step) bool {
	switch step {
	case round.SelfAssessing:
		return !b.Member.Submitted()
	case round.Appraising:
		return !b.Member.Submitted() || b.Appraised < b.ToAppraise
	case round.Explaining:
		return b.Owed > 0
	case round.Reappraising:
		return b.Unanswered > 0
	}
	return false
}

func (p *RoundPage) row(b *round.BoardRow, v RoundView) RoundRow {
	row := RoundRow{
		Link:  Link{Text: p.In(b.Agency.Name), URL: p.Link(SheetPath(v.Round.ID, b.Agency))},
		Group: p.groupTitle(b.Member.Group), LeftOut: b.Member.LeftOut,
		Late: b.Late, Reopened: v.Round.Step == round.Appraising && v.Round.Assessing(b.Member),
		Submitted: p.say("round_page.not_submitted", nil), Given: p.of(b.Given, b.Needed),
		Own: p.roundIndex(b.Own),
	}
	if b.Member.Submitted() {
		row.Submitted = p.Day(survey.DayOf(b.Member.SubmittedAt, p.catalogue.Zone))
	}
	if b.MissingEvidence > 0 {
		row.Lacks = p.say("round_page.lacks_evidence", survey.Args{"count": b.MissingEvidence})
	}
	if p.zeroes(v) && v.Round.Unsubmitted(b.Member) && !p.Me.Near(p.catalogue, b.Agency.ID) {
		row.Zero = p.Link(ZeroPath(v.Round.ID), "agency", b.Agency.Code)
	}
	p.council(&row, b, v.Round.Step)
	return row
}

// zeroes tells whether the reader may give no points at once by now.
func (p *RoundPage) zeroes(v RoundView) bool {
	return p.May(account.Appraise) && v.Round.Zeroing(v.Today) == nil
}

// council adds what the council has written; whoever is near the agency sees it when the
// agency itself does.
func (p *RoundPage) council(row *RoundRow, b *round.BoardRow, step round.Step) {
	row.Appraised, row.Cuts, row.First, row.Final = "–", "–", "–", "–"
	first := step != round.SelfAssessing && (!b.Hidden || !step.Before(round.Explaining))
	if first {
		row.Appraised, row.Cuts = p.of(b.Appraised, b.ToAppraise), p.Int(int64(b.Cuts))
	}
	if step == round.Explaining && b.Owed > 0 {
		row.Owed = p.say("round_page.owes", survey.Args{"count": b.Owed})
	}
	if step == round.Reappraising && b.Unanswered > 0 && !b.Hidden {
		row.Owed = p.say("round_page.unanswered", survey.Args{"count": b.Unanswered})
	}
	if first {
		row.First = p.roundIndex(b.First)
	}
	if step == round.Reappraising && !b.Hidden || step == round.Closed {
		row.Final = p.roundIndex(b.Final)
	}
}

// of is how much of something is done: 12/40.
func (p *RoundPage) of(done, all int) string { return strconv.Itoa(done) + "/" + strconv.Itoa(all) }

// roundIndex is an index in two decimals; a dash where there is none.
func (f Frame) roundIndex(r scoring.Result) string {
	if r.Index == nil {
		return "–"
	}
	return words.Point(f.Lang, scoring.Decimals([]*big.Rat{r.Index}, nil)[0])
}
