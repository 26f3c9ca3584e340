package frontend

import (
	"slices"
	"strconv"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/survey"
)

// Verdict is the official verdict together with its certainty, as pages name it.
type Verdict string

// The verdicts, and Unjudged for what is shown beside the target without being
// held against it.
const (
	NotClear  Verdict = "not_clear"
	NotMargin Verdict = "not_margin"
	MetMargin Verdict = "met_margin"
	MetClear  Verdict = "met_clear"
	TooFew    Verdict = "too_few"
	NoService Verdict = "no_service"
	Withheld  Verdict = "withheld"
	Unjudged  Verdict = ""
)

// verdicts are in the order of help needed, which is that of sums and of sorting.
var verdicts = []Verdict{NotClear, NotMargin, MetMargin, MetClear, TooFew, NoService}

// place is the verdict's place in that order.
func (v Verdict) place() int { return slices.Index(verdicts, v) }

func verdictOf(official scoring.Official, certain bool) Verdict {
	switch {
	case official == scoring.NoService:
		return NoService
	case official == scoring.Withheld:
		return Withheld
	case official == scoring.Met && certain:
		return MetClear
	case official == scoring.Met:
		return MetMargin
	case official == scoring.NotMet && certain:
		return NotClear
	case official == scoring.NotMet:
		return NotMargin
	}
	return TooFew
}

// Class is the style class, one for each shape: circle, diamond, dashes.
func (v Verdict) Class() string {
	switch v {
	case MetClear, MetMargin:
		return "met"
	case NotClear, NotMargin:
		return "not"
	}
	return "few"
}

// Colour is the verdict's colour in a drawing; the shape says the same without it.
func (v Verdict) Colour() string {
	switch v.Class() {
	case "met":
		return "#0a5674"
	case "not":
		return "#a34500"
	}
	return "#13242c"
}

// hollow is how a drawing says "within the margin".
func (v Verdict) hollow() bool { return v == MetMargin || v == NotMargin }

// Badge is a verdict with its words.
type Badge struct {
	Verdict
	Text string
}

func (p pen) badge(v Verdict) Badge {
	if v == Unjudged {
		return Badge{}
	}
	return Badge{v, p.say("verdict."+string(v), nil)}
}

// sentence tells in words what the meter shows.
func (p pen) sentence(v Verdict, t survey.Target) string {
	if v == Unjudged {
		return ""
	}
	return p.say("verdict.say_"+string(v), survey.Args{
		"mark": p.mark(t), "goal": p.goal(t), "under": p.under(t),
	})
}

// goal is a target in words: "trên 83%".
func (p pen) goal(t survey.Target) string {
	if t.Above {
		return p.say("verdict.goal_above", survey.Args{"mark": p.mark(t)})
	}
	return p.say("verdict.goal_least", survey.Args{"mark": p.mark(t)})
}

// under is the lack of it: "chưa trên 83%".
func (p pen) under(t survey.Target) string {
	if t.Above {
		return p.say("verdict.under_above", survey.Args{"mark": p.mark(t)})
	}
	return p.say("verdict.under_least", survey.Args{"mark": p.mark(t)})
}

// mark is the target's number, without decimals that say nothing: 83.
func (p pen) mark(t survey.Target) string {
	return words.Point(p.lang, strconv.FormatFloat(t.Percent(), 'f', -1, 64))
}

// rounded says what the print hides: 83,00 that is not 83, or is and is not enough.
func (p pen) rounded(j judged, printed string) string {
	number := strings.TrimRight(strings.TrimRight(printed, "0"), ".")
	if number != strconv.FormatFloat(j.target.Percent(), 'f', -1, 64) {
		return ""
	}
	exact := 0
	if j.Share != nil {
		exact = j.Share.Cmp(exactTarget(j.target))
	}
	args := survey.Args{"mark": p.mark(j.target)}
	switch {
	case exact > 0:
		return p.say("verdict.rounded_above", args)
	case exact < 0:
		return p.say("verdict.rounded_under", args)
	case j.target.Above:
		return p.say("verdict.exact", args)
	}
	return ""
}
