package survey

import (
	"context"
	"errors"
	"slices"
	"time"
)

// ResponseImportStore is what importing answers needs.
type ResponseImportStore interface {
	Transactor
	Recorder
	Catalogue(ctx context.Context) (*Catalogue, error)
	// ImportedResponses are the stored responses of a counter that came by import
	// and were answered from one time to another, both in, without their comments.
	ImportedResponses(ctx context.Context, counter CounterID, from, to time.Time) ([]Response, error)
	// ImportResponses stores as AddResponses does, however many there are, and is
	// told to say how many it has done.
	ImportResponses(
		ctx context.Context, version int64, list []Response, done func(int),
	) ([]Outcome, error)
}

// ResponseImport (nhập phiếu cũ) brings in answers that were collected with another
// form or on a spreadsheet. They keep a channel of their own: an officer has had
// them in hand.
type ResponseImport struct {
	Store ResponseImportStore
	Setup *Setup // who does it, when, and who is told of the progress; where DryRun is set, Keep stores nothing
}

// ResponsesKept says what Keep did.
type ResponsesKept struct {
	Added   int // newly stored
	Counted int // of them: in the score of their plan
	Late    int // of them: received after their plan took answers
	Same    int // were there before
}

// Try reads and checks a whole export by its mapping, and stores nothing. The error
// names every mistake with its row and column: of the mapping, where that has any,
// else of the export.
func (i *ResponseImport) Try(ctx context.Context, export, mapping *Table) (*ResponseTrial, error) {
	c, err := i.Store.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	m, err := readMapping(c, mapping, export)
	if err != nil {
		return nil, err
	}
	r := newResponseReader(c, m, i.Setup.Now())
	for n := range export.Rows {
		r.read(&export.Rows[n])
		if (n+1)%putBatch == 0 || n+1 == len(export.Rows) {
			i.Setup.progress(n+1, len(export.Rows))
		}
	}
	if err := r.Err(); err != nil {
		return nil, err
	}
	if err := i.compare(ctx, r); err != nil {
		return nil, err
	}
	return r.trial(len(export.Rows)), r.Err()
}

// compare looks which of the rows are stored already, counter by counter.
func (i *ResponseImport) compare(ctx context.Context, r *responseReader) error {
	counters := map[CounterID][]*importRow{}
	for n := range r.rows {
		row := &r.rows[n]
		counters[row.response.Counter] = append(counters[row.response.Counter], row)
	}
	for n := range r.catalogue.Counters {
		id := r.catalogue.Counters[n].ID
		rows := counters[id]
		if len(rows) == 0 {
			continue
		}
		from, to := span(rows)
		// A file may have lost the time of day since it was imported.
		from, to = from.Add(-12*time.Hour), to.Add(12*time.Hour)
		stored, err := i.Store.ImportedResponses(ctx, id, from, to)
		if err != nil {
			return err
		}
		r.match(rows, stored)
	}
	return nil
}

func span(rows []*importRow) (from, to time.Time) {
	earlier := func(a, b *importRow) int { return a.response.AnsweredAt.Compare(b.response.AnsweredAt) }
	return slices.MinFunc(rows, earlier).response.AnsweredAt, slices.MaxFunc(rows, earlier).response.AnsweredAt
}

// Keep stores what was tried, all or nothing, with one entry of the log that holds
// numbers and the files' SHA-256, no answers. Where nothing is new it changes nothing.
func (i *ResponseImport) Keep(
	ctx context.Context, trial *ResponseTrial, hashes FileHashes,
) (ResponsesKept, error) {
	kept := ResponsesKept{Same: trial.Same}
	if i.Setup.DryRun || len(trial.list) == 0 {
		return kept, nil
	}
	err := i.Store.InTx(ctx, func(ctx context.Context) error {
		kept = ResponsesKept{Same: trial.Same}
		outcomes, err := i.Store.ImportResponses(ctx, trial.catalogue.Version, trial.list, func(done int) {
			i.Setup.progress(done, len(trial.list))
		})
		if err != nil {
			return err
		}
		for n := range outcomes {
			if outcomes[n].Conflict {
				return Fail(Conflict, "responses.conflict", Args{"value": outcomes[n].Receipt})
			}
			kept.add(trial.catalogue, &trial.list[n], outcomes[n].Repeated)
		}
		return i.record(ctx, trial, kept, hashes)
	})
	if errors.Is(err, ErrStale) {
		err = Fail(Conflict, "responses.stale", nil).Because(err)
	}
	if err != nil {
		return ResponsesKept{}, err
	}
	return kept, nil
}

func (k *ResponsesKept) add(c *Catalogue, r *Response, repeated bool) {
	switch {
	case repeated:
		k.Same++
		return
	case c.Counts(r):
		k.Counted++
	case r.Status == StatusLate:
		k.Late++
	}
	k.Added++
}

type responseImportEntry struct {
	Rows, Added, Counted, Late, Same int
	FileHashes
}

// FileHashes prove which files an import read: SHA-256, hex. The mapping decides what
// the words of the export mean.
type FileHashes struct{ SHA256, MappingSHA256 string }

func (i *ResponseImport) record(
	ctx context.Context, trial *ResponseTrial, k ResponsesKept, hashes FileHashes,
) error {
	if k.Added == 0 {
		return nil
	}
	return i.Store.Record(ctx, Entry{
		At: stamp(i.Setup.Now), Actor: i.Setup.Actor, Action: "response.import", Subject: trial.Form,
		After: responseImportEntry{trial.Rows, k.Added, k.Counted, k.Late, k.Same, hashes},
	})
}
