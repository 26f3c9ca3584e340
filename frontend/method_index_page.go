package frontend

import (
	"math/big"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

const methodIndexPath = "/method/index"

// MethodIndexPage explains how points become an index, a class and a rank. What it computes
// it computes by the rules themselves, from the worked example.
type MethodIndexPage struct {
	Office
	Parts    []Link
	Score    Link // how satisfaction is computed
	Years    Link // what was published; without address: nothing yet
	Kinds    []Held
	Leaves   []IndexLeaf
	Sums     []Cell
	Step     string // the example's index, step by step
	Ends     string // what the interval of its satisfaction does
	Classes  []Held
	Places   []IndexPlace
	Facts    []Fact
	Assumed  []string
	Calendar []Held
	Petition int // working days
}

// methodIndexParts are the sections, by the ids that links to them name.
var methodIndexParts = []string{
	"bo-tieu-chi", "cach-cham", "diem-hai-long", "khong-ap-dung", "chi-so", "vi-du-chi-so", "xep-loai",
	"thu-hang", "mot-nam", "cong-bo", "kiem-chung", "can-cu",
}

// MethodIndexLink links to the page that explains the index in full.
func (o *Office) MethodIndexLink() string { return o.Link(methodIndexPath) }

// NewMethodIndexPage makes the page.
func NewMethodIndexPage(f Frame, c *survey.Catalogue) *MethodIndexPage {
	m := &MethodIndexPage{Office: newOffice(f, c, c.DefaultPlan()), Petition: round.PetitionDays}
	m.Title = m.say("method_index.title", nil)
	m.Score = Link{Text: m.say("method_index.score_link", nil), URL: m.MethodLink()}
	if f.Ranked > 0 {
		m.Years = Link{Text: m.say("ranking.list", nil), URL: m.Link(rankingsPath)}
	}
	for _, id := range methodIndexParts {
		text := m.say("method_index.part_"+id, nil)
		m.Parts = append(m.Parts, Link{Text: text, URL: m.MethodIndexLink() + "#" + id})
	}
	for _, kind := range scoring.Kinds {
		m.Kinds = append(m.Kinds, Held{
			m.say("criteria_page.kind_"+string(kind), nil), m.say("method_index.kind_"+string(kind), nil),
		})
	}
	m.Leaves, m.Places, m.Classes, m.Calendar = m.leaves(), m.places(), m.classes(), m.calendar()
	m.sums()
	m.rules()
	return m
}

// sums are how the first agency of the example comes to its index.
func (m *MethodIndexPage) sums() {
	w := &workedIndex[0]
	r := w.result
	points, most := m.hundredths(int64(r.Points)), m.hundredths(int64(r.Max))
	bonus := m.hundredths(int64(min(r.Bonus, indexSet.BonusCap)))
	penalty := m.hundredths(int64(min(r.Penalty, indexSet.PenaltyCap)))
	base := m.pointText(scoring.Decimals([]*big.Rat{r.Base}, nil)[0])
	m.Sums = []Cell{
		{m.say("ranking.points", nil), points},
		{m.say("method_index.applicable", nil), most},
		{m.say("method_index.base", nil), base},
		{m.say("criteria_page.kind_bonus", nil), bonus},
		{m.say("criteria_page.kind_penalty", nil), penalty},
		{m.say("ranking.index", nil), m.pointText(w.print)},
	}
	m.Step = "100 × " + points + " / " + most + " + " + bonus + " − " + penalty + " = " + m.pointText(w.print)
	m.Ends = m.say("method_index.example_ends", survey.Args{
		"low": m.hundredths(int64(w.low.Points)), "high": m.hundredths(int64(w.high.Points)),
		"least": m.pointText(w.least), "most": m.pointText(w.most),
	})
}

// classes are the sample's, with what each takes.
func (m *MethodIndexPage) classes() []Held {
	var list []Held
	for i, k := range indexSet.Classes {
		word, cut := "ranking.class_from", k.Cut
		if i == len(indexSet.Classes)-1 {
			word, cut = "ranking.class_last", indexSet.Classes[i-1].Cut
		}
		list = append(list, Held{
			m.say("method_index.class_"+k.Code, nil), m.say(word, survey.Args{"cut": m.cut(cut)}),
		})
	}
	return list
}

// rules are what is taken from a document, and what is our own assumption.
func (m *MethodIndexPage) rules() {
	for _, name := range []string{"parts", "base", "classes", "standing"} {
		m.Facts = append(m.Facts, Fact{
			m.say("method_index.fact_"+name, nil), m.say("method_index.source_"+name, nil),
		})
	}
	args := survey.Args{"days": m.Petition}
	for _, name := range []string{"cuts", "shared", "range", "least", "few", "calendar", "petition"} {
		m.Assumed = append(m.Assumed, m.say("method_index.assumed_"+name, args))
	}
}

// calendar is the sample one, without its year.
func (m *MethodIndexPage) calendar() []Held {
	const year = 2000
	var list []Held
	for _, step := range round.Steps {
		if day, ends := round.SampleCalendar(year)[step]; ends {
			word := "method_index.until"
			if day > survey.YearEnd(year) {
				word = "method_index.until_next"
			}
			list = append(list, Held{m.stepName(step), m.say(word, survey.Args{"day": day.Time().Format("02/01")})})
		}
	}
	return list
}
