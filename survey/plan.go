package survey

import "slices"

// Target (chỉ tiêu) is what a score is held against, in hundredths of a percent.
type Target struct {
	Hundredths int64
	Above      bool // true: "above"; false: "at least"
}

// Percent is the target in percent, 83.
func (t Target) Percent() float64 { return float64(t.Hundredths) / 100 }

// Met decides on integers whether satisfied of given answers meets the target:
// 83 exactly does not meet "above 83" (plan 2022, I.11).
func (t Target) Met(satisfied, given int64) bool {
	have, want := 10000*satisfied, t.Hundredths*given
	return given > 0 && (have > want || !t.Above && have == want)
}

// DefaultMinimum is the number of responses below which an agency has no official
// score, unless the plan sets another.
const DefaultMinimum = 30

// AcceptDays is how long after its end a plan takes late senders (offline, paper),
// unless the plan says otherwise.
const AcceptDays = 10

// Plan (kế hoạch khảo sát) says who is asked what in a period, and against which
// target. Days are local days, both ends in.
type Plan struct {
	ID            PlanID
	Code          string
	Year          int
	Name          Text
	Official      bool // its scores are the year's for the agencies that it lists
	Census        bool // each transaction asked once, by list: finite correction after its end
	Public        bool // live figures are public
	Archived      bool // its responses stand in a file: nothing more comes in
	Starts, Ends  Day
	AcceptUntil   Day
	Questionnaire QuestionnaireID
	Minimum       int64
	Targets       map[Sector]Target
	Groups        []string           // groups covered, by code
	Agencies      []AgencyID         // agencies covered beside the groups
	Counters      []CounterID        // counters covered, in order; they leave their agency's other plan
	Transactions  map[AgencyID]int64 // last year's transactions N, where known
}

// Names tells whether the plan names the counter itself.
func (p *Plan) Names(counter *Counter) bool {
	_, named := slices.BinarySearch(p.Counters, counter.ID)
	return named
}

// TakesOn tells whether an answer given on that day lies in the plan's period.
func (p *Plan) TakesOn(d Day) bool { return d.Within(p.Starts, p.Ends) }

// Accepts tells whether an answer that arrives on that day still counts. There is
// no lower bound: a device's clock may run a little ahead over midnight.
func (p *Plan) Accepts(d Day) bool { return d.Within("", p.AcceptUntil) }
