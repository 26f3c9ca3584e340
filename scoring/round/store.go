package round

import (
	"context"
	"iter"

	"hailong/survey"
)

// SetStore is what a round needs of criteria sets.
type SetStore interface {
	// Set finds a set, nil where there is none.
	Set(ctx context.Context, id SetID) (*Set, error)
	// SetsOf are all versions of a family's sets of a year.
	SetsOf(ctx context.Context, family string, year int) ([]Set, error)
	// FreezeSets says that they never change again.
	FreezeSets(ctx context.Context, ids []SetID) error
	// WaitingExceptions are the numbers of the proposals about what a set, by its ref, is not
	// applicable to, that wait for a second person.
	WaitingExceptions(ctx context.Context, ref string) ([]int64, error)
	// ApprovedExceptions are those about sets whose refs begin so that were approved.
	ApprovedExceptions(ctx context.Context, begin string) ([]survey.Edit, error)
	// NearWriters tells of an agency whether somebody who wrote a set, by its ref, on pages
	// stands near it.
	NearWriters(ctx context.Context, c *survey.Catalogue, ref string) (func(survey.AgencyID) bool, error)
}

// Store is where rounds are kept, by subject. What writes is called inside a transaction.
type Store interface {
	survey.Transactor
	survey.Recorder
	// Snapshot runs fn on one unchanging view of the database.
	Snapshot(ctx context.Context, fn func(context.Context) error) error
	Catalogue(ctx context.Context) (*survey.Catalogue, error)
	TallySource
	SetStore
	StepStore
	AssignmentStore
	EntryStore
	EvidenceStore
	PetitionStore
}

// StepStore is where rounds themselves are kept, with their members.
type StepStore interface {
	// Rounds are all, the newest year first, with their members.
	Rounds(ctx context.Context) ([]Round, error)
	// RoundsOf are those that an agency is in, the newest year first, without their members.
	RoundsOf(ctx context.Context, agency survey.AgencyID) ([]Round, error)
	// Round finds one with its members by their ids, nil where there is none.
	Round(ctx context.Context, id ID) (*Round, error)
	// AddRound stores a new round with its members and gives it its id.
	AddRound(ctx context.Context, r *Round) error
	// PutRound stores a round's step, deadlines, minutes and when it was closed.
	PutRound(ctx context.Context, r *Round) error
	// PutMember stores whether a member has submitted, its report, and whether it is unlocked.
	PutMember(ctx context.Context, id ID, m *Member) error
}

// AssignmentStore is where it is kept who appraises what.
type AssignmentStore interface {
	Assignments(ctx context.Context, id ID) ([]Assignment, error)
	AddAssignments(ctx context.Context, id ID, list []Assignment) error
	DropAssignment(ctx context.Context, id ID, a Assignment) error
}

// EntryStore is where it is kept what was written at leaves.
type EntryStore interface {
	// Assessments are entries agency by agency, of each in the order in which they were
	// written. Nothing else is asked of the store until they have all been taken.
	Assessments(ctx context.Context, q EntryQuery) iter.Seq2[[]Entry, error]
	AddAssessments(ctx context.Context, list []Entry) error
}

// EvidenceStore is where it is kept which files serve what.
type EvidenceStore interface {
	// EvidenceOf is an agency's in a round, with its uses; of all agencies where it is 0.
	EvidenceOf(ctx context.Context, id ID, agency survey.AgencyID) ([]Evidence, error)
	// Evidence finds a piece with its uses, nil where there is none.
	Evidence(ctx context.Context, id EvidenceID) (*Evidence, error)
	// AddEvidence stores a new piece with its uses and gives it its id.
	AddEvidence(ctx context.Context, e *Evidence) error
	AddUse(ctx context.Context, id EvidenceID, u Use) error
	// DropUse takes back the use of a leaf and part that is not taken back yet; the
	// given one says by whom and when.
	DropUse(ctx context.Context, id EvidenceID, u Use) error
}

// PetitionStore is where petitions are kept.
type PetitionStore interface {
	// Petitions are a round's, oldest first.
	Petitions(ctx context.Context, id ID) ([]Petition, error)
	// Petition finds a petition, nil where there is none.
	Petition(ctx context.Context, id PetitionID) (*Petition, error)
	// PutPetition adds a petition that has no id yet, and gives it one, or stores its answer.
	PutPetition(ctx context.Context, a *Petition) error
}
