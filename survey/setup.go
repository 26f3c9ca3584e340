package survey

import (
	"context"
	"io"
	"slices"
	"time"
)

// SetupStore is what setting up a province needs. Lists may be long; each is stored
// in a few statements.
type SetupStore interface {
	Transactor
	Recorder
	QuestionnaireDrafts
	Catalogue(ctx context.Context) (*Catalogue, error)
	AddGroup(ctx context.Context, g Group) error
	PutAgencies(ctx context.Context, agencies []Agency) error
	PutSuccessions(ctx context.Context, successions []Succession) error
	DeleteSuccession(ctx context.Context, s Succession) error
	PutCounters(ctx context.Context, counters []Counter) error
	PutPlan(ctx context.Context, p Plan) error
	AddQuestionnaire(ctx context.Context, q Questionnaire) error
	// LastAnswer is the day of an agency's last stored response, empty where it has none.
	LastAnswer(ctx context.Context, id AgencyID) (Day, error)
}

// Setup is the use case of Sở Nội vụ: agencies, counters, questionnaires and
// plans, imported all or nothing; each change is an entry of the log.
type Setup struct {
	Store    SetupStore
	Now      func() time.Time
	Random   io.Reader // tokens are drawn from it: crypto/rand outside tests
	Actor    Actor
	DryRun   bool                  // do it all, take it back, and say what would have changed
	Progress func(done, total int) // told of each row that is done; may be nil
}

// Step is one change of a dry run. Before is nil where the thing would be new.
type Step struct {
	Action        string // counter.change
	Subject       string // its code
	Before, After any    // as the log would keep it
}

func (s *Setup) progress(done, total int) {
	if s.Progress != nil {
		s.Progress(done, total)
	}
}

// record logs a step, or keeps it for the one who asked what would change.
func (s *Setup) record(ctx context.Context, change *Change, step Step) error {
	if s.DryRun {
		change.Steps = append(change.Steps, step)
	}
	return s.Store.Record(ctx, Entry{
		At: stamp(s.Now), Actor: s.Actor, Action: step.Action, Subject: step.Subject,
		Before: step.Before, After: step.After,
	})
}

// InstallQuestionnaires stores the questionnaires that come with the program,
// where they are not there yet.
func (s *Setup) InstallQuestionnaires(ctx context.Context) (Change, error) {
	return s.change(ctx, func(ctx context.Context, c *Catalogue, change *Change) error {
		shipped := Shipped()
		for i := range shipped {
			if err := shipped[i].Check(); err != nil {
				return err
			}
		}
		missing := slices.DeleteFunc(shipped, func(q Questionnaire) bool {
			return c.QuestionnaireByRef(q.Ref()) != nil
		})
		change.Same += len(Shipped()) - len(missing)
		return s.putQuestionnaires(ctx, c, change, missing)
	})
}

func (s *Setup) putQuestionnaires(
	ctx context.Context, c *Catalogue, change *Change, list []Questionnaire,
) error {
	questionnaire := noun[Questionnaire]{
		name: "questionnaire", code: (*Questionnaire).Ref, store: one(s.Store.AddQuestionnaire),
		entry: func(q Questionnaire) any { return q },
	}
	return questionnaire.put(ctx, s, change, list, func(q *Questionnaire) *Questionnaire {
		return c.QuestionnaireByRef(q.Ref())
	})
}

// change runs do in one transaction, on the catalogue as it is then.
func (s *Setup) change(
	ctx context.Context, do func(ctx context.Context, c *Catalogue, change *Change) error,
) (Change, error) {
	var change Change
	err := Trial(ctx, s.Store, func(ctx context.Context) (bool, error) {
		change = Change{}
		c, err := s.Store.Catalogue(ctx)
		if err != nil {
			return false, err
		}
		return !s.DryRun, do(ctx, c, &change)
	})
	if err != nil {
		return Change{}, err
	}
	return change, nil
}

// importRows reads a table's rows by rows, in one transaction, which stores nothing
// where a single row is wrong.
func (s *Setup) importRows(
	ctx context.Context, t *Table, columns Columns,
	rows func(ctx context.Context, c *Catalogue, r *TableReader, change *Change) error,
) (Change, error) {
	r, err := ReadTable(t, columns)
	if err != nil {
		return Change{}, err
	}
	return s.change(ctx, func(ctx context.Context, c *Catalogue, change *Change) error {
		r.mistakes = nil
		return rows(ctx, c, r, change)
	})
}

// Each moves the reader through the rows and gathers what they hold.
func Each[T any](t *Table, r *TableReader, read func() T) ([]T, error) {
	list := make([]T, 0, len(t.Rows))
	for i := range t.Rows {
		r.row = &t.Rows[i]
		list = append(list, read())
	}
	return list, r.Err()
}
