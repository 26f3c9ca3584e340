package survey

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"
)

// CorrectionID names a correction within one database.
type CorrectionID int64

// CorrectionKind says what a correction does.
type CorrectionKind string

// The kinds.
const (
	Exclude  CorrectionKind = "exclude"  // loại phiếu: received, not counted
	Reassign CorrectionKind = "reassign" // chuyển phiếu: credited to another agency
)

// CorrectionKinds are all kinds, in the order in which they are offered.
var CorrectionKinds = []CorrectionKind{Exclude, Reassign}

// Selection says which responses a correction is about. They are of one counter, and
// days are local days, both ends in.
type Selection struct {
	Kind          CorrectionKind
	Counter       CounterID
	Agency        AgencyID // to whom responses are reassigned; 0 for an exclusion
	From, To      Day
	After, Before string   // time of day 08:00, from the one on and up to the other; empty: no bound
	Channel       Channel  // 0: all
	Rule          FlagRule // only what that rule flagged; empty: all
}

// Correction (loại phiếu, chuyển phiếu) lays a person's decision over responses, which
// stay as they are. What it took is a list of responses: what comes later is not in it.
type Correction struct {
	ID CorrectionID
	Selection
	Reason    string
	Taken     int64  // responses
	SHA256    string // of what it took, see TakenSum
	By        string // login
	At        time.Time
	UndoneBy  string // empty while it is in force
	UndoneAt  time.Time
	UndoneWhy string
}

// InForce tells whether the correction has not been undone.
func (c *Correction) InForce() bool { return c.UndoneBy == "" }

// Correctable is a response as a correction looks at it, with what stands over it.
type Correctable struct {
	Response
	Reassigned AgencyID // to whom it is credited; 0: to its counter's agency
	Excluded   bool
}

// TakenSum is the SHA-256 of responses by their receipts in order: it tells whether two
// lists are the same without naming anybody's.
func TakenSum(taken []Correctable) string {
	receipts := make([]Receipt, len(taken))
	for i := range taken {
		receipts[i] = taken[i].Receipt
	}
	slices.SortFunc(receipts, func(a, b Receipt) int { return bytes.Compare(a[:], b[:]) })
	sum := sha256.New()
	for i := range receipts {
		_, _ = sum.Write(receipts[i][:])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// CorrectionStore is what corrections need.
type CorrectionStore interface {
	Transactor
	Recorder
	Catalogue(ctx context.Context) (*Catalogue, error)
	// HoldTallies keeps answers waiting until the transaction ends. It comes before the
	// transaction's first look at anything.
	HoldTallies(ctx context.Context) error
	// Correctable are stored responses of the selection's counter and days, by channel and
	// flag, that are in no correction of its kind. The time of day is the caller's.
	Correctable(ctx context.Context, s Selection) ([]Correctable, error)
	// Correction finds one by its number, nil where there is none.
	Correction(ctx context.Context, id CorrectionID) (*Correction, error)
	// Corrected are the responses that a correction took.
	Corrected(ctx context.Context, id CorrectionID) ([]Correctable, error)
	// AddCorrection stores a correction, whose number it fills in, with what it took.
	AddCorrection(ctx context.Context, c *Correction, taken []Correctable) error
	// UndoCorrection stores that a correction is undone.
	UndoCorrection(ctx context.Context, c *Correction) error
	// RecountMonths makes the roll-ups of a counter's months anew, both ends in.
	RecountMonths(ctx context.Context, counter CounterID, from, to Month) error
}

// Corrections is the use case of excluding and reassigning responses, and of undoing it.
type Corrections struct {
	Store CorrectionStore
	Now   func() time.Time
	Actor Actor
}

// LeastTogether is how many responses a figure is told of, where it could be got by
// subtraction what they say: of fewer only the number is.
const LeastTogether = 3

// chosen are the responses that a selection takes now.
func (s *Corrections) chosen(ctx context.Context, c *Catalogue, x Selection) ([]Correctable, error) {
	list, err := s.Store.Correctable(ctx, x)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(r Correctable) bool {
		at := r.AnsweredAt.In(zoneOf(c)).Format("15:04")
		return x.Kind == Exclude && r.Status != StatusValid || at < x.After || x.Before != "" && at >= x.Before
	})
	return list, c.mayTake(x, list)
}

func zoneOf(c *Catalogue) *time.Location {
	if c.Zone == nil {
		return time.UTC
	}
	return c.Zone
}

// mayTake refuses what stands in a file, what would be credited to nobody, and nothing.
func (c *Catalogue) mayTake(x Selection, list []Correctable) error {
	n := c.Counter(x.Counter)
	for i := range c.Plans {
		p := &c.Plans[i]
		over := p.Starts <= x.To && p.Ends >= x.From && c.Asks(p, n)
		of := slices.ContainsFunc(list, func(r Correctable) bool { return r.Plan == p.ID })
		switch {
		case p.Archived && (of || over && len(list) == 0):
			return Fail(Closed, "correction.archived", Args{"plan": p.Code})
		case of && x.Kind == Reassign && !c.Lists(p, c.Agency(x.Agency)):
			return Fail(Invalid, "correction.not_listed", Args{"plan": p.Code}).At("agency")
		}
	}
	if len(list) == 0 {
		return Fail(Invalid, "correction.nothing", nil)
	}
	return nil
}

// credited is the agency that a response counts for now.
func (c *Catalogue) credited(r *Correctable) AgencyID {
	if r.Reassigned != 0 {
		return r.Reassigned
	}
	return c.Counter(r.Counter).Agency
}

// touched are the agencies whose figures a correction of these responses moves.
func (c *Catalogue) touched(x Selection, list []Correctable) []AgencyID {
	var ids []AgencyID
	for i := range list {
		ids = append(ids, c.credited(&list[i]))
	}
	if x.Kind == Reassign { // to, or back from where it was made; and home
		ids = append(ids, x.Agency, c.Counter(x.Counter).Agency)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
