package frontend

import (
	"cmp"
	"net/url"
	"slices"

	"hailong/account"
	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/survey"
)

// notice says on a page that the public does not see all of it.
func (o *Office) notice(p *survey.Plan, inside bool) {
	switch {
	case !inside:
	case p.Public:
		o.Notice = o.say("own.notice_few", nil)
	default:
		o.Notice = o.say("own.notice_plan", nil)
	}
}

// noticeOn says it where figures of some agencies are not for the public.
func (o *Office) noticeOn(y *report.Year, keep func(*survey.Agency) bool) {
	for b, a := range y.All() {
		if !b.Plan.Public && b.Reader.Inside(a.Agency.ID) || keep(a.Agency) && a.Score.Hinted() {
			o.notice(b.Plan, true)
			return
		}
	}
}

// OwnPart is what an agency's page holds for those of the agency: what to do next, and
// the newest comments.
type OwnPart struct {
	ToDo     []Link // three at most, the first is the most pressing
	Comments *CommentGroup
	Reading  *Link // where all comments are; nil without the right to read them
	Logged   bool  // reading there is written into the log
}

// mostToDo is how many things a person keeps in mind.
const mostToDo = 3

func (a *AgencyPage) ownPart() *OwnPart {
	own := &OwnPart{}
	for _, thing := range []func() *Link{
		a.doCounters, a.doFirst, a.doMissing, a.doSilent, a.doLowest, a.doFewest,
	} {
		if link := thing(); link != nil && len(own.ToDo) < mostToDo {
			own.ToDo = append(own.ToDo, *link)
		}
	}
	return own
}

// section links to a part of this page.
func (a *AgencyPage) section(id string) string { return a.to(a.pathOn(a.board.Plan)) + "#" + id }

// codes links to where the printed codes are, for those who may have them.
func (a *AgencyPage) codes() string {
	if a.Me != nil && a.Me.May(a.catalogue, account.SeeCounters, a.board.Agency.ID) {
		return a.Link("/desk/counters")
	}
	return a.section("theo-quay")
}

// asking tells whether responses still help.
func (a *AgencyPage) asking() bool {
	return !a.board.Ended && a.board.Score.Official != scoring.NoService
}

func (a *AgencyPage) doCounters() *Link {
	if !a.asking() || len(a.board.Counters) > 0 {
		return nil
	}
	return &Link{Text: a.say("own.no_counter", nil), URL: a.codes()}
}

func (a *AgencyPage) doFirst() *Link {
	if !a.asking() || !a.Empty || len(a.board.Counters) == 0 {
		return nil
	}
	return &Link{Text: a.say("own.first", nil), URL: a.codes()}
}

// doMissing says how many responses a week reach the needed number; where that is not
// known, the minimum.
func (a *AgencyPage) doMissing() *Link {
	s, word := a.board.Score, "own.week"
	missing := s.Missing()
	if s.Needed() == 0 {
		missing, word = s.Least()-s.Responses, "own.week_least"
	}
	if !a.asking() || missing <= 0 {
		return nil
	}
	from := max(a.board.Today(), a.board.Plan.Starts)
	days := int64(a.board.Plan.Ends.Time().Sub(from.Time()).Hours()/24) + 1
	weeks := (days + 6) / 7
	text := a.say(word, survey.Args{
		"count": missing, "week": (missing + weeks - 1) / weeks, "day": a.board.Plan.Ends,
	})
	return &Link{Text: text, URL: a.section("so-phieu")}
}

// doSilent names a counter where nobody has answered for one to two months.
func (a *AgencyPage) doSilent() *Link {
	var silent []report.Cell
	for _, cell := range a.board.Counters {
		if a.board.Silent(cell.Code) {
			silent = append(silent, cell)
		}
	}
	if len(silent) == 0 || a.Empty {
		return nil
	}
	args := survey.Args{"name": a.In(silent[0].Name), "count": len(silent) - 1, "day": a.board.SilentSince()}
	if len(silent) > 1 {
		return &Link{Text: a.say("own.silent_more", args), URL: a.section("theo-quay")}
	}
	return &Link{Text: a.say("own.silent", args), URL: a.section("theo-quay")}
}

// doLowest names the factor with the lowest score.
func (a *AgencyPage) doLowest() *Link {
	if len(a.Factors.Rows) < 2 || !a.Factors.Rows[0].Shown || a.Detail == "" {
		return nil
	}
	lowest := a.Factors.Rows[0]
	args := survey.Args{"name": lowest.Name, "percent": lowest.Percent}
	return &Link{Text: a.say("own.lowest", args), URL: a.Detail}
}

// doFewest names the counter with the fewest responses, where that is less than half of
// an even share.
func (a *AgencyPage) doFewest() *Link {
	cells := a.board.Counters
	if !a.asking() || len(cells) < 2 || a.Empty {
		return nil
	}
	fewest := slices.MinFunc(cells, func(x, y report.Cell) int {
		return cmp.Compare(x.Score.Responses, y.Score.Responses)
	})
	if 2*fewest.Score.Responses*int64(len(cells)) >= a.board.Score.Responses || a.board.Silent(fewest.Code) {
		return nil
	}
	args := survey.Args{"name": a.In(fewest.Name), "count": fewest.Score.Responses}
	return &Link{Text: a.say("own.fewest", args), URL: a.section("theo-quay")}
}

// LinkComments leads on to what people wrote to the agency; logged tells that reading it
// is written into the log.
func (a *AgencyPage) LinkComments(logged bool) {
	ref := a.catalogue.AgencyRef(a.board.Agency, a.board.Today())
	address := a.Link("/desk/comments", "agency", ref, "plan", a.board.Plan.Code)
	a.Own.Reading, a.Own.Logged = &Link{Text: a.say("own.comments_all", nil), URL: address}, logged
}

// lastComments is how many comments an agency's page shows.
const lastComments = 5

// Comment puts the newest comments on the page.
func (a *AgencyPage) Comment(newest *survey.CommentPage) {
	a.Own.Comments = &CommentGroup{}
	if len(newest.Releases) == 0 {
		return
	}
	group := a.commentGroup(newest.Releases[0])
	group.Items = group.Items[:min(lastComments, len(group.Items))]
	a.Own.Comments = &group
}

// queryOf is a query of those pairs that have a value.
func queryOf(pairs ...string) url.Values {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return q
}
