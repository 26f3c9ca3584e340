package survey

import (
	"context"
	"io"
	"reflect"
	"time"
)

// SetupStore is what setting up a province needs.
type SetupStore interface {
	Transactor
	Recorder
	Catalogue(ctx context.Context) (*Catalogue, error)
	AddGroup(ctx context.Context, g Group) error
	PutAgency(ctx context.Context, a Agency) error
	PutCounter(ctx context.Context, n Counter) error
	PutPlan(ctx context.Context, p Plan) error
	AddQuestionnaire(ctx context.Context, q Questionnaire) error
}

// Setup is the use case of Sở Nội vụ: agencies, counters, questionnaires and
// plans, imported all or nothing; each change is an entry of the log.
type Setup struct {
	Store  SetupStore
	Now    func() time.Time
	Random io.Reader // tokens are drawn from it: crypto/rand outside tests
	Actor  Actor
}

func (s *Setup) record(ctx context.Context, action, subject string, before, after any) error {
	return s.Store.Record(ctx, Entry{
		At: stamp(s.Now), Actor: s.Actor, Action: action, Subject: subject, Before: before, After: after,
	})
}

// noun is how a kind of thing is named, stored and logged.
type noun[T any] struct {
	name  string
	store func(context.Context, T) error
	entry func(T) any // what the log keeps of it
}

// put stores a thing if it is new or differs from what is there, logs it under its
// code, and counts it in change.
func (n noun[T]) put(ctx context.Context, s *Setup, change *Change, code string, old *T, now T) error {
	action := n.name + ".add"
	var before any
	switch {
	case old == nil:
		change.Added++
	case reflect.DeepEqual(*old, now):
		change.Same++
		return nil
	default:
		action, before = n.name+".change", n.entry(*old)
		change.Changed++
	}
	if err := n.store(ctx, now); err != nil {
		return err
	}
	return s.record(ctx, action, code, before, n.entry(now))
}

// InstallQuestionnaires stores the questionnaires that come with the program,
// where they are not there yet.
func (s *Setup) InstallQuestionnaires(ctx context.Context) (change Change, err error) {
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		change = Change{}
		c, err := s.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		for _, q := range Shipped() {
			if err := s.install(ctx, c, q, &change); err != nil {
				return err
			}
		}
		return nil
	})
	return change, err
}

func (s *Setup) install(ctx context.Context, c *Catalogue, q Questionnaire, change *Change) error {
	if err := q.Check(); err != nil {
		return err
	}
	if c.QuestionnaireByRef(q.Ref()) != nil {
		change.Same++
		return nil
	}
	change.Added++
	if err := s.Store.AddQuestionnaire(ctx, q); err != nil {
		return err
	}
	return s.record(ctx, "questionnaire.add", q.Ref(), nil, q)
}

// importRows reads every row of a table by read, in one transaction, and stores
// nothing where a single row is wrong.
func (s *Setup) importRows(
	ctx context.Context, t *Table, needed, optional []string,
	rows func(ctx context.Context, c *Catalogue, r *tableReader, change *Change) error,
) (change Change, err error) {
	err = s.Store.InTx(ctx, func(ctx context.Context) error {
		change = Change{}
		r, err := readTable(t, needed, optional)
		if err != nil {
			return err
		}
		c, err := s.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		return rows(ctx, c, r, &change)
	})
	if err != nil {
		return Change{}, err
	}
	return change, nil
}

// each moves the reader through the rows and gathers what they hold.
func each[T any](t *Table, r *tableReader, read func() T) ([]T, error) {
	list := make([]T, 0, len(t.Rows))
	for i := range t.Rows {
		r.row = &t.Rows[i]
		list = append(list, read())
	}
	return list, r.err()
}
