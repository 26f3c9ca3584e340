// Package round is the year of a criteria set: opened for a fixed list of agencies,
// scored by themselves, appraised by the council, explained, appraised again, closed.
// Every entry is appended with who and when; nothing is overwritten (docs/method.md, 4).
package round

import (
	"slices"
	"time"

	"hailong/scoring"
	"hailong/survey"
)

// The ids are the database's own numbers.
type (
	// ID names a round within one database.
	ID int64
	// SetID names one version of a criteria set within one database.
	SetID int64
)

// Step (bước) is how far a round has come. It goes forward, moved by a person.
type Step string

// The steps.
const (
	SelfAssessing Step = "self"        // tự chấm
	Appraising    Step = "appraisal"   // thẩm định lần 1
	Explaining    Step = "explanation" // giải trình
	Reappraising  Step = "second"      // thẩm định lần 2, biên bản của hội đồng
	Closed        Step = "closed"      // khóa phiếu
)

// Steps are all of them, in their order.
var Steps = []Step{SelfAssessing, Appraising, Explaining, Reappraising, Closed}

// Next is the step that follows; Closed is the last.
func (s Step) Next() Step {
	at := slices.Index(Steps, s)
	return Steps[min(at+1, len(Steps)-1)]
}

// Before tells whether the step comes before another.
func (s Step) Before(o Step) bool { return slices.Index(Steps, s) < slices.Index(Steps, o) }

// Round (đợt chấm điểm) is one family of criteria sets in one year.
type Round struct {
	ID        ID
	Family    string
	Year      int
	Step      Step
	Deadlines map[Step]survey.Day // last day of each step but Closed
	Minutes   string              // number and day of the council's, once the round is closed
	OpenedAt  time.Time
	ClosedAt  time.Time // zero: not yet; later reports about tasks move no figure
	Members   []Member  // fixed when the round was opened
}

// Deadline is the last day of the present step; empty once the round is closed.
func (r *Round) Deadline() survey.Day { return r.Deadlines[r.Step] }

// Member is an agency of a round.
type Member struct {
	Agency  survey.AgencyID
	Group   string
	Set     SetID
	LeftOut string // why it is not to be ranked; empty: it is

	SubmittedAt time.Time // zero: not yet, or taken back
	SubmittedBy string    // login
	Report      EvidenceID
	Reopened    bool // unlocked after its time, so that the agency can go on
}

// Submitted tells whether the agency's own part is done.
func (m *Member) Submitted() bool { return !m.SubmittedAt.IsZero() }

// Member is an agency's place in the round, nil where it has none.
func (r *Round) Member(a survey.AgencyID) *Member {
	for i := range r.Members {
		if r.Members[i].Agency == a {
			return &r.Members[i]
		}
	}
	return nil
}

// Assessing tells whether an agency may write its own part now: until it submits, in the
// first step, or later where it was unlocked.
func (r *Round) Assessing(m *Member) bool {
	return !m.Submitted() && (r.Step == SelfAssessing || m.Reopened && r.Step == Appraising)
}

// Late tells whether the agency has not done its part of the present step though the last
// day is over. left is how many explanations it still owes.
func (r *Round) Late(m *Member, left int, today survey.Day) bool {
	switch r.Step {
	case SelfAssessing, Appraising:
		return !m.Submitted() && today > r.Deadlines[SelfAssessing]
	case Explaining:
		return left > 0 && today > r.Deadlines[Explaining]
	}
	return false
}

// Set is a criteria set as it is stored.
type Set struct {
	ID SetID
	scoring.CriteriaSet
	Frozen    bool // a round uses it: it never changes again
	ChangedBy string
	ChangedAt time.Time
}

// Mark changes whenever the set does: a page that was made from another is stale.
func (s *Set) Mark() string { return survey.Fingerprint(s.CriteriaSet) }

// Assignment (phân công) is what a member of the council appraises: agencies and areas.
type Assignment struct {
	Login  string
	Agency survey.AgencyID // 0: every agency but his own
	Area   string          // code of an area; empty: every area
}

// Covers tells whether the assignment takes in an agency's area.
func (a Assignment) Covers(agency survey.AgencyID, area string) bool {
	return (a.Agency == 0 || a.Agency == agency) && (a.Area == "" || a.Area == area)
}
