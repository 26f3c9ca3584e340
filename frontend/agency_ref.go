package frontend

import (
	"net/url"

	"hailong/survey"
)

// AgencyAsked finds whom an address means under plans that are shown together, and the
// plan that lists it: nil where nobody is meant. Links to agencies are written so that
// each leads back to its agency, also where two had the same code in the period.
func AgencyAsked(
	c *survey.Catalogue, plans []*survey.Plan, ref string, today survey.Day,
) (*survey.Plan, *survey.Agency) {
	a := c.AgencyByRef(ref, refDay(plans, today))
	if a == nil {
		return nil, nil
	}
	for _, p := range plans {
		if c.Lists(p, a) {
			return p, a
		}
	}
	return nil, nil
}

// refDay is the day whose codes the addresses of plans use: a code that changed hands
// within their period means whom it meant last.
func refDay(plans []*survey.Plan, today survey.Day) survey.Day {
	var last survey.Day
	for _, p := range plans {
		last = max(last, p.Ends)
	}
	return min(today, last)
}

// agencyRef names an agency in the addresses of a plan and of those shown with it.
func (o *Office) agencyRef(a *survey.Agency, p *survey.Plan, today survey.Day) string {
	plans := plansWhere(o.catalogue, func(other *survey.Plan) bool { return together(other, p) })
	return o.catalogue.AgencyRef(a, refDay(plans, today))
}

func agencyPath(ref string) string { return "/agencies/" + url.PathEscape(ref) }
