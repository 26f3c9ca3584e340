package round

import (
	"time"

	"hailong/scoring"
	"hailong/survey"
)

// EntryID names an entry within one database; later entries have higher ids.
type EntryID int64

// Part is what an entry of a leaf is.
type Part string

// The parts.
const (
	Self       Part = "self"      // what the agency gives itself
	Appraised  Part = "appraised" // what the council gives, first time
	Explained  Part = "explained" // what the agency says to a cut
	Second     Part = "second"    // what the council gives, second time
	Petitioned Part = "petition"  // what a petition changed after publication
)

// council tells whether the part is one of the council's two appraisals.
func (p Part) council() bool { return p == Appraised || p == Second }

// Entry (lần ghi) is one thing that somebody wrote at a leaf of an agency's sheet.
type Entry struct {
	ID     EntryID
	Round  ID
	Agency survey.AgencyID
	Leaf   string
	Part   Part
	Given  scoring.Given // nothing in an explanation
	Agrees bool          // of an explanation: the agency takes the points as they are
	Note   string        // the agency's explanation, the appraiser's reason
	By     string        // login
	At     time.Time
}

// MaxNote is how many characters a note may have.
const MaxNote = 4000
