package edition

import (
	"context"
	"time"

	"hailong/survey"
)

// ID names an edition within one database.
type ID int64

// State is how far an edition is.
type State string

// The states. A published edition never changes again; nor does a withdrawn one.
const (
	Closed    State = "closed"    // frozen, the decision is being prepared
	Withdrawn State = "withdrawn" // taken back before it was published
	Published State = "published"
)

// Edition (bản công bố) is a frozen content on its way to the public.
type Edition struct {
	ID       ID
	Kind     Kind
	Family   string // which index; empty for satisfaction
	Year     int
	Number   int // the how many-th of its kind, family and year, from 1 without gaps
	State    State
	Replaces int // number of the edition that it corrects; 0: none
	Why      string
	Hash     string // SHA-256 of the frozen content
	ClosedBy string // login, or the operator's account
	ClosedAt time.Time

	Decision     string // number of the decision that publishes it; empty until then
	DecidedOn    survey.Day
	DecisionFile survey.FileID
	ArchiveHash  string // SHA-256 of the ZIP
	PublishedBy  string
	PublishedAt  time.Time
}

// SameRow tells whether two editions are of one kind, family and year: one corrects the other.
// Satisfaction scores are of no family.
func (e *Edition) SameRow(o *Edition) bool {
	return e.Kind == o.Kind && e.Year == o.Year && (e.Family == o.Family || e.Kind == Satisfaction)
}

// Store is what the use cases of editions need.
type Store interface {
	survey.Transactor
	survey.Recorder
	LogHead(ctx context.Context) (survey.LogHead, error)
	// AddEdition stores a closed edition with its frozen content, and sets its ID.
	AddEdition(ctx context.Context, e *Edition, content []byte) error
	// PutEdition stores what became of a closed edition; archive is empty unless it was published.
	PutEdition(ctx context.Context, e *Edition, archive []byte) error
	// Edition is nil where there is none.
	Edition(ctx context.Context, id ID) (*Edition, error)
	// Editions are all of them: newest year first, in a year by kind, family and number.
	Editions(ctx context.Context) ([]Edition, error)
	EditionContent(ctx context.Context, id ID) ([]byte, error)
	EditionArchive(ctx context.Context, id ID) ([]byte, error)
}
