package survey

import (
	"cmp"
	"context"
	"maps"
	"slices"
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
	valid     int64
	levels    int64 // different ones, by agency, stage and questionnaire
	last      map[AgencyID]Day
	tallies   map[TallyKey]Tally
	lines     [][]string // the roll-ups as text
}

// levelKey is what level counts are grouped by, within an agency.
type levelKey struct {
	plan          PlanID
	stage         Stage
	questionnaire QuestionnaireID
	levels        Levels
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
	finished map[AgencyID]bool
	levels   map[levelKey]int64
	hand     func(plan *Plan, agency *Agency, counts []LevelCount) error
	progress func(done, total int64)
}

// Count reads the whole file and counts its responses anew, as the intake counted
// them. hand, where it is not nil, gets the level counts of each agency and plan;
// they name the file's questionnaires. progress may be nil.
func (f *ArchiveFile) Count(
	ctx context.Context, hand func(plan *Plan, agency *Agency, counts []LevelCount) error,
	progress func(done, total int64),
) (*ArchiveCount, error) {
	if progress == nil {
		progress = func(int64, int64) {}
	}
	r := &archiveCounter{
		file: f, count: &ArchiveCount{plans: map[PlanID]*planCount{}}, plans: map[string]*planCount{},
		codes: byKey(f.catalogue.Counters, func(n *Counter) string { return n.Code }),
		seen:  map[CounterID]bool{}, finished: map[AgencyID]bool{}, levels: map[levelKey]int64{},
		hand: hand, progress: progress,
	}
	for i := range f.catalogue.Plans {
		p := &f.catalogue.Plans[i]
		c := &planCount{plan: p, last: map[AgencyID]Day{}, tallies: map[TallyKey]Tally{}}
		r.count.plans[p.ID], r.plans[p.Code] = c, c
	}
	whole, err := f.rows(ctx, archiveResponses, responseHead, r.line)
	if err == nil {
		err = r.flush()
	}
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
		cause = "order"
	}
	if cause != "" {
		return badLine(archiveResponses, number, cause)
	}
	if r.counter == nil || r.counter.ID != o.Counter {
		if err := r.turn(r.file.catalogue.Counter(o.Counter)); err != nil {
			return err
		}
	}
	r.receipt = line[4]
	r.add(p, &o)
	if r.count.Responses++; r.count.Responses%archiveBatch == 0 {
		r.progress(min(r.count.Responses, r.file.Responses()), r.file.Responses())
	}
	return nil
}

// turn goes on to another counter.
func (r *archiveCounter) turn(n *Counter) error {
	if r.counter != nil && r.counter.Agency != n.Agency {
		if err := r.flush(); err != nil {
			return err
		}
	}
	r.counter = n
	r.seen[n.ID] = true
	return nil
}

func (r *archiveCounter) add(p *planCount, o *Response) {
	agency := r.counter.Agency
	t := TallyOf(o, agency, r.file.catalogue.Questionnaire(o.Questionnaire))
	sum, seen := p.tallies[t.TallyKey]
	if !seen {
		t.Month = Month(strings.Clone(string(t.Month))) // the rest of the line need not stay for it
	}
	p.tallies[t.TallyKey] = t.Add(sum)
	p.responses++
	if o.Day > p.last[agency] {
		p.last[agency] = Day(strings.Clone(string(o.Day)))
	}
	if o.Status != StatusValid {
		return
	}
	p.valid++
	key := levelKey{p.plan.ID, o.Stage, o.Questionnaire, o.Levels}
	if r.levels[key] == 0 {
		key.levels = Levels(strings.Clone(string(o.Levels)))
	}
	r.levels[key]++
}

// flush hands an agency's level counts over, plan by plan.
func (r *archiveCounter) flush() error {
	if r.counter == nil {
		return nil
	}
	plans := map[PlanID][]LevelCount{}
	for key, n := range r.levels {
		plans[key.plan] = append(plans[key.plan], LevelCount{key.stage, key.questionnaire, key.levels, n})
	}
	clear(r.levels)
	r.finished[r.counter.Agency] = true
	for _, id := range slices.Sorted(maps.Keys(plans)) {
		counts := plans[id]
		r.count.plans[id].levels += int64(len(counts))
		slices.SortFunc(counts, LevelCount.compare)
		if r.hand == nil {
			continue
		}
		p, a := r.count.plans[id].plan, r.file.catalogue.Agency(r.counter.Agency)
		if err := r.hand(p, a, counts); err != nil {
			return err
		}
	}
	return nil
}

func (n LevelCount) compare(o LevelCount) int {
	return cmp.Or(
		cmp.Compare(n.Stage, o.Stage), cmp.Compare(n.Questionnaire, o.Questionnaire),
		cmp.Compare(n.Levels, o.Levels),
	)
}
