package frontend

import (
	"slices"
	"strconv"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// points writes points as people do: 4,5.
func (f Frame) points(p scoring.Points) string {
	return words.Point(f.Lang, survey.HundredthsText(int64(p)))
}

// share writes hundredths of a percent: 90,5%.
func (f Frame) share(hundredths int64) string {
	return words.Point(f.Lang, survey.HundredthsText(hundredths)) + "%"
}

// ruleText says how the points of a leaf are found.
func (o *Office) ruleText(i *scoring.Item) string {
	text := o.say("criteria_page.kind_"+string(i.Kind), nil)
	how := i.Kind
	if i.By != "" {
		how = i.By
		text += " · " + o.say("criteria_page.kind_"+string(how), nil)
	}
	parts := []string{text}
	add := func(key string, args survey.Args) { parts = append(parts, o.say("criteria_page.rule_"+key, args)) }
	switch how {
	case scoring.Ratio:
		add("threshold", survey.Args{"share": o.share(i.Threshold)})
		if i.Floor > 0 {
			add("floor", survey.Args{"share": o.share(i.Floor)})
		}
	case scoring.Bands:
		parts = append(parts, o.bandTexts(&i.Rule))
	case scoring.Count:
		add("per", survey.Args{"points": o.points(i.Per)})
	default:
		if i.Step > 0 {
			add("step", survey.Args{"points": o.points(i.Step)})
		}
	}
	if i.Feed != scoring.Typed {
		add("feed_"+string(i.Feed), nil)
	}
	if i.Empty != "" {
		add("empty_"+string(i.Empty), nil)
	}
	return strings.Join(parts, "; ")
}

func (o *Office) bandTexts(r *scoring.Rule) string {
	key := "criteria_page.rule_band"
	if r.AtMost {
		key = "criteria_page.rule_band_small"
	}
	var texts []string
	for _, b := range r.Bands {
		bound := o.share(b.Bound)
		if r.Plain {
			bound = strings.TrimSuffix(bound, "%")
		}
		texts = append(texts, o.say(key, survey.Args{"bound": bound, "points": o.points(b.Points)}))
	}
	return strings.Join(texts, ", ")
}

// criteriaCell is a cell of a file of a set as people read it.
func (o *Office) criteriaCell(column, value string) string {
	switch column {
	case "kind", "by":
		if value != "" {
			return o.say("criteria_page.kind_"+value, nil)
		}
	case "feed", "empty":
		if value != "" {
			return o.say("criteria_page.rule_"+column+"_"+value, nil)
		}
	case "evidence", "sample":
		if value == "yes" {
			return o.say("record.yes", nil)
		}
		return o.say("record.no", nil)
	case "max", "step", "per", "threshold", "floor", "bands", "bonus_cap", "penalty_cap":
		return strings.ReplaceAll(words.Point(o.Lang, value), ".", o.decimal())
	case "level":
		return o.say("criteria_page.level_"+value, nil)
	}
	return value
}

func (o *Office) decimal() string {
	if o.Lang == survey.Vietnamese {
		return ","
	}
	return "."
}

// criteriaColumn names a column of a file of a set.
func (o *Office) criteriaColumn(column string) string {
	if class, found := strings.CutPrefix(column, round.ClassPrefix); found {
		return o.say("criteria_page.class", survey.Args{"code": class})
	}
	return o.worded("criteria_item.", column)
}

// criteriaFault is a fault of a set as an error, at the field that it is in.
func (f Frame) criteriaFault(fault scoring.Fault) *survey.Error {
	args := survey.Args{}
	for name, value := range fault.Args {
		if text, ok := value.(string); ok && slices.Contains([]string{"max", "sum"}, name) {
			value = words.Point(f.Lang, text)
		}
		args[name] = value
	}
	column := fault.Column
	if column == "unit" {
		column = "bands"
	}
	return survey.Fail(survey.Invalid, fault.Word, args).At(column)
}

func (f Frame) faultTexts(faults []scoring.Fault) []string {
	var texts []string
	for _, fault := range faults {
		texts = append(texts, capital(f.sentence(f.criteriaFault(fault))))
	}
	return texts
}

// CriteriaPath is where a set is shown.
func CriteriaPath(id round.SetID) string {
	return criteriaPath + "/" + strconv.FormatInt(int64(id), 10)
}

const criteriaPath = "/desk/criteria"

// setTitle names a set: Bộ tiêu chí mẫu cho sở, ban, ngành, năm 2026, phiên bản 1.
func (o *Office) setTitle(s *round.Set) string {
	return o.say("criteria_page.named", survey.Args{"name": o.In(s.Name), "year": s.Year, "number": s.Version})
}

func (o *Office) groupName(c *survey.Catalogue, code string) string {
	if g := c.GroupByCode(code); g != nil {
		return o.In(g.Name)
	}
	return code
}
