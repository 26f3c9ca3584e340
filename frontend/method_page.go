package frontend

import (
	"fmt"

	"hailong/scoring"
	"hailong/survey"
)

// MethodPage explains how an answer becomes a score, to whoever wants to check it.
// It needs no figures: its numbers are those of the worked examples.
type MethodPage struct {
	Office
	Method   string // the name of the rules in force
	Goal     string // the examples' target: "trên 83%", and its number
	Mark     string
	Z        string
	Parts    []Link // the page's sections
	Levels   []Level
	Factors  []FactorCount
	Examples []Example
	Block    []Cell
	Badges   []Badge
	Needed   []Cell // N and the needed number
	Minimum  int64
	Days     int64 // for late senders
	Facts    []Fact
	Assumed  []string
	Take     string
	Again    []string // what the table that can be downloaded is enough for
	Columns  []Column
	Forms    string // address of the questionnaires
}

// Level is a step of the scale.
type Level struct {
	Number    int
	Text      string
	Satisfied bool
}

// FactorCount is how often each shipped form asks about a factor.
type FactorCount struct {
	Name   string
	Counts []Cell
}

// Fact is a rule with the document that it is taken from.
type Fact struct{ Text, Source string }

// methodParts are the sections, by the ids that links to them name.
var methodParts = []string{
	"hoi-gi", "tinh-gi", "ty-le", "khoang", "vi-du", "ket-luan", "toi-thieu", "can-co",
	"binh-quan", "nam-truoc", "giu-loai", "nguon", "tinh-lai",
}

// MethodLink links to the page that explains the figures in full.
func (o *Office) MethodLink() string { return o.Link("/method") }

// Foot are the links under every page: what does not change with the plan.
func (o *Office) Foot() []Link {
	return []Link{
		o.tab(o.say("foot.method", nil), "/method", nil),
		o.tab(o.say("foot.agencies", nil), "/agencies", nil),
		o.tab(o.say("foot.questionnaires", nil), "/questionnaires", nil),
		o.tab(o.say("foot.privacy", nil), "/privacy", nil),
	}
}

// NewMethodPage makes the page of the method.
func NewMethodPage(f Frame, c *survey.Catalogue) *MethodPage {
	m := &MethodPage{
		Office: newOffice(f, c, c.DefaultPlan()), Method: scoring.Method,
		Minimum: survey.DefaultMinimum, Days: survey.AcceptDays,
	}
	m.Title = m.say("method.title", nil)
	m.Forms = m.Link("/questionnaires")
	pen := pen{lang: f.Lang}
	m.Goal, m.Mark, m.Z = pen.goal(workedTarget), pen.mark(workedTarget), pen.places(scoring.Z, 6)
	for _, id := range methodParts {
		m.Parts = append(m.Parts, Link{Text: m.say("method.part_"+id, nil), URL: m.MethodLink() + "#" + id})
	}
	m.Levels = m.levels()
	m.factors()
	m.Examples, m.Block = pen.examples(), pen.results(workedBlock.Estimate)
	for _, v := range verdicts {
		m.Badges = append(m.Badges, pen.badge(v))
	}
	for _, n := range workedTransactions {
		m.Needed = append(m.Needed, Cell{m.Int(n), m.Int(scoring.Needed(n))})
	}
	m.rules()
	m.sheet(pen)
	return m
}

// levels are the scale with what counts as satisfied.
func (o *Office) levels() []Level {
	var list []Level
	for n := 1; n <= 5; n++ {
		list = append(list, Level{n, o.say(fmt.Sprint("citizen.level.", n), nil), n >= 4})
	}
	return list
}

// factors counts the questions of the shipped forms.
func (m *MethodPage) factors() {
	forms := survey.Shipped()
	for _, factor := range forms[0].Factors {
		row := FactorCount{Name: m.In(factor.Name)}
		for i := range forms {
			count := forms[i].CountingQuestions(factor.Code)
			row.Counts = append(row.Counts, Cell{m.In(forms[i].Name), m.Int(int64(count))})
		}
		m.Factors = append(m.Factors, row)
	}
}

// facts are the rules that have a source, each with the source's name.
var facts = [][2]string{
	{"scale", "1001"},
	{"satisfied", "sipas"},
	{"target", "plan"},
	{"few", "province"},
	{"needed", "1159"},
	{"ratio", "cochran"},
	{"effective", "korn"},
	{"wilson", "wilson"},
}

func (m *MethodPage) rules() {
	for _, f := range facts {
		m.Facts = append(m.Facts, Fact{m.say("method.fact_"+f[0], nil), m.say("method.source_"+f[1], nil)})
	}
	args := survey.Args{"minimum": m.Minimum, "days": m.Days}
	for _, key := range []string{
		"home.how_assumed_neutral", "home.how_assumed_empty", "home.how_assumed_pooled",
		"home.how_assumed_counters", "home.how_assumed_target", "home.how_assumed_minimum",
		"method.assumed_parts", "home.how_assumed_ceiling", "method.assumed_late",
	} {
		m.Assumed = append(m.Assumed, m.say(key, args))
	}
}
