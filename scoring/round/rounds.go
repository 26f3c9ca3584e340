package round

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

// Rounds is the use case of a year of a criteria set. What a role may do at all is the
// caller's question; who stands too near an agency is asked here again.
type Rounds struct {
	Store Store
	Files survey.Files
	Now   func() time.Time
	Tasks TaskSource // nil: no plan tasks are kept
	Past  PastSource // nil: there was no year before
}

// TaskSource tells what agencies did of their plans' tasks.
type TaskSource interface {
	// TaskShares are, by agency, the tasks done on time of those due in a year, in
	// hundredths of a task: of one agency alone, or of all where only is 0, by what was
	// reported up to a moment, or ever where that is zero.
	TaskShares(
		ctx context.Context, year int, only survey.AgencyID, until time.Time,
	) (map[survey.AgencyID]Fraction, error)
}

// PastSource tells the published ranks of a year.
type PastSource interface {
	PastPlaces(ctx context.Context, family string, year int) (map[survey.AgencyID]edition.Past, error)
}

// SetStore is what a round needs of criteria sets.
type SetStore interface {
	// Set finds a set, nil where there is none.
	Set(ctx context.Context, id SetID) (*Set, error)
	// SetsOf are all versions of a family's sets of a year.
	SetsOf(ctx context.Context, family string, year int) ([]Set, error)
	// FreezeSets says that they never change again.
	FreezeSets(ctx context.Context, ids []SetID) error
}

// Store is where rounds are kept. What writes is called inside a transaction.
type Store interface {
	survey.Transactor
	survey.Recorder
	SetStore
	Catalogue(ctx context.Context) (*survey.Catalogue, error)
	TallySource
	// Snapshot runs fn on one unchanging view of the database.
	Snapshot(ctx context.Context, fn func(context.Context) error) error

	// Rounds are all, the newest year first, with their members.
	Rounds(ctx context.Context) ([]Round, error)
	// Round finds one with its members by their ids, nil where there is none.
	Round(ctx context.Context, id ID) (*Round, error)
	// AddRound stores a new round with its members and gives it its id.
	AddRound(ctx context.Context, r *Round) error
	// PutRound stores a round's step, deadlines, minutes and when it was closed.
	PutRound(ctx context.Context, r *Round) error
	// PutMember stores whether a member has submitted, its report, and whether it is unlocked.
	PutMember(ctx context.Context, id ID, m *Member) error

	Assignments(ctx context.Context, id ID) ([]Assignment, error)
	AddAssignments(ctx context.Context, id ID, list []Assignment) error
	DropAssignment(ctx context.Context, id ID, a Assignment) error

	// Assessments are entries in the order in which they were written.
	Assessments(ctx context.Context, q EntryQuery) ([]Entry, error)
	AddAssessments(ctx context.Context, list []Entry) error

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

	// Appeals are a round's petitions, oldest first.
	Appeals(ctx context.Context, id ID) ([]Appeal, error)
	// Appeal finds a petition, nil where there is none.
	Appeal(ctx context.Context, id AppealID) (*Appeal, error)
	// PutAppeal adds a petition that has no id yet, and gives it one, or stores its answer.
	PutAppeal(ctx context.Context, a *Appeal) error
}

// EntryQuery asks for entries of a round.
type EntryQuery struct {
	Round  ID
	Agency survey.AgencyID // 0: all
	// Brief leaves out who wrote an entry and when, and what the agencies noted: it is
	// enough to compute with.
	Brief bool
}

// Person is who acts, as his account says.
type Person struct {
	Actor  survey.Actor
	Login  string
	Agency survey.AgencyID
	// Near tells whether an agency is so close to his own that he may not judge it.
	Near func(survey.AgencyID) bool
	// Owns tells whether an agency's sheet is his own's to fill in.
	Owns  func(survey.AgencyID) bool
	Areas []string // codes of the areas that he appraises; empty: every area
	Chair bool     // chairs the council: appraises every agency but near ones, unassigned
}

// near is also true where nobody can tell.
func (p *Person) near(a survey.AgencyID) bool { return p.Near == nil || p.Near(a) }

func (p *Person) owns(a survey.AgencyID) bool { return p.Owns != nil && p.Owns(a) }

func (p *Person) knows(area string) bool { return len(p.Areas) == 0 || slices.Contains(p.Areas, area) }

// Opening is what a round is opened with.
type Opening struct {
	Family    string
	Year      int
	Groups    []string
	Deadlines map[Step]survey.Day
	LeftOut   map[survey.AgencyID]string // why an agency is not to be ranked
}

// Draft is what somebody wants to write at a leaf. After is the last entry of the part
// that his page was made from (Leaf.Last); 0 for none.
type Draft struct {
	Leaf  string
	Given scoring.Given
	Note  string
	After EntryID
}

// Explanation is what an agency says to a cut.
type Explanation struct {
	Leaf   string
	Text   string
	Agrees bool // it takes the points as they are; then the text may be empty
	After  EntryID
}

// Extra says for whom a sheet is read.
type Extra struct {
	// Own leaves out what the council has written until its step is over: a sheet for
	// the agency itself.
	Own bool
}

// Upload is a file that is added to a sheet.
type Upload struct {
	Leaf string // code of a leaf, or ReportLeaf
	Part Part   // Self, Explained, Appraised or Second
	Name string
}

// AppealID names a petition within one database.
type AppealID int64

// Appeal (kiến nghị) is a petition: what an agency asks for at a leaf after publication,
// with the answer.
type Appeal struct {
	ID         AppealID
	Round      ID
	Agency     survey.AgencyID
	Leaf       string
	Reason     string
	FiledBy    string // login
	FiledAt    time.Time
	Answer     string
	Changes    bool   // the answer changes the points
	AnsweredBy string // login; empty: not answered yet
	AnsweredAt time.Time
}

// Undone is what is left to do in a round, agency by agency; agencies that are not to be
// ranked owe nothing.
type Undone struct {
	Unsubmitted []survey.AgencyID            // in the order of the members
	Unappraised map[survey.AgencyID][]string // leaves that the council has not appraised
	Unexplained map[survey.AgencyID][]string // leaves with a cut and no explanation
	Unanswered  map[survey.AgencyID][]string // contested cuts without a second appraisal
}

// BoardRow is how far an agency is.
type BoardRow struct {
	Agency          *survey.Agency
	Member          *Member
	Given, Needed   int // leaves that the agency gives a figure for
	MissingEvidence int
	Appraised       int // leaves that the council has appraised
	ToAppraise      int // leaves that it appraises, done or not
	Cuts            int
	Owed            int // explanations that the agency still owes
	Unanswered      int // contested cuts without a second appraisal
	Late            bool

	Own, First, Final scoring.Result // by the agency, after the first appraisal, as it stands
}

// Reminder is what somebody has to be told before a step ends.
type Reminder struct {
	Round    *Round
	Agency   survey.AgencyID // 0 where a member of the council is told
	Login    string          // of the member of the council; empty where an agency is told
	Step     Step
	Deadline survey.Day
	DaysLeft int // 7, 3, 1 or 0
	Missing  int // leaves, explanations, or leaves to appraise
}

// ContentOptions are the facts of an edition that do not stand in the round.
type ContentOptions struct {
	Kind     edition.Kind
	Family   string // of a satisfaction edition, which needs no round
	Year     int    // of a satisfaction edition
	Number   int
	Replaces int
	Why      string
	Province survey.Text
	Log      edition.Log
	Final    bool // it is to be frozen: the round is closed, and there is an agency
}

// inRound runs fn in one transaction with the round as it is stored.
func (r *Rounds) inRound(
	ctx context.Context, id ID, fn func(context.Context, *survey.Catalogue, *Round) error,
) error {
	return r.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := r.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		round, err := r.known(ctx, id)
		if err != nil {
			return err
		}
		return fn(ctx, c, round)
	})
}

// atSheet runs fn in one transaction with an agency's sheet as it is stored.
func (r *Rounds) atSheet(
	ctx context.Context, id ID, agency survey.AgencyID, fn func(context.Context, *Sheet) error,
) error {
	return r.inRound(ctx, id, func(ctx context.Context, c *survey.Catalogue, round *Round) error {
		s, err := r.sheet(ctx, c, round, agency)
		if err != nil {
			return err
		}
		return fn(ctx, s)
	})
}

func (r *Rounds) known(ctx context.Context, id ID) (*Round, error) {
	round, err := r.Store.Round(ctx, id)
	if err == nil && round == nil {
		err = survey.Fail(survey.NotFound, "round.unknown", nil)
	}
	return round, err
}

func (r *Rounds) now() time.Time { return r.Now().UTC().Round(time.Microsecond) }

func (r *Rounds) today(c *survey.Catalogue) survey.Day { return survey.DayOf(r.Now(), c.Zone) }

// record logs a change of a round, or of an agency's sheet.
func (r *Rounds) record(ctx context.Context, by Person, action, subject string, before, after any) error {
	return r.Store.Record(ctx, survey.Entry{
		At: r.now(), Actor: by.Actor, Action: action, Subject: subject, Before: before, After: after,
	})
}

// name is the round as the log names it.
func (r *Round) name() string { return r.Family + "/" + strconv.Itoa(r.Year) }

// said trims a text that people wrote and refuses one that is too long or unreadable.
func said(text, field string) (string, error) {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > MaxNote || !utf8.ValidString(text) || strings.Contains(text, "\x00") {
		return "", survey.Fail(survey.Invalid, "sheet.text", survey.Args{"max": MaxNote}).At(field)
	}
	return text, nil
}
