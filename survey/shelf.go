package survey

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// CatalogueReader reads the catalogue from where it is stored.
type CatalogueReader interface {
	// Catalogue reads all of it, indexed, with the version it was read at.
	Catalogue(ctx context.Context) (*Catalogue, error)
	// CatalogueVersion reads the version alone: one row.
	CatalogueVersion(ctx context.Context) (int64, error)
}

// Shelf holds the catalogue in force. Reading it needs no lock and no query.
type Shelf struct {
	reader  CatalogueReader
	current atomic.Pointer[Catalogue]
	loading sync.Mutex
}

// NewShelf reads the catalogue for the first time.
func NewShelf(ctx context.Context, reader CatalogueReader) (*Shelf, error) {
	s := &Shelf{reader: reader}
	if _, err := s.reload(ctx); err != nil {
		return nil, err
	}
	return s, nil
}

// Now is the catalogue in force, without asking the database.
func (s *Shelf) Now() *Catalogue { return s.current.Load() }

// Fresh is the catalogue after a look at the stored version: another instance
// may have changed it.
func (s *Shelf) Fresh(ctx context.Context) (*Catalogue, error) {
	version, err := s.reader.CatalogueVersion(ctx)
	if err != nil {
		return nil, err
	}
	if c := s.Now(); c.Version == version {
		return c, nil
	}
	return s.reload(ctx)
}

func (s *Shelf) reload(ctx context.Context) (*Catalogue, error) {
	s.loading.Lock()
	defer s.loading.Unlock()
	c, err := s.reader.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	if old := s.Now(); old == nil || c.Version >= old.Version {
		s.current.Store(c)
	}
	return s.Now(), nil
}

// Watch looks at the stored version now and then, so that a page which asks the
// database nothing still follows what another instance changed. A look that fails
// is tried again at the next: the catalogue in force goes on serving.
func (s *Shelf) Watch(ctx context.Context, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			_, _ = s.Fresh(ctx)
		}
	}
}
