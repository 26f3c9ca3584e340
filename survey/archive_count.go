package survey

import (
	"context"
	"strings"
)

// ArchiveCount is what a file's responses add up to, counted from their text alone.
type ArchiveCount struct {
	Responses int64
	Faults    Mistakes // what in the file does not fit together

	plans map[PlanID]*planCount
}

type planCount struct {
	plan      *Plan
	responses int64
	agencies  map[AgencyID]*agencyCount
	tallies   map[TallyKey]Tally
	lines     [][]string // the roll-ups as text
}

// agencyCount is what only single responses tell of an agency.
type agencyCount struct {
	last   Day
	stages StageTallies
}

// archiveCounter goes through the lines of the responses.
type archiveCounter struct {
	file     *ArchiveFile
	count    *ArchiveCount
	codes    map[string]*Counter
	plans    map[string]*planCount
	counter  *Counter
	receipt  string
	seen     map[CounterID]bool
	progress func(done, total int64)
}

// Count reads the whole file and counts its responses anew, as the intake counted
// them. progress may be nil.
func (f *ArchiveFile) Count(ctx context.Context, progress func(done, total int64)) (*ArchiveCount, error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	r := &archiveCounter{
		file: f, count: &ArchiveCount{plans: map[PlanID]*planCount{}}, plans: map[string]*planCount{},
		codes: byKey(f.catalogue.Counters, func(n *Counter) string { return n.Code }),
		seen:  map[CounterID]bool{}, progress: progress,
	}
	for i := range f.catalogue.Plans {
		p := &f.catalogue.Plans[i]
		c := &planCount{plan: p, agencies: map[AgencyID]*agencyCount{}, tallies: map[TallyKey]Tally{}}
		r.count.plans[p.ID], r.plans[p.Code] = c, c
	}
	whole, err := f.rows(ctx, archiveResponses, responseHead, r.line)
	if err != nil {
		return nil, err
	}
	if !whole {
		r.count.Faults.Add(Fail(Conflict, "archive.part", Args{"value": archiveResponses}))
	}
	r.progress(r.count.Responses, r.count.Responses)
	return r.count, r.compare(ctx)
}

func (r *archiveCounter) line(number int64, line []string) error {
	o, p, cause := r.response(line)
	if cause == "" && !r.next(r.file.catalogue.Counter(o.Counter), line[4]) {
		cause = "counter, receipt"
	}
	if cause != "" {
		return badLine(archiveResponses, number, cause)
	}
	r.counter, r.receipt = r.file.catalogue.Counter(o.Counter), line[4]
	r.seen[o.Counter] = true
	r.add(p, &o)
	if r.count.Responses++; r.count.Responses%archiveBatch == 0 {
		r.progress(min(r.count.Responses, r.file.Responses()), r.file.Responses())
	}
	return nil
}

func (r *archiveCounter) add(p *planCount, o *Response) {
	q := r.file.catalogue.Questionnaire(o.Questionnaire)
	t := TallyOf(o, r.counter.Agency, q)
	sum, seen := p.tallies[t.TallyKey]
	if !seen {
		t.Month = Month(strings.Clone(string(t.Month))) // the rest of the line need not stay for it
	}
	p.tallies[t.TallyKey] = t.Add(sum)
	p.responses++
	agency := p.agencies[r.counter.Agency]
	if agency == nil {
		agency = &agencyCount{stages: StageTallies{}}
		p.agencies[r.counter.Agency] = agency
	}
	if o.Day > agency.last {
		agency.last = Day(strings.Clone(string(o.Day)))
	}
	if o.Status == StatusValid {
		agency.stages.Add(o.Stage, q, o.Levels, 1)
	}
}
