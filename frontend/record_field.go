package frontend

import (
	"net/url"
	"slices"
	"strings"

	"hailong/survey"
)

// recordField is how a column is edited. The cells are those of a file: what a page
// can say, a file can say, and the rules are the same.
type recordField struct {
	column, kind string
	fixed        bool // only a new thing may choose it
}

var recordFields = map[survey.RecordKind][]recordField{
	survey.CounterRecord: {
		{"code", "text", true},
		{"agency", "agency", true},
		{"name_vi", "text", false},
		{"name_en", "text", false},
		{"place_vi", "text", false},
		{"place_en", "text", false},
		{"hours", "text", false},
		{"opened_on", "date", false},
		{"closed_on", "date", false},
	},
	survey.AgencyRecord: {
		{"code", "text", true},
		{"valid_from", "date", true},
		{"name_vi", "text", false},
		{"name_en", "text", false},
		{"group", "group", false},
		{"sector", "sector", false},
		{"hotline", "text", false},
		{"valid_to", "date", false},
		{"source", "text", false},
	},
	survey.PlanRecord: {
		{"code", "text", true},
		{"year", "number", false},
		{"name_vi", "text", false},
		{"name_en", "text", false},
		{"starts", "date", false},
		{"ends", "date", false},
		{"accept_until", "date", false},
		{"form", "form", false},
		{"target", "text", false},
		{"target_public_service", "text", false},
		{"minimum", "number", false},
		{"official", "flag", false},
		{"census", "flag", false},
		{"public", "flag", false},
		{"counters", countersKind, false},
		{"groups", "groups", false},
		{"agencies", scopeKind, false},
		{"transactions", numbersKind, false},
	},
}

// Kinds that are drawn as a part of the page, not as a field.
const (
	scopeKind   = "scope"
	numbersKind = "numbers"
)

// countersKind is typed as text: codes of counters.
const countersKind = "counters"

// RecordFields are the columns that a page may send of a kind, and whether none sent
// means an empty cell: boxes that are all empty are not sent.
func RecordFields(kind survey.RecordKind) map[string]bool {
	boxes := map[string]bool{}
	for _, spec := range recordFields[kind] {
		boxes[spec.column] = spec.kind == "groups" || spec.kind == scopeKind
	}
	return boxes
}

func (p *RecordPage) recordFields(
	c *survey.Catalogue, today survey.Day, r *survey.Record, shown map[string]string,
) []Input {
	var fields []Input
	for _, spec := range recordFields[r.Kind] {
		if spec.kind == scopeKind || spec.kind == numbersKind {
			continue
		}
		value := shown[spec.column]
		field := p.input("record", spec.column, spec.kind, url.Values{spec.column: {value}})
		field.Label = p.columnName(spec.column)
		if field.Fixed = r.Key != "" && (spec.fixed || p.keeps(spec.column, today)); field.Fixed {
			value = r.Cells[spec.column]
			field.Value, field.Shown = value, p.cellText(c, spec, today, value)
		}
		field.Required = slices.Contains(survey.RecordNeeded(r.Kind), spec.column)
		fields = append(fields, p.choices(c, today, field, value))
	}
	return fields
}

// keeps tells whether a plan that has begun keeps a column as it is.
func (p *RecordPage) keeps(column string, today survey.Day) bool {
	return p.begun != nil && p.begun.Keeps(column, today)
}

// columnName is a column in words.
func (d *Desk) columnName(column string) string {
	if column == "agency" { // "record.agency" is the title of an agency's page
		return d.say("record.agency_of", nil)
	}
	return d.say("record."+column, nil)
}

// choices turns the kinds of our own into controls with their options.
func (p *RecordPage) choices(c *survey.Catalogue, today survey.Day, field Input, value string) Input {
	var options []Option
	switch field.Kind {
	case "agency":
		options = p.agencyChoices(today, func(a *survey.Agency) bool {
			return a.ExistsOn(today) || value == c.AgencyRef(a, today)
		})
	case "group", "groups":
		for _, g := range c.Groups {
			options = append(options, Option{Value: g.Code, Text: p.In(g.Name)})
		}
	case "sector":
		for _, s := range survey.Sectors {
			options = append(options, Option{Value: string(s), Text: p.sectorName(s)})
		}
	case "form":
		for i := range c.Questionnaires {
			q := &c.Questionnaires[i]
			if p.begun != nil && c.Questionnaire(p.begun.Questionnaire).Code != q.Code {
				continue // answers were given to this form: only another version of it may come
			}
			options = append(options, Option{Value: q.Ref(), Text: q.Ref() + " " + p.In(q.Name)})
		}
	case "flag":
		options = []Option{
			{Value: "no", Text: p.say("record.no", nil)}, {Value: "yes", Text: p.say("record.yes", nil)},
		}
	case countersKind:
		field.Kind = "text"
		return field
	default:
		return field
	}
	if field.Kind == "groups" {
		field.Kind = "checks"
		return field.choose(options, strings.Split(value, "|")...)
	}
	if field.Kind != "flag" {
		options = append([]Option{{}}, options...)
	}
	field.Kind = "select"
	return field.choose(options, value)
}
