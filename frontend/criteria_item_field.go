package frontend

import (
	"net/url"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

var (
	nameColumns = []string{"code", "name", "name_en", "max", "guidance", "guidance_en"}
	ruleColumns = []string{
		"kind", "by", "feed", "step", "per", "threshold", "floor", "bands", "empty", "evidence",
		"appraiser", "not_for",
	}
)

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
