// Package edition is what a year's decision publishes: facts frozen when the edition is
// closed, the figures that follow from them by package scoring, an archive from which
// anybody can recompute them, and the check that does so. It reaches no file and no clock.
package edition

import "hailong/scoring"

// Kind (loại bản công bố) is what an edition publishes.
type Kind string

// The kinds. The province decides both in January.
const (
	CCHC         Kind = "cchc"         // the reform index and its ranking
	Satisfaction Kind = "satisfaction" // the satisfaction scores
)

// Format is the version of the archive's form. A reader refuses a newer one.
const Format = 1

// Content (nội dung) is all that an edition says. What a comment calls a fact was frozen;
// figures follow from facts by Compute, here and on any other machine. Points are whole
// hundredths; exact fractions are written "num/den"; texts of numbers have a decimal point.
type Content struct {
	Format   int    `json:"format"`   // fact
	Kind     Kind   `json:"kind"`     // fact
	Family   string `json:"family"`   // fact: which index
	Year     int    `json:"year"`     // fact
	Number   int    `json:"number"`   // fact: the how many-th of its year and kind
	Replaces int    `json:"replaces"` // fact: the edition that this one corrects; 0: none
	Why      string `json:"why"`      // fact: why it does
	Province Text   `json:"province"` // fact
	Method   string `json:"method"`   // fact: the reading of satisfaction
	ClosedOn string `json:"closed_on"`
	Log      Log    `json:"log"` // fact: the head of the log of changes when it was closed

	Sets     []Set    `json:"criteria_sets"` // fact
	Groups   []Group  `json:"groups"`
	Agencies []Agency `json:"agencies"` // by group, then code
	Blocks   []Block  `json:"blocks"`   // figures: means of satisfaction, by sector and by group

	Simulated bool `json:"simulated"` // fact: the answers are made up
}

// Text is a text in both languages.
type Text struct {
	VI string `json:"vi"`
	EN string `json:"en"`
}

// Log is the last entry of the log of changes at a moment.
type Log struct {
	Number int64  `json:"number"`
	Hash   string `json:"hash"`
}

// Group is a group of agencies that are ranked together.
type Group struct {
	Code string `json:"code"` // fact
	Name Text   `json:"name"` // fact
	Set  int    `json:"set"`  // fact: place in Sets; -1 where no agency of it is scored

	Ranked  int            `json:"ranked"`  // figures
	Mean    string         `json:"mean"`    // of the exact indices of the ranked; empty: none
	Classes map[string]int `json:"classes"` // how many of the ranked, by the class's code
}

// Agency is an agency's year.
type Agency struct {
	Code     string `json:"code"`     // fact
	Name     Text   `json:"name"`     // fact
	Group    string `json:"group"`    // fact
	Sector   string `json:"sector"`   // fact
	LeftOut  string `json:"left_out"` // fact: why it is not to be ranked, in words; empty: it is
	Leaves   []Leaf `json:"leaves"`   // in the order of the set's leaves
	Opinion  *Score `json:"satisfaction"`
	Previous *Past  `json:"previous"` // fact: the year before in the same group and family

	Result *Result `json:"result"` // figures; nil in a satisfaction edition
}

// Leaf is one leaf of the criteria set: what counts in the end, and where it comes from.
// What people wrote to each other, and what an agency claimed, is not published.
type Leaf struct {
	Code      string `json:"code"`       // fact
	Out       bool   `json:"out"`        // fact: set not applicable by the set or by an appraiser
	Given     int64  `json:"given"`      // fact: points that were given, hundredths
	Num       int64  `json:"num"`        // fact: hundredths of what is counted
	Den       int64  `json:"den"`        // fact
	From      string `json:"from"`       // fact: self, appraised, second, petition, feed, satisfaction, decided
	Points    int64  `json:"points"`     // figure
	Excluded  bool   `json:"excluded"`   // figure: out of both sides
	LowPoints int64  `json:"low_points"` // figures: with the satisfaction at its interval's ends
	HighPoint int64  `json:"high_points"`
}

// Score is an agency's satisfaction: the six sums and the terms that it is judged by are
// facts, the rest figures.
type Score struct {
	Plan         string `json:"plan"`
	Received     int64  `json:"received"`
	Late         int64  `json:"late"`
	Excl         int64  `json:"excluded"`
	N            int64  `json:"n"`
	Y            int64  `json:"sum_y"`
	M            int64  `json:"sum_m"`
	YY           int64  `json:"sum_yy"`
	YM           int64  `json:"sum_ym"`
	MM           int64  `json:"sum_mm"`
	Target       int64  `json:"target"` // hundredths of a percent
	Above        bool   `json:"above"`  // true: above the target; false: at least
	Transactions int64  `json:"transactions"`
	Known        bool   `json:"transactions_known"`
	Minimum      int64  `json:"minimum"`
	Population   int64  `json:"population"` // of a census that has ended, else 0

	Factors []Factor `json:"factors"`

	Score    string `json:"score"` // percent
	Low      string `json:"low"`
	High     string `json:"high"`
	Needed   int64  `json:"needed"`
	Official string `json:"official"`
	Certain  bool   `json:"certain"`
}

// Factor is one factor of an agency's satisfaction.
type Factor struct {
	Code      string `json:"code"`
	Name      Text   `json:"name"`
	Questions int    `json:"questions"`
	Satisfied int64  `json:"satisfied"`
	Given     int64  `json:"given"`
	Score     string `json:"score"` // figure; empty where it is not shown
}

// Past is an agency's rank of an earlier year. Where it was reorganised since, the two
// years are not those of one agency.
type Past struct {
	Rank        int  `json:"rank"`
	Of          int  `json:"of"`
	Reorganised bool `json:"reorganised"`
}

// Movement holds a rank against that of the year before; p may be nil.
func (p *Past) Movement(rank, of int) scoring.Movement {
	now := scoring.Place{Rank: rank, Of: of}
	if p == nil {
		return scoring.MovementOf(nil, now, false)
	}
	return scoring.MovementOf(&scoring.Place{Rank: p.Rank, Of: p.Of}, now, p.Reorganised)
}

// Result is an agency's index and place.
type Result struct {
	Areas    []AreaSum `json:"areas"`
	Points   int64     `json:"points"`
	Max      int64     `json:"max"` // applicable
	SetMax   int64     `json:"set_max"`
	Bonus    int64     `json:"bonus"`
	Penalty  int64     `json:"penalty"`
	Exact    string    `json:"exact"` // the index as a fraction; empty: none
	Index    string    `json:"index"`
	Class    string    `json:"class"`    // code; empty: none
	Unranked string    `json:"unranked"` // why: left_out, too_little; empty: ranked
	Rank     int       `json:"rank"`
	Best     int       `json:"best"`
	Worst    int       `json:"worst"`
	Of       int       `json:"of"`
	Shared   bool      `json:"shared"` // another has the same rank
}

// AreaSum is what an area gave; the maximum is the applicable one.
type AreaSum struct {
	Code   string `json:"code"`
	Points int64  `json:"points"`
	Max    int64  `json:"max"`
}

// Block is the mean satisfaction of a sector or a group.
type Block struct {
	Part     string `json:"part"` // sector, group
	Code     string `json:"code"`
	Agencies int    `json:"agencies"`
	Eligible int    `json:"eligible"`
	Target   int64  `json:"target"` // hundredths of a percent; 0 where the members' differ
	Above    bool   `json:"above"`
	Score    string `json:"score"`
	Low      string `json:"low"`
	High     string `json:"high"`
	Official string `json:"official"`
	Certain  bool   `json:"certain"`
}

// Why an agency has no rank, beside being left out.
const (
	LeftOut   = "left_out"   // named as not to be ranked
	TooLittle = "too_little" // too little of the set is applicable
)
