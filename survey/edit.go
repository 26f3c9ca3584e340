package survey

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// EditAction says what an edit does, as the log names it.
type EditAction string

// The actions. Those of records are made by EditOf.
const (
	ReplaceToken   EditAction = "counter.replace_token"
	AddSuccession  EditAction = "succession.add"
	DropSuccession EditAction = "succession.drop"
)

// Edit is one change of the catalogue as a page asks for it: plain text, so that it
// can be kept and made later, on another person's word.
type Edit struct {
	Action  EditAction
	Subject string              // the code of what it is done to, STP>SNV for successions
	Version string              // what it was made from; empty for something new
	Rows    []map[string]string // cells as in a file; one row for a record
}

// EditOf is the edit that saves a record. Its cells are cleaned as those of a file are.
func EditOf(r Record) Edit {
	cells := TidyCells(r.Cells)
	e := Edit{Action: EditAction(r.Kind) + ".change", Subject: r.Key, Version: r.Version}
	if r.Key == "" {
		e.Action, e.Subject = EditAction(r.Kind)+".add", cells["code"]
	}
	e.Rows = []map[string]string{cells}
	return e
}

// TidyCells are cells as a file's reader would hand them over.
func TidyCells(cells map[string]string) map[string]string {
	tidy := make(map[string]string, len(cells))
	for column, cell := range cells {
		tidy[column] = oneLine(cell)
	}
	return tidy
}

// Kind is the kind of record that the edit is about; empty for successions.
func (e *Edit) Kind() RecordKind {
	noun, _, _ := strings.Cut(string(e.Action), ".")
	if _, known := recordColumns[RecordKind(noun)]; known {
		return RecordKind(noun)
	}
	return ""
}

// New tells whether the edit adds a record.
func (e *Edit) New() bool { return e.Kind() != "" && strings.HasSuffix(string(e.Action), ".add") }

// Stored is what the edit is about as it is now: a record's cells, nil for what is new
// and for successions. A counter's token is nobody's business here.
func (e *Edit) Stored(c *Catalogue, today Day) *Record {
	if e.Kind() == "" || e.New() {
		return nil
	}
	r := c.RecordByKey(e.Kind(), e.Subject, today)
	if r != nil {
		delete(r.Cells, "token")
	}
	return r
}

// Stale tells whether something else is stored by now than what the edit was made from.
func (e *Edit) Stale(c *Catalogue, today Day) bool {
	switch {
	case e.New(), e.Correction(), e.Exception(): // of these the catalogue knows nothing
		return false
	case e.Kind() == "":
		return e.Version != c.SuccessionVersion()
	}
	r := c.RecordByKey(e.Kind(), e.Subject, today)
	return r == nil || r.Version != e.Version
}

// Apply makes an edit. Where another version is stored by now than the one that the
// edit was made from, the error is Conflict and nothing is overwritten.
func (s *Setup) Apply(ctx context.Context, e Edit) (change Change, err error) {
	if len(e.Rows) == 0 && e.Action != ReplaceToken {
		return Change{}, Fail(Invalid, "record.unknown", nil)
	}
	switch {
	case e.Action == ReplaceToken, e.Action == AddSuccession, e.Action == DropSuccession:
		err = s.Store.InTx(ctx, func(ctx context.Context) error {
			change, err = s.applyOnce(ctx, &e)
			return err
		})
		return change, byRow(err)
	case e.Kind() != "":
		return s.Save(ctx, e.record())
	}
	return Change{}, Fail(Invalid, "record.unknown", nil)
}

// byRow names a mistake's column and row: predecessor.2 is the second row's.
func byRow(err error) error {
	e, ours := errors.AsType[*Error](err)
	if !ours {
		return err
	}
	for _, cause := range e.Causes {
		text, column, _ := strings.Cut(cause.Field, ":")
		if line, err := strconv.Atoi(text); err == nil && line > 1 {
			cause.Field = column + "." + strconv.Itoa(line-1)
		}
		cause.sayOnPage()
	}
	e.sayOnPage()
	if len(e.Causes) > 0 {
		e.Word = "record.refused"
	}
	return e
}

func (e *Edit) record() Record {
	r := Record{Kind: e.Kind(), Key: e.Subject, Version: e.Version, Cells: map[string]string{}}
	if e.New() {
		r.Key = ""
	}
	for column, cell := range e.Rows[0] {
		if slices.Contains(RecordColumns(r.Kind), column) && column != "token" {
			r.Cells[column] = cell
		}
	}
	return r
}

// applyOnce makes what is not a record, in the caller's transaction.
func (s *Setup) applyOnce(ctx context.Context, e *Edit) (Change, error) {
	c, err := s.Store.Catalogue(ctx)
	if err != nil {
		return Change{}, err
	}
	if e.Stale(c, DayOf(s.Now(), c.Zone)) {
		return Change{}, Fail(Conflict, "stale", nil)
	}
	switch e.Action {
	case ReplaceToken:
		_, err := s.ReplaceTokens(ctx, []string{e.Subject})
		return Change{Changed: 1}, err
	case AddSuccession:
		t := &Table{Columns: successionColumns.All()}
		for _, row := range e.Rows {
			t.add(row)
		}
		return s.ImportSuccessions(ctx, t)
	}
	row := e.Rows[0]
	return s.DropSuccession(ctx, row["predecessor"], row["successor"], Day(row["on"]))
}

// Guarded runs do in one transaction and keeps what it did only where guard has
// nothing against it, which is told the catalogue before and after. A dry run is
// always taken back.
func (s *Setup) Guarded(
	ctx context.Context, do func(context.Context) (Change, error), guard func(before, after *Catalogue) error,
) (Change, error) {
	var change Change
	err := Trial(ctx, s.Store, func(ctx context.Context) (bool, error) {
		before, err := s.Store.Catalogue(ctx)
		if err != nil {
			return false, err
		}
		if change, err = do(ctx); err != nil {
			return false, err
		}
		after, err := s.Store.Catalogue(ctx)
		if err != nil {
			return false, err
		}
		return !s.DryRun, guard(before, after)
	})
	if err != nil {
		return Change{}, err
	}
	return change, nil
}
