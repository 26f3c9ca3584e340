package survey

import (
	"context"
	"errors"
	"time"
)

// Archive (lưu trữ) says of a plan that its responses stand in a file, which file,
// and what its roll-ups were then: those stay, and must stay as they are.
type Archive struct {
	Plan        PlanID
	At          time.Time
	Responses   int64
	FileSHA256  string // hex
	TallySHA256 string // of the roll-ups as a text, hex
	Emptied     bool   // no response of the plan is left in the database
}

// Kept is what stays of an agency's archived responses beside the roll-ups.
type Kept struct {
	Last   Day          // of its last response, whatever its status
	Stages []StageTally // sorted
}

// ArchiveReader is what looking at archives needs.
type ArchiveReader interface {
	// Snapshot runs fn on one unchanging view of everything.
	Snapshot(ctx context.Context, fn func(context.Context) error) error
	Catalogue(ctx context.Context) (*Catalogue, error)
	Archives(ctx context.Context) ([]Archive, error)
	// PlanTallies are all roll-ups of a plan.
	PlanTallies(ctx context.Context, plan PlanID) ([]Tally, error)
	// StageTallies are an agency's, sorted; of an archived plan those that were kept.
	StageTallies(ctx context.Context, plan PlanID, agency AgencyID) ([]StageTally, error)
	// EachResponse hands over a counter's responses of some plans, in the order of
	// their receipts.
	EachResponse(ctx context.Context, counter CounterID, plans []PlanID, do func(*Response) error) error
	// LogRows are those of the chained log about an action, in order.
	LogRows(ctx context.Context, action string) ([]LogRow, error)
	// ResponsesLeft is how many responses of a plan are stored.
	ResponsesLeft(ctx context.Context, plan PlanID) (int64, error)
}

// ArchiveStore is what archiving needs.
type ArchiveStore interface {
	Transactor
	Recorder
	ArchiveReader
	// HoldCatalogue lets no answer in until the transaction ends. It comes before the
	// transaction's first look at anything.
	HoldCatalogue(ctx context.Context) error
	// AddArchive makes a plan archived, with what stays of each agency.
	AddArchive(ctx context.Context, a Archive, kept map[AgencyID]Kept) error
	// DeleteArchived deletes those responses of archived plans and says how many were
	// still there.
	DeleteArchived(ctx context.Context, plans []PlanID, receipts []Receipt) (int64, error)
	MarkEmptied(ctx context.Context, plan PlanID) error
}

// Archiving is the use case of taking a finished year's responses out of the
// database into a file, while the service runs: Due, Write, Keep, Empty. Every
// figure stays as it is.
type Archiving struct {
	Store    ArchiveStore
	Now      func() time.Time
	Actor    Actor
	Progress func(done, total int) // may be nil
	Rest     func(time.Duration)   // lets others write after so long a piece of work; may be nil
}

// ErrArchiveStale is returned by Keep when answers have arrived since the file was
// written: it has to be written again.
var ErrArchiveStale = errors.New("answers have arrived since the archive was written")

// YearArchive says how far a year is.
type YearArchive struct {
	Due   []*Plan   // to be written
	Begun []Archive // kept in a file, responses still to be deleted
	Done  []*Plan
}

// Due tells which plans of a year may be archived and how far the others are. A year
// or a plan that is not over is refused.
func (a *Archiving) Due(ctx context.Context, year int) (*YearArchive, error) {
	c, err := a.Store.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	archives, err := a.Store.Archives(ctx)
	if err != nil {
		return nil, err
	}
	byPlan := byKey(archives, func(e *Archive) PlanID { return e.Plan })
	state := &YearArchive{}
	for i := range c.Plans {
		p := &c.Plans[i]
		if p.Year != year {
			continue
		}
		switch e := byPlan[p.ID]; {
		case e == nil:
			state.Due = append(state.Due, p)
		case e.Emptied:
			state.Done = append(state.Done, p)
		default:
			state.Begun = append(state.Begun, *e)
		}
	}
	if len(state.Due)+len(state.Begun)+len(state.Done) == 0 {
		return nil, Fail(NotFound, "archive.none", Args{"year": year})
	}
	return state, a.finished(c, state.Due)
}

// finished refuses a plan whose year, period or time for late senders is not over.
func (a *Archiving) finished(c *Catalogue, plans []*Plan) error {
	today := DayOf(a.Now(), c.Zone)
	for _, p := range plans {
		if today.Time().Year() <= p.Year {
			return Fail(Closed, "archive.year", Args{"year": p.Year})
		}
		if last := max(p.Ends, p.AcceptUntil); today <= last {
			return Fail(Closed, "archive.open", Args{"plan": p.Code, "day": last})
		}
	}
	return nil
}

func (a *Archiving) progress(done, total int64) {
	if a.Progress != nil {
		a.Progress(int(done), int(total))
	}
}

func (a *Archiving) rest(begun time.Time) {
	if a.Rest != nil {
		a.Rest(a.Now().Sub(begun))
	}
}
