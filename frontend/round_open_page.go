package frontend

import (
	"maps"
	"net/url"
	"slices"
	"strconv"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// RoundChoice is what a round can be opened with: the groups of a year, each with the set
// that would be used.
type RoundChoice struct {
	Family string
	Year   int
	Groups []round.Choice
}

// RoundOpenPage asks what a round is opened with.
type RoundOpenPage struct {
	Desk
	Choice   []Input // the year and the index, which say what the rest is about
	Family   string
	Year     string
	Days     []Input
	Groups   []OpenGroup
	Wrong    string // what is wrong with the choice of groups
	LeftOut  string // what is wrong with who is not to be ranked
	Criteria string
}

// OpenGroup is a group to choose.
type OpenGroup struct {
	Code, Name string
	Set        Link
	Version    string
	Faults     []string
	Agencies   []OpenAgency
	Count      string
	Chosen     bool
	Possible   bool
}

// OpenAgency is an agency that may be left out of the ranking.
type OpenAgency struct{ Field, ID, Name, Value string }

// LeftOutField is the field with the reason why an agency is not to be ranked.
func LeftOutField(a survey.AgencyID) string { return "left_out." + strconv.FormatInt(int64(a), 10) }

// NewRoundOpenPage makes the page; typed is nil where it is as it begins.
func NewRoundOpenPage(
	f Frame, c *survey.Catalogue, choice RoundChoice, typed url.Values, err *survey.Error,
) *RoundOpenPage {
	p := &RoundOpenPage{Desk: newDesk(f, c, "round_page.new")}
	p.Problem = p.roundProblem(err)
	p.Family, p.Year = choice.Family, strconv.Itoa(choice.Year)
	asked := url.Values{"family": {p.Family}, "year": {p.Year}}
	for _, name := range []string{"year", "family"} {
		field := f.input("round_page", name, "text", asked)
		field.Required, field.Max = true, 40
		p.Choice = append(p.Choice, field)
	}
	p.Choice[0].Mode, p.Choice[0].Max = "numeric", 4
	p.Days = f.stepDays(typed, round.SampleCalendar(choice.Year))
	f.blame(p.Choice, err)
	f.blame(p.Days, err)
	for i := range choice.Groups {
		p.Groups = append(p.Groups, p.group(&choice.Groups[i], typed))
	}
	if p.May(account.SeeCriteria) {
		p.Criteria = p.Link("/desk/criteria")
	}
	p.blameGroups(err)
	return p
}

// roundProblem is problem for forms about rounds: what is wrong with a set is mended on
// another page, so that its mistakes lead to the choice of groups.
func (f Frame) roundProblem(err *survey.Error) *Problem {
	p := f.problem(err)
	if p != nil && err.Word == "criteria.unfit" {
		for i := range p.Items {
			p.Items[i].URL = "#" + fieldID("groups")
		}
	}
	return p
}

func (p *RoundOpenPage) blameGroups(err *survey.Error) {
	if err == nil {
		return
	}
	switch err.Field {
	case "groups":
		p.Wrong = capital(p.sentence(err))
	case "left_out":
		p.LeftOut = capital(p.sentence(err))
	}
}

// stepDays are the fields of the last days of the steps.
func (f Frame) stepDays(typed url.Values, offered map[round.Step]survey.Day) []Input {
	if typed == nil {
		typed = url.Values{}
		for step, day := range offered {
			typed.Set(string(step), string(day))
		}
	}
	var fields []Input
	for _, step := range round.Steps[:len(round.Steps)-1] {
		field := f.input("round_page", string(step), "date", typed)
		field.Required = true
		fields = append(fields, field)
	}
	return fields
}

func (p *RoundOpenPage) group(g *round.Choice, typed url.Values) OpenGroup {
	o := OpenGroup{
		Code: g.Group.Code, Name: p.In(g.Group.Name), Count: p.Int(int64(len(g.Agencies))),
		Possible: g.Set != nil && g.Wrong == nil && len(g.Agencies) > 0,
	}
	o.Chosen = o.Possible
	if typed != nil {
		o.Chosen = Input{}.choose([]Option{{Value: o.Code}}, typed["groups"]...).Options[0].Chosen
	}
	if g.Set != nil {
		o.Set = Link{Text: p.In(g.Set.Name), URL: p.Link(CriteriaPath(g.Set.ID))}
		o.Version = strconv.Itoa(g.Set.Version)
	}
	if g.Wrong != nil {
		o.Faults = p.faults(g.Wrong)
	}
	for _, a := range g.Agencies {
		field := LeftOutField(a.ID)
		o.Agencies = append(o.Agencies, OpenAgency{field, fieldID(field), p.In(a.Name), typed.Get(field)})
	}
	return o
}

// mostSetFaults is how many of a set's faults a page names; its own page has all.
const mostSetFaults = 5

func (p *RoundOpenPage) faults(err *survey.Error) []string {
	list := []string{capital(p.sentence(err))}
	for i, cause := range err.Causes {
		if i == mostSetFaults {
			break
		}
		list = append(list, capital(p.sentence(cause)))
	}
	return list
}

// RoundTrialPage says what opening a round will fix, before it is done.
type RoundTrialPage struct {
	Desk
	Lead    string
	Groups  []TrialGroup
	Days    []Held
	LeftOut []Held
	Hidden  []Held // what was typed, sent along
}

// TrialGroup is a group as the round will have it.
type TrialGroup struct {
	Name, Set, Version, Sample string
	Count                      string
	Agencies                   []string
}

// NewRoundTrialPage makes the page of a round as it would be; sets are those that it would
// freeze, typed is what is sent along.
func NewRoundTrialPage(
	f Frame, c *survey.Catalogue, r *round.Round, sets map[round.SetID]*round.Set, typed url.Values,
	mark string,
) *RoundTrialPage {
	p := &RoundTrialPage{Desk: newDesk(f, c, "round_page.trial")}
	p.Lead = p.roundTitle(r)
	for _, step := range round.Steps[:len(round.Steps)-1] {
		p.Days = append(p.Days, Held{p.stepName(step), p.Day(r.Deadlines[step])})
	}
	for i := range r.Members {
		p.member(&r.Members[i], sets)
	}
	for i := range p.Groups {
		p.Groups[i].Count = p.Int(int64(len(p.Groups[i].Agencies)))
	}
	for _, name := range slices.Sorted(maps.Keys(typed)) {
		for _, value := range typed[name] {
			if value != "" && name != "do" && name != "mark" {
				p.Hidden = append(p.Hidden, Held{name, value})
			}
		}
	}
	p.Hidden = append(p.Hidden, Held{"mark", mark})
	return p
}

func (p *RoundTrialPage) member(m *round.Member, sets map[round.SetID]*round.Set) {
	name := p.agencyName(m.Agency)
	if m.LeftOut != "" {
		p.LeftOut = append(p.LeftOut, Held{name, m.LeftOut})
	}
	title := p.groupTitle(m.Group)
	if n := len(p.Groups); n == 0 || p.Groups[n-1].Name != title {
		g := TrialGroup{Name: title}
		if set := sets[m.Set]; set != nil {
			g.Set, g.Version = p.In(set.Name), strconv.Itoa(set.Version)
			if set.Sample {
				g.Sample = p.say("round_page.sample", nil)
			}
		}
		p.Groups = append(p.Groups, g)
	}
	last := &p.Groups[len(p.Groups)-1]
	last.Agencies = append(last.Agencies, name)
}
