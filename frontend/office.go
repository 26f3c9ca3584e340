package frontend

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring/report"
	"hailong/survey"
)

// Office is the frame of the pages of figures: the band with its links, and the
// plans to choose from. Its pages show what the reader may see and nothing else.
type Office struct {
	Frame
	Title  string // of the window, without the program's name
	Nav    []Link
	Sub    []Link // a second line of the band; empty where one is enough
	Plans  []Link // other years' plans for the same page; empty where there is no choice
	Files  []Link // the page's figures as files; empty where it has none
	Notice string // that the public does not see all of this; empty where it does

	catalogue *survey.Catalogue
	plan      *survey.Plan // where it is official, it stands for all those of its year
	reader    report.Reader
}

// Link is a link with its text.
type Link struct {
	Text    string
	URL     string
	Current string // aria-current: "page", "true" on a page below it, or empty
	Count   int    // what lies behind it, 0: not said
}

// PlansAsked are the plans that a page's query names, public or not, as the links
// of these pages write it: ?year=2022 for the official plans of a year, ?plan=CODE
// for any one plan. There are none where no such plan is.
func PlansAsked(c *survey.Catalogue, query url.Values) []*survey.Plan {
	switch {
	case query.Get("plan") != "":
		if p := c.PlanByCode(query.Get("plan")); p != nil {
			return []*survey.Plan{p}
		}
		return nil
	case query.Get("year") != "":
		year, err := strconv.Atoi(query.Get("year"))
		if err != nil {
			return nil
		}
		return c.OfficialPlans(year)
	}
	if p := c.DefaultPlan(); p != nil {
		return c.OfficialPlans(p.Year)
	}
	return nil
}

func newOffice(f Frame, c *survey.Catalogue, p *survey.Plan) Office {
	o := Office{Frame: f, catalogue: c, plan: p, reader: f.Reader}
	o.Nav = append(o.Nav, o.tab(o.say("office.overview", nil), "/", o.homeQuery()))
	counts := map[string]int{}
	for _, shown := range o.shown() {
		for _, a := range c.PlanAgencies(shown) {
			counts[a.Group]++
		}
	}
	for _, g := range c.Groups {
		if counts[g.Code] > 0 {
			link := o.tab(o.In(g.Name), groupPath(g.Code), o.planQuery(p))
			link.Count = counts[g.Code]
			o.Nav = append(o.Nav, link)
		}
	}
	if f.Ranked > 0 {
		o.Nav = append(o.Nav, o.tab(o.say("ranking.nav", nil), rankingsPath+"/"+strconv.Itoa(f.Ranked), nil))
	}
	return o
}

// shown are the plans whose figures the reader may see together with the page's.
func (o *Office) shown() []*survey.Plan {
	return plansWhere(o.catalogue, func(p *survey.Plan) bool {
		return o.reader.SeesAll(p) && together(p, o.plan)
	})
}

func (o *Office) tab(text, path string, query []string) Link {
	link := Link{Text: text, URL: o.Link(path, query...)}
	if path == o.Path {
		link.Current = "page"
	}
	return link
}

// Groups are the links to the groups, for the tabs above a group's table.
func (o *Office) Groups() []Link {
	return slices.DeleteFunc(slices.Clone(o.Nav), func(l Link) bool { return l.Count == 0 })
}

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
	case p == nil || together(p, o.catalogue.DefaultPlan()):
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

// choose offers the plans that the same page can be shown for; those of one year
// are one choice.
func (o *Office) choose(plans []*survey.Plan) {
	o.chooseAt(plans, func(*survey.Plan) string { return o.Path })
}

// chooseAt does so for a page whose path is another one on another plan.
func (o *Office) chooseAt(plans []*survey.Plan, path func(*survey.Plan) string) {
	plans = slices.CompactFunc(plans, together)
	if len(plans) == 1 && together(plans[0], o.plan) {
		return
	}
	for _, p := range plans {
		link := Link{Text: o.In(p.Name), URL: o.Link(path(p), o.planQuery(p)...)}
		if p.Official {
			link.Text = o.say("office.year", survey.Args{"year": p.Year})
		}
		if together(p, o.plan) {
			link.Current = "true"
		}
		o.Plans = append(o.Plans, link)
	}
}

// officialPlans are those of the years, newest first.
func officialPlans(c *survey.Catalogue) []*survey.Plan {
	return plansWhere(c, func(p *survey.Plan) bool { return p.Official })
}

// seenPlans are the official ones whose figures the reader may see, of all agencies.
func (o *Office) seenPlans() []*survey.Plan {
	return plansWhere(o.catalogue, func(p *survey.Plan) bool { return p.Official && o.reader.SeesAll(p) })
}

// plansOf are the plans that list an agency and in which the reader may see it.
func (o *Office) plansOf(a *survey.Agency) []*survey.Plan {
	return plansWhere(o.catalogue, func(p *survey.Plan) bool {
		return o.reader.Sees(p, a.ID) && o.catalogue.Lists(p, a)
	})
}

// together tells whether the figures of two plans are shown as one: those of a plan
// with itself, and of the official plans of a year.
func together(a, b *survey.Plan) bool {
	return a != nil && b != nil && (a.ID == b.ID || a.Official && b.Official && a.Year == b.Year)
}

func plansWhere(c *survey.Catalogue, keep func(*survey.Plan) bool) []*survey.Plan {
	var list []*survey.Plan
	for i := range c.Plans {
		if keep(&c.Plans[i]) {
			list = append(list, &c.Plans[i])
		}
	}
	return list
}

// files are the links to a page's figures as files: base is the page's path, pairs
// what else its query says.
func (o *Office) files(base string, pairs ...string) []Link {
	var list []Link
	for _, kind := range []string{"XLSX", "CSV"} {
		list = append(list, Link{Text: kind, URL: o.to(base+"/table."+strings.ToLower(kind), pairs...)})
	}
	return list
}

func (o *Office) say(key string, args survey.Args) string { return words.Say(o.Lang, key, args) }

func groupPath(code string) string { return "/groups/" + url.PathEscape(code) }
