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
	if _, err := s.reload(ctx, -1); err != nil {
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
	return s.reload(ctx, version)
}

// reload reads the catalogue, unless another caller has brought the wanted version
// meanwhile. A restored database may be older than what we hold: the stored one is
// in force, whatever its number.
func (s *Shelf) reload(ctx context.Context, wanted int64) (*Catalogue, error) {
	s.loading.Lock()
	defer s.loading.Unlock()
	if c := s.Now(); c != nil && c.Version == wanted {
		return c, nil
	}
	c, err := s.reader.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	s.current.Store(c)
	return c, nil
}

// lookTime bounds one look at the stored version.
const lookTime = 5 * time.Second

// Watch looks at the stored version now and then, so that a page which asks the
// database nothing still follows what another instance changed. A look that fails
// is tried again at the next: the catalogue in force goes on serving. changed is
// told when looks begin to fail (the error) and when they work again (nil).
func (s *Shelf) Watch(ctx context.Context, every time.Duration, changed func(error)) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	failing := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		err := s.look(ctx)
		if (err != nil) != failing && ctx.Err() == nil {
			failing = err != nil
			changed(err)
		}
	}
}

func (s *Shelf) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lookTime)
	defer cancel()
	_, err := s.Fresh(ctx)
	return err
}
