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

// EntryQuery asks for entries of a round.
type EntryQuery struct {
	Round  ID
	Agency survey.AgencyID // 0: all
	// Brief leaves out who wrote an entry and when, and what was noted: it is enough to
	// compute with.
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
	Leaf   string
	Given  scoring.Given
	Note   string
	After  EntryID
	Unread survey.Mistakes // what could not be read of it: all drafts are refused, with what else is wrong
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

// PetitionID names a petition within one database.
type PetitionID int64

// Petition (kiến nghị) is what an agency asks for at a leaf after publication,
// with the answer.
type Petition struct {
	ID         PetitionID
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
type Undone struct { // all in the order of the members
	Unsubmitted []survey.AgencyID
	Unappraised []Left // leaves that the council has not appraised
	Unexplained []Left // leaves with a cut and no explanation
	Unanswered  []Left // contested cuts without a second appraisal
}

// Left is how many leaves of an agency something is left to do at.
type Left struct {
	Agency survey.AgencyID
	Count  int
	Areas  []LeftArea // in the order of the set
}

// LeftArea is how many of them are of an area.
type LeftArea struct {
	Area  string // code
	Count int
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
	Hidden          bool // the reader sees the council's marks when the agency itself does (Sheet.hide)

	Own, First, Final scoring.Result // by the agency, after the first appraisal, as it stands
}

// Reminder is what somebody has to be told before a step ends.
type Reminder struct {
	Round    *Round
	Agency   survey.AgencyID // 0 where a member of the council is told
	Login    string          // of the member of the council; empty where an agency is told
	Step     Step
	Deadline survey.Day
	DaysLeft int // below 0: the last day is over
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
	// Near tells of which agencies the reader sees only what they themselves see by now; nil:
	// he is near none.
	Near func(survey.AgencyID) bool
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
