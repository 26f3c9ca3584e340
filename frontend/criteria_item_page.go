package frontend

import (
	"net/url"
	"slices"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// CriteriaItemPage edits one item of a set, or adds one.
type CriteriaItemPage struct {
	Desk
	Lead   string
	Back   Link
	Mark   string
	Level  string
	Under  string // the code of what a new item stands in
	Fields []Input
	Rule   []Input  // how it is scored; empty of an area
	Moves  []Option // its further buttons
	Stale  []StaleRow
}

// CriteriaItemView is an item's page: what is shown of which item.
type CriteriaItemView struct {
	Place int           // of the item in the set; -1 of a new one
	Under int           // of a new one: the place of what it stands in, -1 for an area
	Typed url.Values    // what was sent and not stored; nil: the item as it is
	Err   *survey.Error // why it was not
}

// Level is that of the item of a view.
func (v CriteriaItemView) Level(s *round.Set) scoring.Level {
	switch {
	case v.Place >= 0:
		return s.Items[v.Place].Level
	case v.Under >= 0:
		return min(s.Items[v.Under].Level+1, scoring.Component)
	}
	return scoring.Area
}

var (
	nameColumns = []string{"code", "name", "name_en", "max", "guidance", "guidance_en"}
	ruleColumns = []string{
		"kind", "by", "feed", "step", "per", "threshold", "floor", "bands", "empty", "evidence",
		"appraiser", "not_for",
	}
)

// NewCriteriaItemPage makes the page.
func NewCriteriaItemPage(f Frame, c *survey.Catalogue, s *round.Set, v CriteriaItemView) *CriteriaItemPage {
	p := &CriteriaItemPage{Desk: newDesk(f, c, "desk.criteria"), Mark: s.Mark(), Lead: ""}
	p.Lead = p.setTitle(s)
	p.Back = Link{Text: p.say("criteria_item.back", nil), URL: p.Link(CriteriaPath(s.ID))}
	level := v.Level(s)
	p.Level = levelWord(level)
	stored, err := map[string]string{}, v.Err
	if v.Place >= 0 {
		item := &s.Items[v.Place]
		p.Title = p.say("criteria_item.title_"+p.Level, survey.Args{"code": item.Code})
		p.Back.URL = p.Link(CriteriaPath(s.ID), "at", item.Code) + "#" + itemID(v.Place)
		stored = round.ItemCells(item)
		p.Moves = p.moves(s, v.Place)
		if err == nil && v.Typed == nil {
			err = p.itemFaults(c, s, v.Place)
		}
	} else {
		p.Title = p.say("criteria_item.new_"+p.Level, nil)
		stored["code"] = round.FreeCode(&s.CriteriaSet, v.Under)
		if v.Under >= 0 {
			p.Under = s.Items[v.Under].Code
			p.Lead += " · " + p.Under + " " + p.In(s.Items[v.Under].Name)
		}
	}
	typed := v.Typed
	if typed == nil {
		typed = p.shownCells(stored)
	}
	p.fields(c, s, level, typed)
	p.blame(p.Fields, err)
	p.blame(p.Rule, err)
	p.Problem = p.problem(err)
	if v.Err != nil && v.Err.Word == "stale" && v.Place >= 0 {
		p.compare(stored, typed)
	}
	return p
}

func levelWord(l scoring.Level) string {
	return [...]string{"", "area", "criterion", "component"}[l]
}

// itemFaults says what is wrong with an item as it is stored.
func (p *CriteriaItemPage) itemFaults(c *survey.Catalogue, s *round.Set, place int) *survey.Error {
	faults := round.ItemFaults(round.CheckSet(c, &s.CriteriaSet))[place]
	if len(faults) == 0 {
		return nil
	}
	e := survey.Fail(survey.Invalid, "criteria_item.wrong", nil)
	for _, fault := range faults {
		cause := p.criteriaFault(fault)
		if cause.Field == "level" {
			cause.Field = "code"
		}
		e.Causes = append(e.Causes, cause)
	}
	return e
}

// shownCells are an item's cells as its fields show them.
func (p *CriteriaItemPage) shownCells(cells map[string]string) url.Values {
	shown := url.Values{}
	for column, value := range cells {
		switch column {
		case "max", "step", "per", "threshold", "floor":
			value = words.Point(p.Lang, value)
		case "bands":
			value = strings.ReplaceAll(strings.ReplaceAll(value, ".", p.decimal()), "|", "\n")
		case "not_for":
			shown[column] = strings.FieldsFunc(value, func(c rune) bool { return c == '|' })
			continue
		}
		shown.Set(column, value)
	}
	return shown
}

func (p *CriteriaItemPage) fields(c *survey.Catalogue, s *round.Set, level scoring.Level, typed url.Values) {
	for _, column := range nameColumns {
		i := p.input("criteria_item", column, "text", typed)
		switch column {
		case "guidance", "guidance_en":
			i.Kind, i.Wide, i.Max = "textarea", true, 4000
		case "max":
			i.Mode, i.Max, i.Required = "decimal", 10, true
		case "code":
			i.Max, i.Required = 40, true
		default:
			i.Wide, i.Max, i.Required = true, 300, column == "name"
		}
		p.Fields = append(p.Fields, i)
	}
	if level == scoring.Area {
		return
	}
	for _, column := range ruleColumns {
		p.Rule = append(p.Rule, p.ruleField(c, s, column, typed))
	}
}

func (p *CriteriaItemPage) ruleField(
	c *survey.Catalogue, s *round.Set, column string, typed url.Values,
) Input {
	i := p.input("criteria_item", column, "text", typed)
	i.Max = 20
	chosen := typed[column]
	choice := func(values ...string) Input {
		i.Kind = "select"
		options := []Option{{Text: p.say("criteria_item.no_"+column, nil)}}
		for _, value := range values {
			options = append(options, Option{Value: value, Text: capital(p.criteriaCell(column, value))})
		}
		return i.choose(options, chosen...)
	}
	switch column {
	case "kind":
		return choice(codesOf(scoring.Kinds)...)
	case "by":
		return choice(codesOf([]scoring.Kind{scoring.Ratio, scoring.Bands})...)
	case "feed":
		return choice(codesOf(scoring.Feeds)...)
	case "empty":
		return choice(codesOf(scoring.Empties)...)
	case "bands":
		i.Kind, i.Max = "textarea", 1000
	case "evidence":
		i.Kind = "checks"
		return i.choose([]Option{{Value: "yes", Text: p.say("criteria_item.evidence_yes", nil)}}, chosen...)
	case "appraiser":
		i.Kind = "select"
		none := Option{Text: p.say("criteria_page.council", nil)}
		return i.choose(append([]Option{none}, p.agencyOptions(c, s, "", chosen)...), chosen...)
	case "not_for":
		i.Kind = "checks"
		return i.choose(p.agencyOptions(c, s, s.Group, chosen), chosen...)
	}
	i.Mode = "decimal"
	return i
}

func codesOf[T ~string](list []T) []string {
	var all []string
	for _, v := range list {
		all = append(all, string(v))
	}
	return all
}

// agencyOptions are the agencies of a group, or all, that there are in the set's year, and
// what was chosen though it is none of them.
func (p *CriteriaItemPage) agencyOptions(
	c *survey.Catalogue, s *round.Set, group string, chosen []string,
) []Option {
	var options []Option
	there := map[string]bool{"": true}
	for i := range c.Agencies {
		a := &c.Agencies[i]
		if (group == "" || a.Group == group) && !there[a.Code] && round.AgencyInYear(c, a.Code, s.Year) == a {
			there[a.Code] = true
			options = append(options, Option{Value: a.Code, Text: p.In(a.Name)})
		}
	}
	byName(options)
	for _, code := range chosen {
		if !there[code] {
			there[code] = true
			options = append(options, Option{Value: code, Text: code})
		}
	}
	return options
}

func (p *CriteriaItemPage) moves(s *round.Set, place int) []Option {
	var list []Option
	for _, up := range []bool{true, false} {
		trial, do := s.CriteriaSet, map[bool]string{true: "up", false: "down"}[up]
		if round.MoveItem(&trial, place, up) {
			list = append(list, Option{Value: do, Text: p.say("criteria_item."+do, nil)})
		}
	}
	if len(s.Parts(place)) == 0 {
		list = append(list, Option{Value: "remove", Text: p.say("criteria_item.remove", nil)})
	}
	return list
}

// compare shows what is stored by now beside what was typed.
func (p *CriteriaItemPage) compare(stored map[string]string, typed url.Values) {
	shown := p.shownCells(stored)
	for _, column := range slices.Concat(nameColumns, ruleColumns) {
		was, now := strings.Join(shown[column], ", "), strings.Join(typed[column], ", ")
		was, now = strings.TrimSpace(was), strings.TrimSpace(strings.ReplaceAll(now, "\r\n", "\n"))
		if was != now {
			p.Stale = append(p.Stale, StaleRow{
				Name: p.criteriaColumn(column), Stored: p.criteriaCell(column, was), Typed: p.criteriaCell(column, now),
			})
		}
	}
}
