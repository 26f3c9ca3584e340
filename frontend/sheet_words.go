package frontend

import (
	"math/big"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// how says how a leaf's points follow from what was given, with the figures: "Tỷ lệ: 31
// trên 31".
func (p *sheetPen) how(l *round.Leaf) string {
	item := l.Item
	switch {
	case l.Out:
		return p.tell("how_out", nil)
	case item.Kind == scoring.Satisfaction:
		return p.tell("how_auto", survey.Args{"what": p.satisfaction(l)})
	case l.Fed != nil:
		what := p.fraction(*l.Fed)
		if l.Fed.Den == 0 {
			what = p.tell("none_counted", nil)
		}
		return p.tell("how_"+string(item.Feed), survey.Args{"what": what})
	}
	text := p.tell("how_"+string(item.Kind), survey.Args{"per": p.points(item.Per)})
	if e := p.shown(l); e != nil && !e.Given.NotApplicable {
		if figure := p.figure(l, e.Given); figure != "" {
			text += ": " + figure
		}
	}
	return text + p.threshold(item)
}

// shown is the entry whose figure stands at a leaf's name: the council's, else the agency's.
func (p *sheetPen) shown(l *round.Leaf) *round.Entry {
	if e := l.Judgement(); e != nil && p.judged() {
		return e
	}
	return l.Self
}

// figure writes what points follow from; nothing where points themselves were given.
func (p *sheetPen) figure(l *round.Leaf, g scoring.Given) string {
	switch {
	case l.Item.Kind == scoring.Satisfaction:
		return ""
	case l.Item.Share() && l.Item.Kind != scoring.Ratio && g.Den > 0:
		share := scoring.Decimal(big.NewRat(g.Num, g.Den))
		return p.fraction(g) + " (" + words.Point(p.Lang, share) + "%)"
	case l.Item.Share():
		return p.fraction(g)
	case l.Item.Kind == scoring.Count:
		return p.tell("cases", survey.Args{"count": p.count(g.Num)})
	case l.Item.Number():
		return p.count(g.Num)
	}
	return ""
}

func (p *sheetPen) fraction(g scoring.Given) string {
	return p.tell("of", survey.Args{"num": p.count(g.Num), "den": p.count(g.Den)})
}

// threshold says which share gives all points, where it is not all.
func (p *sheetPen) threshold(item *scoring.Item) string {
	ratio := item.Kind == scoring.Ratio || item.By == scoring.Ratio
	if !ratio || item.Threshold == 0 || item.Threshold == 10000 {
		return ""
	}
	return p.tell("threshold", survey.Args{"share": p.percent(item.Threshold)})
}

// satisfaction says the official score that a leaf is filled in from.
func (p *sheetPen) satisfaction(l *round.Leaf) string {
	o, responses := p.Sheet.Opinion, int64(0)
	if p.Sheet.Asked != nil {
		responses = p.Sheet.Asked.Tally.N
	}
	switch o.Official {
	case scoring.NoService:
		return p.tell("no_service", nil)
	case scoring.Met, scoring.NotMet:
		share := scoring.Decimal(big.NewRat(o.Satisfied, o.Answers))
		return p.tell("satisfied", survey.Args{"share": words.Point(p.Lang, share), "count": p.Int(responses)}) +
			p.threshold(l.Item)
	}
	return p.tell("too_few", survey.Args{"count": p.Int(responses)})
}

// gave says what an entry gives: its figure and the points that follow.
func (p *sheetPen) gave(l *round.Leaf, e *round.Entry) string {
	switch {
	case e.Part == round.Explained && e.Agrees:
		return p.tell("agrees", nil)
	case e.Part == round.Explained:
		return p.tell("contests", nil)
	case e.Given.NotApplicable:
		return p.tell("not_applicable", nil)
	}
	mark := scoring.Mark{Points: e.Given.Points}
	if l.Item.Kind != scoring.Satisfaction {
		mark = l.Item.Mark(e.Given)
	}
	if mark.Out {
		return p.tell("not_applicable", nil)
	}
	points := p.tell("so_many", survey.Args{"points": p.points(mark.Points)})
	if figure := p.figure(l, e.Given); figure != "" {
		return figure + ": " + points
	}
	return points
}

// rules say how a leaf is scored, for the page of that leaf.
func (p *sheetPen) rules(l *round.Leaf) []string {
	item := l.Item
	list := []string{p.how(l)}
	for _, b := range item.Bands {
		bound := p.percent(b.Bound)
		if item.Plain {
			bound = p.count(b.Bound)
		}
		word := "band_least"
		if item.AtMost {
			word = "band_most"
		}
		list = append(list, p.tell(word, survey.Args{"bound": bound, "points": p.points(b.Points)}))
	}
	if item.Step > 0 {
		list = append(list, p.tell("step", survey.Args{"step": p.points(item.Step)}))
	}
	if item.Floor > 0 {
		list = append(list, p.tell("floor", survey.Args{"share": p.percent(item.Floor)}))
	}
	if item.Empty != "" {
		list = append(list, p.tell("empty_"+string(item.Empty), nil))
	}
	if item.Evidence {
		list = append(list, p.tell("evidence_needed", nil))
	}
	if item.Kind == scoring.External {
		list = append(list, p.tell("source_needed", nil))
	}
	if item.Appraiser != "" {
		list = append(list, p.tell("appraised_by", survey.Args{"code": item.Appraiser}))
	}
	if text := strings.TrimSpace(p.In(item.Guidance)); text != "" {
		list = append(list, text)
	}
	return list
}
