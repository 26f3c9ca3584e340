package frontend

import (
	"net/url"
	"slices"
	"strconv"

	"hailong/frontend/words"
	"hailong/survey"
)

// Office is the frame of the pages of figures: the band with its links, and the
// plans to choose from. Its pages show what the public may see and nothing else.
type Office struct {
	Frame
	Title string // of the window, without the program's name
	Nav   []Link
	Plans []Link // other years' plans for the same page; empty where there is no choice

	catalogue *survey.Catalogue
	plan      *survey.Plan
}

// Link is a link with its text.
type Link struct {
	Text    string
	URL     string
	Current string // aria-current: "page", "true" on a page below it, or empty
	Count   int    // what lies behind it, 0: not said
}

// PlanAsked is the plan that a page's query names, as the links of these pages
// write it: ?year=2022 for an official plan, ?plan=CODE for any other. It is nil
// where there is no such plan.
func PlanAsked(c *survey.Catalogue, query url.Values) *survey.Plan {
	switch {
	case query.Get("plan") != "":
		return c.PlanByCode(query.Get("plan"))
	case query.Get("year") != "":
		year, err := strconv.Atoi(query.Get("year"))
		if err != nil {
			return nil
		}
		return c.OfficialPlan(year)
	}
	return c.DefaultPlan()
}

func newOffice(f Frame, c *survey.Catalogue, p *survey.Plan) Office {
	o := Office{Frame: f, catalogue: c, plan: p}
	o.Nav = append(o.Nav, o.tab(o.say("office.overview", nil), "/", o.homeQuery()))
	if p == nil || !p.Public {
		return o
	}
	counts := map[string]int{}
	for _, a := range c.PlanAgencies(p) {
		counts[a.Group]++
	}
	for _, g := range c.Groups {
		if counts[g.Code] > 0 {
			link := o.tab(o.In(g.Name), groupPath(g.Code), o.planQuery(p))
			link.Count = counts[g.Code]
			o.Nav = append(o.Nav, link)
		}
	}
	return o
}

func (o *Office) tab(text, path string, query []string) Link {
	link := Link{Text: text, URL: o.Link(path, query...)}
	if path == o.Path {
		link.Current = "page"
	}
	return link
}

// Groups are the links to the groups, for the tabs above a group's table.
func (o *Office) Groups() []Link { return o.Nav[1:] }

// below marks the group that the page's agency belongs to.
func (o *Office) below(group string) {
	for i := range o.Nav {
		if o.Nav[i].URL == o.to(groupPath(group)) {
			o.Nav[i].Current = "true"
		}
	}
}

// to links to a page on the same plan.
func (o *Office) to(path string, pairs ...string) string {
	return o.Link(path, append(o.planQuery(o.plan), pairs...)...)
}

// Home links to the overview of the same year.
func (o *Office) Home() string { return o.Link("/", o.homeQuery()...) }

// HowTo links to the explanation of the figures.
func (o *Office) HowTo() string { return o.Home() + "#cach-doc" }

// planQuery names a plan in a link; the default plan needs no naming.
func (o *Office) planQuery(p *survey.Plan) []string {
	switch {
	case p == nil || samePlan(p, o.catalogue.DefaultPlan()):
		return nil
	case p.Official:
		return []string{"year", strconv.Itoa(p.Year)}
	}
	return []string{"plan", p.Code}
}

// homeQuery keeps the year; the overview is of official plans only.
func (o *Office) homeQuery() []string {
	if o.plan == nil || !o.plan.Official {
		return nil
	}
	return o.planQuery(o.plan)
}

// choose offers the plans that the same page can be shown for.
func (o *Office) choose(plans []*survey.Plan) {
	if len(plans) == 1 && samePlan(plans[0], o.plan) {
		return
	}
	for _, p := range plans {
		link := Link{Text: o.In(p.Name), URL: o.Link(o.Path, o.planQuery(p)...)}
		if p.Official {
			link.Text = o.say("office.year", survey.Args{"year": p.Year})
		}
		if samePlan(p, o.plan) {
			link.Current = "true"
		}
		o.Plans = append(o.Plans, link)
	}
}

// officialPlans are those of the years, newest first.
func officialPlans(c *survey.Catalogue) []*survey.Plan {
	return plansWhere(c, func(p *survey.Plan) bool { return p.Official })
}

// publicPlans are the official ones whose figures may be seen.
func publicPlans(c *survey.Catalogue) []*survey.Plan {
	return plansWhere(c, func(p *survey.Plan) bool { return p.Official && p.Public })
}

// plansOf are the public plans that list an agency.
func plansOf(c *survey.Catalogue, a *survey.Agency) []*survey.Plan {
	return plansWhere(c, func(p *survey.Plan) bool {
		same := func(x *survey.Agency) bool { return x.ID == a.ID }
		return p.Public && slices.ContainsFunc(c.PlanAgencies(p), same)
	})
}

func samePlan(a, b *survey.Plan) bool { return a != nil && b != nil && a.ID == b.ID }

func plansWhere(c *survey.Catalogue, keep func(*survey.Plan) bool) []*survey.Plan {
	var list []*survey.Plan
	for i := range c.Plans {
		if keep(&c.Plans[i]) {
			list = append(list, &c.Plans[i])
		}
	}
	return list
}

func (o *Office) say(key string, args survey.Args) string { return words.Say(o.Lang, key, args) }

func groupPath(code string) string { return "/groups/" + url.PathEscape(code) }

func agencyPath(code string) string { return "/agencies/" + url.PathEscape(code) }
