package frontend

import (
	"net/url"
	"slices"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/survey"
)

// SheetMode is what the reader of a sheet may write at it now.
type SheetMode string

// The modes.
const (
	SheetRead      SheetMode = ""          // nothing
	SheetFill      SheetMode = "fill"      // the agency's own part
	SheetSubmitted SheetMode = "submitted" // it may be taken back
	SheetExplain   SheetMode = "explain"   // what the agency says to cuts
	SheetAppraise  SheetMode = "appraise"  // the council's part
	SheetSecond    SheetMode = "second"    // the council's second part
)

// SheetFilter is what a reader asked to see of a sheet.
type SheetFilter struct {
	Only string // cut, waiting or missing; empty: all leaves
	Area string // the area that is open, or all; empty: those where something is waited for
}

// SheetFilterOf reads a query; what it does not know is as if it was not there.
func SheetFilterOf(query url.Values) SheetFilter {
	f := SheetFilter{Only: query.Get("only"), Area: query.Get("area")}
	if !slices.Contains([]string{"cut", "waiting", "missing"}, f.Only) {
		f.Only = ""
	}
	return f
}

// SheetView is what a page about a sheet is drawn from.
type SheetView struct {
	Sheet     *round.Sheet
	Own       bool // read as the agency itself reads it
	Mode      SheetMode
	Mine      func(*round.Leaf) bool // leaves that the reader appraises; nil where he appraises none
	Unlock    bool                   // the reader may unlock it
	Today     survey.Day
	Writers   map[string]*account.Account // who wrote, by login
	Asked     SheetFilter
	Typed     url.Values // what was typed and is not stored; nil: nothing
	Err       *survey.Error
	Petitions SheetPetitions
	Others    []round.Round // the agency's other rounds
}

// SheetPetitions are what an agency asked for after publication.
type SheetPetitions struct {
	Filed []round.Petition
	// Until is the last day on which the reader may file one about a leaf; empty: he may not;
	// nil: about none.
	Until func(leaf string) survey.Day
	All   bool // the reader sees those of all agencies
	// MayAnswer says why the reader may not answer one; nil where he answers none at all.
	MayAnswer func(*round.Petition) error
}

// at is the last petition about a leaf, nil where there is none.
func (p *SheetPetitions) at(leaf string) *round.Petition {
	for i := range slices.Backward(p.Filed) {
		if p.Filed[i].Leaf == leaf {
			return &p.Filed[i]
		}
	}
	return nil
}

// until is the last day on which the reader may file one about a leaf; empty: he may not.
func (p *SheetPetitions) until(leaf string) survey.Day {
	if p.Until == nil {
		return ""
	}
	return p.Until(leaf)
}
