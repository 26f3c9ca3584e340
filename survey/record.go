package survey

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
)

// RecordKind is a kind of thing that a page edits one at a time, as a file edits many.
type RecordKind string

// The kinds.
const (
	AgencyRecord  RecordKind = "agency"
	CounterRecord RecordKind = "counter"
	PlanRecord    RecordKind = "plan"
)

// Record is a thing of the catalogue as its cells in a file, with the mark of what
// they were: a page that was made from another mark is stale.
type Record struct {
	Kind    RecordKind
	Key     string // its code; an agency's is CODE@first-day where it is not the present one
	Columns []string
	Cells   map[string]string
	Version string
}

// RecordColumns are the columns of a kind, the needed ones first.
func RecordColumns(kind RecordKind) []string { return recordColumns[kind].All() }

var recordColumns = map[RecordKind]Columns{
	AgencyRecord: agencyColumns, CounterRecord: counterColumns, PlanRecord: planColumns,
}

// RecordNeeded are the columns of a kind that may not be empty.
func RecordNeeded(kind RecordKind) []string { return recordColumns[kind].Needed }

// RecordByKey finds one, nil where there is none.
func (c *Catalogue) RecordByKey(kind RecordKind, key string, today Day) *Record {
	cells := c.cellsByKey(kind, key, today)
	if cells == nil {
		return nil
	}
	return &Record{
		Kind: kind, Key: key, Columns: recordColumns[kind].All(), Cells: cells, Version: Fingerprint(cells),
	}
}

func (c *Catalogue) cellsByKey(kind RecordKind, key string, today Day) map[string]string {
	switch kind {
	case AgencyRecord:
		if a := c.AgencyByRef(key, today); a != nil && c.AgencyRef(a, today) == key {
			return c.agencyCells(a)
		}
	case CounterRecord:
		at := slices.IndexFunc(c.Counters, func(n Counter) bool { return n.Code == key })
		if at >= 0 {
			return c.counterCells(today)(&c.Counters[at])
		}
	case PlanRecord:
		if p := c.PlanByCode(key); p != nil {
			return c.planCells(p)
		}
	}
	return nil
}

// Save stores one record, by the same rules as a file of one row. A new one has no
// key; else version is that of the record that the change was made from: where another
// is stored by now, the error is Conflict and nothing is overwritten. Mistakes name
// the columns.
func (s *Setup) Save(ctx context.Context, r Record) (Change, error) {
	var change Change
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		if err := r.fits(c, DayOf(s.Now(), c.Zone)); err != nil {
			return err
		}
		if change, err = s.importRecord(ctx, &r); err != nil {
			return err
		}
		if r.Key == "" && change.Changed+change.Same > 0 { // by its first day it was there
			return Fail(Conflict, "record.taken", Args{"value": clip(r.Cells["code"])}).At("code")
		}
		return nil
	})
	return change, byColumn(err)
}

// fits tells whether the record is new, or still the one that the change was made from.
func (r *Record) fits(c *Catalogue, today Day) error {
	if r.Key == "" {
		if c.RecordByKey(r.Kind, r.Cells["code"], today) != nil {
			return Fail(Conflict, "record.taken", Args{"value": clip(r.Cells["code"])}).At("code")
		}
		return nil
	}
	stored := c.RecordByKey(r.Kind, r.Key, today)
	if stored == nil {
		return Fail(NotFound, "record.unknown", nil)
	}
	if stored.Version != r.Version {
		return Fail(Conflict, "stale", nil)
	}
	r.Cells["code"] = stored.Cells["code"]
	if r.Kind == AgencyRecord {
		r.Cells["valid_from"] = stored.Cells["valid_from"]
	}
	return nil
}

func (s *Setup) importRecord(ctx context.Context, r *Record) (Change, error) {
	t := &Table{Columns: slices.Sorted(maps.Keys(r.Cells))}
	t.add(r.Cells)
	switch r.Kind {
	case AgencyRecord:
		return s.ImportAgencies(ctx, t, nil, "")
	case CounterRecord:
		return s.ImportCounters(ctx, t)
	case PlanRecord:
		return s.ImportPlans(ctx, t)
	}
	return Change{}, Fail(Invalid, "record.unknown", nil)
}

// byColumn names a mistake's column alone: there is one row.
func byColumn(err error) error {
	e, ours := errors.AsType[*Error](err)
	if !ours {
		return err
	}
	for _, cause := range e.Causes {
		if _, column, found := strings.Cut(cause.Field, ":"); found {
			cause.Field = column
		}
		cause.sayOnPage()
	}
	e.sayOnPage()
	if len(e.Causes) > 0 {
		e.Word = "record.refused"
	}
	return e
}
