package survey

import (
	"bytes"
	"cmp"
	"slices"
	"time"
)

// FlagRule (quy tắc gắn cờ) names what a flagged response was noticed for. A flag changes
// nothing: it asks a person to look.
type FlagRule string

// The rules.
const (
	// Burst: at one counter, at least ten counted responses within ten minutes that say
	// the same, question by question.
	Burst FlagRule = "burst"
	// Even: at one counter, at least twelve counted responses in a row, sent by the open
	// channels, at gaps that differ by no more than a twentieth. People who queue, or who
	// share a network, come at gaps that differ by far more, and no address is known here
	// that they could share; what is sent by a clock does not.
	Even FlagRule = "even"
)

// FlagRules are all rules, in the order in which pages name them.
var FlagRules = []FlagRule{Burst, Even}

const (
	burstLeast = 10
	burstTime  = 10 * time.Minute
	evenLeast  = 12
	evenPart   = 20 // the gaps differ by at most one part in so many
)

// Flag (cờ) says that a rule noticed a response.
type Flag struct {
	Counter       CounterID
	Receipt       Receipt
	Rule          FlagRule
	Plan          PlanID
	Questionnaire QuestionnaireID
	Day           Day
}

// Compare orders flags by receipt, then rule.
func (f Flag) Compare(o Flag) int {
	return cmp.Or(
		cmp.Compare(f.Counter, o.Counter), bytes.Compare(f.Receipt[:], o.Receipt[:]), cmp.Compare(f.Rule, o.Rule),
	)
}

// FlagsOf are the flags of one counter's responses, sorted. They follow from the
// responses alone, whatever was excluded since: else what is left of a burst would lose
// its flags by the first exclusion. Paper and imports are left out, because their times
// say when somebody wrote them down.
func FlagsOf(responses []Response) []Flag {
	runs, bursts := map[flagKey][]*Response{}, map[flagKey][]*Response{}
	for i := range responses {
		r := &responses[i]
		if r.Status != StatusValid || r.Channel == ChannelPaper || r.Channel == ChannelImport {
			continue
		}
		key := flagKey{plan: r.Plan, questionnaire: r.Questionnaire}
		if r.Channel.Open() {
			runs[key] = append(runs[key], r)
		}
		key.levels = r.Levels
		bursts[key] = append(bursts[key], r)
	}
	noticed := map[Flag]bool{}
	for _, list := range bursts {
		notice(noticed, list, Burst, burstLeast, together)
	}
	for _, list := range runs {
		notice(noticed, list, Even, evenLeast, evenly)
	}
	flags := make([]Flag, 0, len(noticed))
	for f := range noticed {
		flags = append(flags, f)
	}
	slices.SortFunc(flags, Flag.Compare)
	return flags
}

// flagKey tells apart what is never held against each other.
type flagKey struct {
	plan          PlanID
	questionnaire QuestionnaireID
	levels        Levels
}

// notice flags each run of so many responses, in the order of their times, for which
// odd is true.
func notice(into map[Flag]bool, list []*Response, rule FlagRule, least int, odd func([]*Response) bool) {
	slices.SortFunc(list, func(a, b *Response) int {
		return cmp.Or(a.AnsweredAt.Compare(b.AnsweredAt), bytes.Compare(a.Receipt[:], b.Receipt[:]))
	})
	for first := 0; first+least <= len(list); first++ {
		run := list[first : first+least]
		if !odd(run) {
			continue
		}
		for _, r := range run {
			into[Flag{r.Counter, r.Receipt, rule, r.Plan, r.Questionnaire, r.Day}] = true
		}
	}
}

func together(run []*Response) bool {
	return run[len(run)-1].AnsweredAt.Sub(run[0].AnsweredAt) <= burstTime
}

func evenly(run []*Response) bool {
	shortest := run[1].AnsweredAt.Sub(run[0].AnsweredAt)
	longest := shortest
	for i := 2; i < len(run); i++ {
		gap := run[i].AnsweredAt.Sub(run[i-1].AnsweredAt)
		shortest, longest = min(shortest, gap), max(longest, gap)
	}
	return shortest > 0 && evenPart*(longest-shortest) <= shortest
}
