package frontend

import (
	"net/url"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// CriteriaHeadPage edits what a set says of itself, and its classes.
type CriteriaHeadPage struct {
	Desk
	Lead    string
	Back    Link
	Mark    string
	Fields  []Input
	Classes []CriteriaClass
	Stale   []StaleRow
}

// CriteriaClass is a class with its fields.
type CriteriaClass struct {
	Title  string
	Fields []Input
}

// blankClasses is how many empty classes are offered to be filled in.
const blankClasses = 2

// NewCriteriaHeadPage makes the page. typed is what was sent and not stored; nil: the set
// as it is.
func NewCriteriaHeadPage(
	f Frame, c *survey.Catalogue, s *round.Set, typed map[string]string, err *survey.Error,
) *CriteriaHeadPage {
	p := &CriteriaHeadPage{Desk: newDesk(f, c, "criteria_head.title"), Mark: s.Mark()}
	p.Lead = p.setTitle(s)
	p.Back = Link{Text: p.say("criteria_item.back", nil), URL: p.Link(CriteriaPath(s.ID))}
	stored, count := round.HeadFields(&s.CriteriaSet), len(s.Classes)+blankClasses
	shown := typed
	if shown == nil {
		shown = stored
	}
	for typed != nil && typed[round.ClassField(count+1, "code")] != "" {
		count++
	}
	for _, name := range round.EditedHead {
		p.Fields = append(p.Fields, p.headField(name, shown))
	}
	p.blame(p.Fields, err)
	for n := 1; n <= count; n++ {
		class := CriteriaClass{Title: p.say("criteria_head.class", survey.Args{"number": n})}
		for _, column := range round.ClassColumns {
			class.Fields = append(class.Fields, p.classField(s, n, column, shown))
		}
		p.blame(class.Fields, err)
		p.Classes = append(p.Classes, class)
	}
	p.Problem = p.problem(err)
	if err != nil && err.Word == "stale" {
		p.compare(stored, typed, count)
	}
	return p
}

func (p *CriteriaHeadPage) headField(name string, shown map[string]string) Input {
	i := p.input("criteria_head", name, "text", url.Values{name: {shown[name]}})
	i.Max, i.Wide = 300, true
	switch name {
	case "sample":
		i.Kind = "checks"
		return i.choose([]Option{{Value: "yes", Text: p.say("criteria_head.sample_yes", nil)}}, shown[name])
	case "bonus_cap", "penalty_cap":
		i.Max, i.Wide, i.Mode = 10, false, "decimal"
		i.Value = words.Point(p.Lang, i.Value)
	case "name":
		i.Required = true
	}
	return i
}

func (p *CriteriaHeadPage) classField(s *round.Set, n int, column string, shown map[string]string) Input {
	name := round.ClassField(n, column)
	i := p.input("criteria_class", column, "text", url.Values{column: {shown[name]}})
	i.Name, i.Max = name, 300
	switch column {
	case "code":
		i.Max = 40
	case "cut", "share":
		i.Max, i.Mode, i.Value = 10, "decimal", words.Point(p.Lang, i.Value)
	case "area":
		i.Kind = "select"
		options := []Option{{Text: p.say("criteria_class.no_area", nil)}}
		for at := range s.Items {
			if item := &s.Items[at]; item.Level == scoring.Area {
				options = append(options, Option{Value: item.Code, Text: item.Code + ". " + p.In(item.Name)})
			}
		}
		return i.choose(options, shown[name])
	}
	return i
}

// compare shows what is stored by now beside what was typed.
func (p *CriteriaHeadPage) compare(stored, typed map[string]string, count int) {
	row := func(label, name string) {
		was := words.Point(p.Lang, strings.TrimSpace(stored[name]))
		now := words.Point(p.Lang, strings.TrimSpace(typed[name]))
		if name == "sample" {
			was, now = p.criteriaCell(name, was), p.criteriaCell(name, now)
		}
		if was != now {
			p.Stale = append(p.Stale, StaleRow{Name: label, Stored: was, Typed: now})
		}
	}
	for _, name := range round.EditedHead {
		row(p.say("criteria_head."+name, nil), name)
	}
	for n := 1; n <= count; n++ {
		class := p.say("criteria_head.class", survey.Args{"number": n})
		for _, column := range round.ClassColumns {
			row(class+", "+p.say("criteria_class."+column, nil), round.ClassField(n, column))
		}
	}
}
