package frontend

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"hailong/survey"
)

// handedOn is the province with a code that meant another agency from July 2022 on;
// with halves, the year has a plan for each, and each lists one of the two.
func handedOn(halves bool) *survey.Catalogue {
	c := emptyProvince()
	c.Agencies = append(
		c.Agencies,
		survey.Agency{ID: 15, Code: "SXD", Group: "department", ValidFrom: "2020-01-01", ValidTo: "2022-06-30"},
		survey.Agency{ID: 16, Code: "SXD", Group: "department", ValidFrom: "2022-07-01"},
	)
	before := c.Plans[2] // of the year before the other, which lists the first alone
	before.ID, before.Code, before.Year, before.Starts, before.Ends = 6, "plan-6", 2021, "2021-01-01", "2021-12-15"
	c.Plans = append(c.Plans, before)
	if halves {
		second := c.Plans[2]
		c.Plans[2].Ends, c.Plans[2].AcceptUntil = "2022-06-30", "2022-07-10"
		second.ID, second.Code, second.Starts = 5, "plan-5", "2022-07-01"
		second.Groups, second.Agencies = nil, []survey.AgencyID{16}
		c.Plans = slices.Insert(c.Plans, 3, second)
	}
	return c.Index()
}

// What agencyRef writes, AgencyAsked reads: each agency of a year has an address of its
// own, whichever of the year's plans lists it.
func TestEachAgencyHasAnAddressOfItsOwn(t *testing.T) {
	for _, halves := range []bool{false, true} {
		c := handedOn(halves)
		for i := range c.Plans {
			p := &c.Plans[i]
			o := newOffice(testFrame(survey.Vietnamese, "/", ""), c, p)
			link, err := url.Parse(o.to("/"))
			if err != nil {
				t.Fatal(err)
			}
			plans := PlansAsked(c, link.Query())
			for _, a := range c.PlanAgencies(p) {
				ref := o.agencyRef(a, p, testToday)
				if plan, found := AgencyAsked(c, plans, ref, testToday); found != a || plan == nil || plan.ID != p.ID {
					t.Errorf("halves %v, %s: %s leads to %v", halves, p.Code, ref, found)
				}
			}
		}
	}
}

// The code alone means whom it meant last, also where an earlier plan of the year lists
// another one.
func TestACodeMeansWhomItMeantLast(t *testing.T) {
	for _, halves := range []bool{false, true} {
		c := handedOn(halves)
		if _, a := AgencyAsked(c, c.OfficialPlans(2022), "SXD", testToday); a == nil || a.ID != 16 {
			t.Errorf("halves %v: SXD is %v", halves, a)
		}
	}
}

// The choice of another year leads to the same agency, whose address may be another one.
func TestAnotherYearIsOfTheSameAgency(t *testing.T) {
	p := newProvince()
	p.catalogue = handedOn(false)
	d := p.detail(t, 1, 15)
	for suffix, plans := range map[string][]Link{
		"":        NewAgencyPage(testFrame(survey.Vietnamese, "/", ""), &d.AgencyBoard).Plans,
		"/detail": NewDetailPage(testFrame(survey.Vietnamese, "/", ""), d).Plans,
	} {
		var links []string
		for _, l := range plans {
			links = append(links, l.URL)
		}
		want := "/agencies/SXD@2020-01-01" + suffix + "?year=2022 /agencies/SXD" + suffix + "?year=2021"
		if got := strings.Join(links, " "); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
