package api

import (
	"context"
	"slices"
	"sync"
	"time"

	"hailong/scoring/edition"
	"hailong/survey"
)

// mostKept is how many editions are kept whole: this year's and the one before are asked
// for, the others now and then.
const mostKept = 4

// busyTime is after how long whoever did not get his turn may try again.
const busyTime = 5 * time.Second

// publishedEditions keeps what was read and made of published editions. They never change,
// so it is never wrong; it only forgets.
type publishedEditions struct {
	turn chan struct{} // one at a time reads or makes: several at once would do the same

	mu        sync.Mutex
	whole     []*keptEdition // the last used at the end
	years     map[edition.ID]*keptYear
	catalogue int64 // version that the years were read with
	newest    int   // the newest year with a published edition
	asked     time.Time
}

// keptEdition is an edition with the files that were made of it.
type keptEdition struct {
	id      edition.ID
	content *edition.Content
	files   map[string]*editionFile
}

// keptYear is what the histories show of an edition.
type keptYear struct {
	standings []edition.Standing
	means     map[string]string // by group
}

// editionFile is a file as it is sent.
type editionFile struct {
	body        []byte
	media, name string
	hash        string
}

func newPublishedEditions() *publishedEditions {
	return &publishedEditions{turn: make(chan struct{}, 1), years: map[edition.ID]*keptYear{}}
}

// take waits for the turn, not longer than the request.
func (p *publishedEditions) take(ctx context.Context) (release func(), err error) {
	select {
	case p.turn <- struct{}{}:
		return func() { <-p.turn }, nil
	case <-ctx.Done():
		busy := survey.Fail(survey.Unavailable, "ranking.busy", nil).Because(ctx.Err())
		busy.Retry = busyTime
		return nil, busy
	}
}

// find gives what is kept of an edition, and notes that it was used; nil: nothing.
func (p *publishedEditions) find(id edition.ID) *keptEdition {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := slices.IndexFunc(p.whole, func(k *keptEdition) bool { return k.id == id })
	if at < 0 {
		return nil
	}
	k := p.whole[at]
	p.whole = append(slices.Delete(p.whole, at, at+1), k)
	return k
}

func (p *publishedEditions) keep(k *keptEdition) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.whole = append(p.whole, k); len(p.whole) > mostKept {
		p.whole = slices.Delete(p.whole, 0, 1)
	}
}

func (p *publishedEditions) file(k *keptEdition, name string) *editionFile {
	p.mu.Lock()
	defer p.mu.Unlock()
	return k.files[name]
}

// publishedContent is what a published edition says.
func (s *server) publishedContent(ctx context.Context, e *edition.Edition) (*edition.Content, error) {
	k, err := s.keptEdition(ctx, e)
	if err != nil {
		return nil, err
	}
	return k.content, nil
}

func (s *server) keptEdition(ctx context.Context, e *edition.Edition) (*keptEdition, error) {
	if k := s.published.find(e.ID); k != nil {
		return k, nil
	}
	release, err := s.published.take(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	if k := s.published.find(e.ID); k != nil { // read while this one waited
		return k, nil
	}
	content, err := s.Editions.Content(ctx, e)
	if err != nil {
		return nil, err
	}
	k := &keptEdition{id: e.ID, content: content, files: map[string]*editionFile{}}
	s.published.keep(k)
	return k, nil
}

func unknownEdition() error { return survey.Fail(survey.NotFound, "ranking.unknown", nil) }

// yearOf is what the histories show of an edition.
func (s *server) yearOf(ctx context.Context, c *survey.Catalogue, e *edition.Edition) (*keptYear, error) {
	p := s.published
	p.mu.Lock()
	if p.catalogue != c.Version {
		p.years, p.catalogue = map[edition.ID]*keptYear{}, c.Version
	}
	year := p.years[e.ID]
	p.mu.Unlock()
	if year != nil {
		return year, nil
	}
	content, err := s.publishedContent(ctx, e)
	if err != nil {
		return nil, err
	}
	year = &keptYear{standings: content.Standings(c), means: map[string]string{}}
	for i := range year.standings {
		year.standings[i].Edition, year.standings[i].Decision = e.Subject(), e.Decision
	}
	for i := range content.Groups {
		year.means[content.Groups[i].Code] = content.Groups[i].Mean
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.catalogue == c.Version {
		p.years[e.ID] = year
	}
	return year, nil
}

// newestAge is how old the band's knowledge of the newest year may be.
const newestAge = time.Minute

// rankedYear is the newest year with a published edition, for the band above each page; 0
// where nothing is published, or where it cannot be asked.
func (s *server) rankedYear(ctx context.Context) int {
	p := s.published
	p.mu.Lock()
	year, fresh := p.newest, !p.asked.IsZero() && s.Now().Sub(p.asked) < newestAge
	p.mu.Unlock()
	if fresh || s.Editions.Store == nil {
		return year
	}
	if _, err := s.publishedList(ctx); err != nil {
		return year
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.newest
}

// publishedList are all published editions: newest year first, in a year by kind and
// family, the newest number first.
func (s *server) publishedList(ctx context.Context) ([]edition.Edition, error) {
	if s.Editions.Store == nil {
		return nil, nil
	}
	all, err := s.Editions.List(ctx)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(e edition.Edition) bool { return e.State != edition.Published })
	slices.SortStableFunc(all, func(a, b edition.Edition) int {
		if a.SameRow(&b) {
			return b.Number - a.Number
		}
		return 0
	})
	p := s.published
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked, p.newest = s.Now(), 0
	if len(all) > 0 {
		p.newest = all[0].Year
	}
	return all, nil
}
