package survey

import (
	"cmp"
	"slices"
)

// Sums are the six sums from which a score and its interval follow, over counted
// responses only: response i has M_i answered questions that count, Y_i of them
// satisfied (4 or 5), M_i at least 1.
type Sums struct {
	N  int64 // responses
	Y  int64 // Σy
	M  int64 // Σm
	YY int64 // Σy²
	YM int64 // Σym
	MM int64 // Σm²
}

// Add gives the sums of both together.
func (s Sums) Add(o Sums) Sums {
	return Sums{s.N + o.N, s.Y + o.Y, s.M + o.M, s.YY + o.YY, s.YM + o.YM, s.MM + o.MM}
}

// Times gives the sums of n responses alike.
func (s Sums) Times(n int64) Sums {
	return Sums{s.N * n, s.Y * n, s.M * n, s.YY * n, s.YM * n, s.MM * n}
}

// SumsOf are the sums of one response with y of m satisfied; none where m is 0.
func SumsOf(y, m int64) Sums {
	if m == 0 {
		return Sums{}
	}
	return Sums{N: 1, Y: y, M: m, YY: y * y, YM: y * m, MM: m * m}
}

// Share counts the answers to one factor or question, in answers: where a factor
// has several questions, a person gives several.
type Share struct {
	Satisfied int64
	Given     int64
}

// Add gives the share of both together.
func (s Share) Add(o Share) Share { return Share{s.Satisfied + o.Satisfied, s.Given + o.Given} }

// TallyKey says what a tally counts. Zero fields mean "all of them" where a tally
// was summed over that dimension.
type TallyKey struct {
	Counter       CounterID
	Agency        AgencyID // the agency credited
	Plan          PlanID
	Questionnaire QuestionnaireID
	Month         Month
	Channel       Channel
	Excluded      bool // whether it counts what a person excluded
}

// Tally (số đếm) is one roll-up row: what was received and counted under a key.
type Tally struct {
	TallyKey
	Received int64 // stored responses of any status
	Late     int64 // of them: received after the plan's AcceptUntil, not counted
	// Excluded is how many of Received would count, had a person not excluded them.
	// A row of the roll-ups says it by its key (TallyKey.Excluded), so it has 0 here;
	// only what TallyQuery asks for has both kinds of rows in one.
	Excluded int64
	Sums
	Factors [MaxFactors]Share // in the questionnaire's order of factors
}

// Add gives the tally of both together, under t's key.
func (t Tally) Add(o Tally) Tally {
	t.Received += o.Received
	t.Late += o.Late
	t.Excluded += o.Excluded
	t.Sums = t.Sums.Add(o.Sums)
	for i := range t.Factors {
		t.Factors[i].Satisfied += o.Factors[i].Satisfied
		t.Factors[i].Given += o.Factors[i].Given
	}
	return t
}

// Counted is a row of the roll-ups as figures are made of it: what a person excluded was
// received, and late where it was late, but has no part in what scores are made of.
func (t Tally) Counted() Tally {
	if !t.TallyKey.Excluded {
		return t
	}
	aside := Tally{TallyKey: t.TallyKey, Received: t.Received, Late: t.Late, Excluded: t.N}
	aside.TallyKey.Excluded = false
	return aside
}

// MergeTallies adds up what has the same key and sorts by key, so that every
// writer locks rows in the same order.
func MergeTallies(tallies []Tally) []Tally {
	order := make([]*Tally, len(tallies))
	for i := range tallies {
		order[i] = &tallies[i]
	}
	slices.SortFunc(order, func(a, b *Tally) int { return a.Compare(b.TallyKey) })
	merged := make([]Tally, 0, len(tallies))
	for _, t := range order {
		if last := len(merged) - 1; last >= 0 && merged[last].TallyKey == t.TallyKey {
			merged[last] = merged[last].Add(*t)
			continue
		}
		merged = append(merged, *t)
	}
	return merged
}

// Compare orders keys by counter first.
func (k TallyKey) Compare(o TallyKey) int {
	return cmp.Or(
		cmp.Compare(k.Counter, o.Counter), cmp.Compare(k.Agency, o.Agency),
		cmp.Compare(k.Plan, o.Plan), cmp.Compare(k.Questionnaire, o.Questionnaire),
		cmp.Compare(k.Month, o.Month), cmp.Compare(k.Channel, o.Channel),
		cmp.Compare(boolInt(k.Excluded), boolInt(o.Excluded)),
	)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Dimension is something that tallies can be told apart by.
type Dimension string

// The dimensions of a TallyQuery.
const (
	ByAgency  Dimension = "agency"
	ByCounter Dimension = "counter"
	ByMonth   Dimension = "month"
	ByChannel Dimension = "channel"
)

// TallyQuery asks for tallies of one plan, summed over every dimension that By
// does not name. What a person excluded is in Received and Excluded, in no other sum.
type TallyQuery struct {
	Plan           PlanID
	Questionnaires []QuestionnaireID // versions that are counted together
	Agency         AgencyID          // 0: all
	Factors        int               // how many factors the form has; 0: as many as there may be
	By             []Dimension
}
