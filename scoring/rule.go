package scoring

import "hailong/survey"

// Kind is how a leaf's points are found.
type Kind string

// The kinds of leaves (docs/method.md, 3).
const (
	Judged       Kind = "judged"       // points given by judgement, in steps
	Fixed        Kind = "fixed"        // all or nothing
	Ratio        Kind = "ratio"        // max × (num/den) / threshold
	Bands        Kind = "bands"        // a table from bound to points
	Count        Kind = "count"        // max less so many per occurrence
	Satisfaction Kind = "satisfaction" // from the official score, never typed
	External     Kind = "external"     // a figure from outside, with its source file
	Bonus        Kind = "bonus"        // adds to the index
	Penalty      Kind = "penalty"      // takes off the index
)

// Kinds are all of them, in the order in which they are offered.
var Kinds = []Kind{Judged, Fixed, Ratio, Bands, Count, Satisfaction, External, Bonus, Penalty}

// Feed is where the figure of a ratio comes from where nobody types it.
type Feed string

// The feeds.
const (
	Typed     Feed = ""          // the agency gives it
	Tasks     Feed = "tasks"     // the agency's own plan tasks: done on time, of those due
	Responses Feed = "responses" // counted responses, of those needed
)

// Feeds are those that the service fills in.
var Feeds = []Feed{Tasks, Responses}

// Empty is what a denominator of zero gives.
type Empty string

// What it gives.
const (
	EmptyOut  Empty = "out"  // the leaf is not applicable
	EmptyFull Empty = "full" // all points
	EmptyZero Empty = "zero" // none
)

// Empties are all of them, in the order in which they are offered.
var Empties = []Empty{EmptyOut, EmptyFull, EmptyZero}

// Band is a row of a table of bands: from its bound on, or up to it, there are so many points.
type Band struct {
	Bound  int64 // hundredths of a percent, or of a unit where the rule takes plain numbers
	Points Points
}

// Rule (cách chấm) is how the points of a leaf are found. Only what its kind needs is set.
type Rule struct {
	Kind      Kind
	By        Kind   // of satisfaction and external: Ratio or Bands
	Feed      Feed   // of a ratio
	Step      Points // of judged, bonus and penalty: points are a multiple of it; 0: any hundredth
	Per       Points // of count: points lost per occurrence
	Threshold int64  // of a ratio, hundredths of a percent: the share that gives all points
	Floor     int64  // of a ratio, hundredths of a percent: a share below it gives none
	Bands     []Band // from the best on
	AtMost    bool   // of bands: at or below a bound, for what should be small
	Plain     bool   // of bands: bounds are held against num itself, not against num/den
	Empty     Empty  // where num/den is held against something

	NotFor    []string // codes of the agencies that the leaf is not applicable to
	Evidence  bool     // whether a file is required
	Appraiser string   // code of the department that appraises it; empty: Sở Nội vụ's council
	Guidance  survey.Text
}

// how is the kind by which the points are computed from a figure.
func (r *Rule) how() Kind {
	if r.Kind == Satisfaction || r.Kind == External {
		return r.By
	}
	return r.Kind
}

// Share tells whether the leaf needs a numerator and a denominator.
func (r *Rule) Share() bool {
	switch r.how() {
	case Ratio:
		return true
	case Bands:
		return !r.Plain
	}
	return false
}

// Number tells whether the leaf needs a single number: how many.
func (r *Rule) Number() bool { return r.how() == Count || r.how() == Bands && r.Plain }

// ByHand tells whether somebody enters something for the leaf: the service fills in the rest.
func (r *Rule) ByHand() bool { return r.Kind != Satisfaction && r.Feed == Typed }
