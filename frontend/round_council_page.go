package frontend

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// RoundCouncil is who appraises what in a round.
type RoundCouncil struct {
	Round    *round.Round
	Sets     []*round.Set       // that the round uses
	Council  []*account.Account // who may be assigned
	Chairs   []*account.Account // who appraise every agency but their own, unassigned
	Assigned []round.Assignment
	Chosen   *account.Account // who is about to be assigned; nil: nobody is chosen yet
	Typed    url.Values
	Err      *survey.Error
}

// RoundCouncilPage is the page of assignments.
type RoundCouncilPage struct {
	Desk
	Lead     string
	Rows     []CouncilRow
	Chairs   []string
	Gaps     []CouncilGap
	Covered  bool // somebody appraises every area of every agency
	Choose   *Input
	Fields   []Input // what the chosen one is given
	Chosen   Held    // login and name
	Near     string  // the agencies that he stands near, which are not offered
	Open     bool    // assignments may be changed
	Accounts string
}

// CouncilRow is an assignment.
type CouncilRow struct {
	Name, Home       string
	Agency, Area     string
	Login            string
	AgencyID, AreaID string
	Off              string // why it does not work any more; empty: it does
}

// CouncilGap is an area with agencies at which nobody appraises it.
type CouncilGap struct{ Area, Agencies string }

// NewRoundCouncilPage makes the page.
func NewRoundCouncilPage(f Frame, c *survey.Catalogue, v RoundCouncil) *RoundCouncilPage {
	p := &RoundCouncilPage{
		Desk: newDesk(f, c, "round_page.council"), Lead: "", Open: v.Round.Step != round.Closed,
	}
	p.Lead = p.roundTitle(v.Round)
	p.Problem = f.problem(v.Err)
	for _, a := range v.Chairs {
		p.Chairs = append(p.Chairs, p.say("round_page.chair_who", survey.Args{
			"name": a.Name, "agency": p.agencyName(a.Agency),
		}))
	}
	for _, a := range v.Assigned {
		p.Rows = append(p.Rows, p.row(&v, a))
	}
	slices.SortStableFunc(p.Rows, func(a, b CouncilRow) int { return cmp.Compare(a.Login, b.Login) })
	p.gaps(&v)
	p.Covered = len(p.Gaps) == 0
	if p.Open {
		p.choose(&v)
	}
	if p.May(account.EditAccounts) {
		p.Accounts = p.Link("/desk/accounts/new")
	}
	return p
}

// member is the one of the council with a login, nil where there is none any more.
func (v *RoundCouncil) member(login string) *account.Account {
	at := slices.IndexFunc(v.Council, func(a *account.Account) bool { return a.Login == login })
	if at < 0 {
		return nil
	}
	return v.Council[at]
}

func (p *RoundCouncilPage) row(v *RoundCouncil, a round.Assignment) CouncilRow {
	row := CouncilRow{
		Name: a.Login, Login: a.Login, AgencyID: strconv.FormatInt(int64(a.Agency), 10), AreaID: a.Area,
		Agency: p.say("round_page.every_agency", nil), Area: p.say("round_page.every_area", nil),
	}
	if a.Agency != 0 {
		row.Agency = p.agencyName(a.Agency)
	}
	if a.Area != "" {
		row.Area = v.area(p, a.Area)
	}
	who := v.member(a.Login)
	switch {
	case who == nil:
		row.Off = p.say("round_page.off_account", nil)
		return row
	case a.Agency != 0 && who.Near(p.catalogue, a.Agency):
		row.Off = p.say("round_page.off_near", nil)
	case a.Area != "" && len(who.Areas) > 0 && !slices.Contains(who.Areas, a.Area):
		row.Off = p.say("round_page.off_area", nil)
	}
	row.Name, row.Home = who.Name, p.agencyName(who.Agency)
	return row
}

// areas are the areas of the round's sets, each once, by code.
func (v *RoundCouncil) areas() []string {
	var codes []string
	for _, set := range v.Sets {
		for i := range set.Items {
			if item := &set.Items[i]; item.Leaf() {
				if area := set.AreaOf(i); area != nil && !slices.Contains(codes, area.Code) {
					codes = append(codes, area.Code)
				}
			}
		}
	}
	return codes
}

// area is an area with its name, as the first set that has it calls it.
func (v *RoundCouncil) area(p *RoundCouncilPage, code string) string {
	for _, set := range v.Sets {
		for i := range set.Items {
			if area := set.AreaOf(i); area != nil && area.Code == code {
				return code + " " + p.In(area.Name)
			}
		}
	}
	return code
}

// choose asks whom to assign, and then what: only agencies that he does not stand near.
func (p *RoundCouncilPage) choose(v *RoundCouncil) {
	options := []Option{{Text: p.say("round_page.choose_who", nil)}}
	for _, a := range v.Council {
		options = append(options, Option{Value: a.Login, Text: a.Name + ", " + p.agencyName(a.Agency)})
	}
	if len(v.Council) == 0 {
		return
	}
	who := p.input("round_page", "login", "select", nil)
	chosen := ""
	if v.Chosen != nil {
		chosen = v.Chosen.Login
	}
	who = who.choose(options, chosen)
	p.Choose = &who
	if v.Chosen == nil {
		return
	}
	p.Chosen = Held{v.Chosen.Login, v.Chosen.Name}
	p.Fields = p.assignFields(v)
	p.blame(p.Fields, v.Err)
}

func (p *RoundCouncilPage) assignFields(v *RoundCouncil) []Input {
	agencies := []Option{{Value: "0", Text: p.say("round_page.every_agency", nil)}}
	var near []survey.AgencyID
	for i := range v.Round.Members {
		id := v.Round.Members[i].Agency
		if v.Chosen.Near(p.catalogue, id) {
			near = append(near, id)
			continue
		}
		agencies = append(agencies, Option{Value: strconv.FormatInt(int64(id), 10), Text: p.agencyName(id)})
	}
	areas := []Option{{Value: "", Text: p.say("round_page.every_area", nil)}}
	for _, code := range v.areas() {
		if len(v.Chosen.Areas) == 0 || slices.Contains(v.Chosen.Areas, code) {
			areas = append(areas, Option{Value: code, Text: v.area(p, code)})
		}
	}
	if len(near) > 0 {
		p.Near = p.say("round_page.near_not_offered", survey.Args{"agencies": p.names(near)})
	}
	return []Input{
		p.input("round_page", "agency", "checks", nil).choose(agencies, v.Typed["agency"]...),
		p.input("round_page", "area", "checks", nil).choose(areas, v.Typed["area"]...),
	}
}
