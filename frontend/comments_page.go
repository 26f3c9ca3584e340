package frontend

import (
	"net/url"
	"strconv"

	"hailong/account"
	"hailong/survey"
)

// CommentsPage is what people wrote to an agency, in the releases in which it is shown.
type CommentsPage struct {
	Desk
	Agency  string // its name
	Fields  []Input
	Groups  []CommentGroup
	About   string
	Logged  bool   // the reader is of another agency, so the log has this reading
	Missing string // the name of what the page lacks: "empty" or "filtered"
	Clear   string // the page without a search
	Pager   []Link
}

// CommentGroup is one release: comments between two days, in an order that tells nothing.
type CommentGroup struct {
	Days  string
	Items []CommentItem
}

// CommentItem is a comment, with its counter where that may be named.
type CommentItem struct{ Text, Counter string }

// CommentsAsked is what the page was asked for, already judged.
type CommentsAsked struct {
	Agency *survey.Agency
	Plan   *survey.Plan // nil: all days
	Q      string
	Today  survey.Day
}

// NewCommentsPage makes the page.
func NewCommentsPage(
	f Frame, c *survey.Catalogue, asked CommentsAsked, read *survey.CommentPage,
) *CommentsPage {
	p := &CommentsPage{
		Desk: newDesk(f, c, "comments.title"), Agency: asked.Agency.Name.In(f.Lang),
		Logged: !f.Me.Owns(c, asked.Agency.ID),
	}
	ref := c.AgencyRef(asked.Agency, asked.Today)
	p.fields(asked, ref)
	for _, r := range read.Releases {
		p.Groups = append(p.Groups, p.commentGroup(r))
	}
	p.Clear = p.Link(p.Path, "agency", ref)
	p.About = p.say("comments.about", survey.Args{"count": read.Count, "page": read.Page, "pages": read.Pages})
	switch {
	case read.Count > 0:
	case asked.Q != "" || asked.Plan != nil:
		p.Missing = "filtered"
	default:
		p.Missing = "empty"
	}
	p.pager(queryOf("agency", ref, "plan", codeOf(asked.Plan), "q", asked.Q), read)
	return p
}

func codeOf(p *survey.Plan) string {
	if p == nil {
		return ""
	}
	return p.Code
}

// commentGroup writes a release with its days.
func (o *Office) commentGroup(r survey.CommentRelease) CommentGroup {
	g := CommentGroup{Days: o.say("comments.day", survey.Args{"day": r.First})}
	if r.First != r.Last {
		g.Days = o.say("comments.days", survey.Args{"from": r.First, "to": r.Last})
	}
	for _, said := range r.Comments {
		item := CommentItem{Text: said.Text}
		if n := o.catalogue.Counter(said.Counter); n != nil {
			item.Counter = o.In(n.Name)
		}
		g.Items = append(g.Items, item)
	}
	return g
}

// fields are the choices above the list; who may read one agency only has none to make.
func (p *CommentsPage) fields(asked CommentsAsked, ref string) {
	typed := url.Values{"q": {asked.Q}}
	if agencies := p.agencies(asked.Today); len(agencies) > 1 {
		p.Fields = append(p.Fields, p.input("comments", "agency", "select", typed).choose(agencies, ref))
	}
	plans := []Option{{Text: p.say("comments.all_plans", nil)}}
	listing := func(o *survey.Plan) bool { return p.catalogue.Lists(o, asked.Agency) }
	for _, plan := range plansWhere(p.catalogue, listing) {
		plans = append(plans, Option{Value: plan.Code, Text: p.In(plan.Name)})
	}
	q := p.input("comments", "q", "search", typed)
	q.Max = 100
	plan := p.input("comments", "plan", "select", typed).choose(plans, codeOf(asked.Plan))
	p.Fields = append(p.Fields, plan, q)
}

// agencies are those whose comments the reader may read, by name.
func (p *CommentsPage) agencies(today survey.Day) []Option {
	return p.agencyChoices(today, func(a *survey.Agency) bool {
		return p.Me.May(p.catalogue, account.SeeComments, a.ID)
	})
}

func (p *CommentsPage) pager(query url.Values, read *survey.CommentPage) {
	at := func(word string, page int) {
		if page < 1 || page > read.Pages {
			return
		}
		query.Set("page", strconv.Itoa(page))
		p.Pager = append(p.Pager, Link{Text: p.say(word, nil), URL: p.address(p.Path, query, p.Lang)})
	}
	at("comments.newer", read.Page-1)
	at("comments.older", read.Page+1)
}

// Searched is what a reader typed into a search, cut to as much as a search may be long.
func Searched(q string) string { return listingOf(url.Values{"q": {q}}).Q }
