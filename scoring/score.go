package scoring

import (
	"hailong/survey"
)

// Method names the reading of SIPAS that every score here follows: answers
// pooled, satisfied is 4 or 5, "Bình thường" in the denominator.
const Method = "sipas-pooled-1"

// Official is the verdict of the rule, without regard to uncertainty.
type Official string

// The official verdicts.
const (
	Met       Official = "met"
	NotMet    Official = "not_met"
	TooFew    Official = "too_few"    // fewer responses than the minimum
	NoService Official = "no_service" // fewer than ten transactions in the year
	Withheld  Official = "withheld"   // a part only: shown, it would give a smaller one away
)

// leastTransactions is the number of yearly transactions below which an agency
// gives no service that could be surveyed.
const leastTransactions = 10

// leastResponses is the floor of every minimum.
const leastResponses = 10

// Terms are what a score is judged by: the plan's rules for one agency.
type Terms struct {
	Target       survey.Target
	Transactions int64 // last year's N; 0 where unknown
	Known        bool  // whether Transactions is known
	Minimum      int64 // the plan's minimum of responses
	Population   int64 // N of a census that has ended, else 0
	Floor        int64 // responses from which the interval is told without an official score; 0: never
}

// TermsOf reads the terms of an agency from its plan; ended is whether the plan's
// period is over.
func TermsOf(p *survey.Plan, a *survey.Agency, ended bool) Terms {
	n, known := p.Transactions[a.ID]
	t := Terms{Target: p.Targets[a.Sector], Transactions: n, Known: known, Minimum: p.Minimum}
	if p.Census && ended && known {
		t.Population = n
	}
	return t
}

// OfPart are the terms of a part of the agency's figures: it has no population of its
// own, so no finite correction.
func (t Terms) OfPart() Terms {
	t.Population = 0
	return t
}

// Inside are the terms for those whose own figures these are: from ten responses on they
// are told the interval, for information only.
func (t Terms) Inside() Terms {
	t.Floor = leastResponses
	return t
}

// Needed is ⌈N / (1 + N·e²)⌉ with e = 5%, the number of responses asked for
// (formula of CV 1159/BNV-CCHC 2014, rounded up): progress, not a verdict.
func Needed(transactions int64) int64 {
	if transactions <= 0 {
		return 0
	}
	// N / (1 + N/400) = 400·N / (400 + N), in integers.
	return (400*transactions + 399 + transactions) / (400 + transactions)
}

// Needed is the number of responses asked for; 0 where N is unknown.
func (t Terms) Needed() int64 { return Needed(t.Transactions) }

// Least is the number of responses below which there is no official score: the
// plan's minimum, or the needed number if smaller, never under 10.
func (t Terms) Least() int64 {
	least := t.Minimum
	if t.Known {
		least = min(least, t.Needed())
	}
	return max(least, leastResponses)
}

// tells is the number of responses from which the reader is told something beside it.
func (t Terms) tells() int64 {
	if t.Floor > 0 {
		return min(t.Floor, t.Least())
	}
	return t.Least()
}

// Score (tỷ lệ hài lòng) is one agency's, counter's, month's or factor's figure.
type Score struct {
	Terms
	Estimate
	Received  int64 // stored responses
	Late      int64 // of them: too late to count
	Excluded  int64 // of them: would count, had a person not excluded them
	Responses int64 // counted
	Answers   int64 // Σm
	Satisfied int64 // Σy
	Official  Official
	Certain   bool // the interval lies wholly on one side of the target
}

// ScoreOf judges a tally by its terms.
func ScoreOf(t survey.Tally, terms Terms) Score {
	s := Score{
		Terms: terms, Estimate: EstimateOf(t.Sums, terms.Population),
		Received: t.Received, Late: t.Late, Excluded: t.Excluded,
		Responses: t.N, Answers: t.M, Satisfied: t.Y,
	}
	switch {
	case terms.Known && terms.Transactions < leastTransactions:
		s.Official = NoService
	case t.N < terms.Least() || t.M == 0:
		s.Official = TooFew
	case terms.Target.Met(t.Y, t.M):
		s.Official = Met
	default:
		s.Official = NotMet
	}
	s.Certain = s.Eligible() && !s.Interval.Contains(terms.Target.Percent())
	return s
}

// Eligible tells whether the score is official: it may be shown to the public and
// enters averages.
func (s Score) Eligible() bool { return s.Official == Met || s.Official == NotMet }

// Hinted tells whether the interval may be told to the reader though there is no official
// score: it is for information, enters no average, and is never shown as a score.
func (s Score) Hinted() bool {
	return s.Floor > 0 && s.Official == TooFew && s.Responses >= s.Floor && s.Answers > 0
}

// told tells whether the reader sees more of the score than how many answered.
func (s Score) told() bool { return s.Eligible() || s.Hinted() }

// Withhold hides one more of the parts of a shown total, the smallest, where those
// already hidden are together below what may be told: the total less the rest would
// tell what was to be hidden (secondary suppression).
func Withhold(parts []*Score) {
	var hidden, least int64
	var smallest *Score
	for _, s := range parts {
		switch {
		case !s.told():
			hidden, least = hidden+s.Responses, max(least, s.tells())
		case smallest == nil || s.Responses < smallest.Responses:
			smallest = s
		}
	}
	if smallest != nil && 0 < hidden && hidden < least {
		smallest.Official, smallest.Certain = Withheld, false
	}
}

// Uncounted is how many of the received have no answer that counts.
func (s Score) Uncounted() int64 { return s.Received - s.Responses - s.Late - s.Excluded }

// Missing is how many responses the needed number still lacks.
func (s Score) Missing() int64 { return max(0, s.Needed()-s.Responses) }

// OfFactor is the score of one factor, or of one question, within s: judged by the
// same target for comparison only, and without an agency's finite correction. Where
// it has one question, given counts responses and the interval is exact; where it
// has several, the roll-ups do not tell whose answers go together, so there is no
// interval (Effective is 0), and the minimum is held against answers for so many
// responses: ten people must not pass for forty.
func (s Score) OfFactor(share survey.Share, questions int) Score {
	terms := Terms{Target: s.Target, Minimum: s.Least() * int64(questions), Floor: s.Floor * int64(questions)}
	sums := survey.Sums{
		N: share.Given, Y: share.Satisfied, M: share.Given,
		YY: share.Satisfied, YM: share.Satisfied, MM: share.Given,
	}
	f := ScoreOf(survey.Tally{Sums: sums}, terms)
	if !s.Eligible() {
		f.Certain, f.Official = false, TooFew
		if s.Official == NoService {
			f.Official = NoService
		}
	}
	if questions != 1 {
		f.Estimate = Estimate{Share: f.Share}
		f.Certain = false
	}
	return f
}
