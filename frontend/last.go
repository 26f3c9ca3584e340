package frontend

import (
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/survey"
)

// compared is a line about the year before: the figure, by how much it moved, and
// whether that means anything; or that the agency is not the one of then.
func (o *Office) compared(last report.Last) string {
	switch {
	case last.Change != nil:
		word := "table.last_apart"
		if last.Change.Touch {
			word = "table.last_touch"
		}
		before := last.Change.Before
		return o.say(word, survey.Args{
			"year":    last.Plan.Year,
			"percent": words.Point(o.Lang, scoring.Decimal(before.Share, before.Target.Hundredths)),
			"change":  o.signed(last.Change),
		})
	case last.Reorganised:
		return o.reorganised(last)
	}
	return ""
}

// signed is a change with its sign: +1,25.
func (o *Office) signed(c *scoring.Change) string {
	sign := [...]string{"−", "", "+"}[c.Points.Sign()+1]
	return sign + words.Point(o.Lang, c.Decimal())
}

func (o *Office) reorganised(last report.Last) string {
	var from []string
	for _, s := range last.From {
		args := survey.Args{"name": o.In(o.catalogue.Agency(s.Predecessor).Name), "day": s.On}
		from = append(from, o.say("table.last_from_one", args))
	}
	if len(from) == 0 {
		return o.say("table.last_reorganised", nil)
	}
	return o.say("table.last_from", survey.Args{"from": strings.Join(from, "; ")})
}
