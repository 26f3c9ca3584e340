package report

import (
	"hailong/scoring"
	"hailong/survey"
)

// Reader (người đọc) is for whom figures are read. Of the agencies that a reader stands
// inside he sees what the public does not: plans that are not public, and below the
// minimum the interval from ten responses on. The zero Reader is the public.
type Reader struct {
	everywhere bool
	own        func(survey.AgencyID) bool // nil: none
}

// Public is who has not signed in.
var Public Reader

// InsideAll stands inside all agencies.
var InsideAll = Reader{everywhere: true}

// InsideOf stands inside the agencies that own names.
func InsideOf(own func(survey.AgencyID) bool) Reader { return Reader{own: own} }

// Inside tells whether the reader stands inside an agency.
func (r Reader) Inside(a survey.AgencyID) bool { return r.everywhere || r.own != nil && r.own(a) }

// Sees tells whether the reader sees an agency's figures in a plan at all.
func (r Reader) Sees(p *survey.Plan, a survey.AgencyID) bool { return p.Public || r.Inside(a) }

// SeesAll tells whether the reader sees the figures of everybody in a plan.
func (r Reader) SeesAll(p *survey.Plan) bool { return p.Public || r.everywhere }

func (r Reader) terms(t scoring.Terms, a survey.AgencyID) scoring.Terms {
	if r.Inside(a) {
		return t.Inside()
	}
	return t
}
