package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"hailong/scoring/edition"
	"hailong/survey"
)

var _ edition.Store = (*DB)(nil)

type editionRow struct {
	ID           edition.ID `gorm:"primaryKey"`
	Kind         edition.Kind
	Family       string
	Year         int
	Number       int
	State        edition.State
	Replaces     int
	Why          string
	Content      []byte
	Hash         string
	ClosedBy     string
	ClosedAt     time.Time
	Decision     string
	DecidedOn    survey.Day
	DecisionFile survey.FileID
	Archive      []byte
	ArchiveHash  string
	PublishedBy  string
	PublishedAt  *time.Time
}

func (editionRow) TableName() string { return "edition" }

func (r editionRow) domain() edition.Edition {
	return edition.Edition{
		ID: r.ID, Kind: r.Kind, Family: r.Family, Year: r.Year, Number: r.Number, State: r.State,
		Replaces: r.Replaces, Why: r.Why, Hash: r.Hash, ClosedBy: r.ClosedBy, ClosedAt: r.ClosedAt.UTC(),
		Decision: r.Decision, DecidedOn: r.DecidedOn, DecisionFile: r.DecisionFile, ArchiveHash: r.ArchiveHash,
		PublishedBy: r.PublishedBy, PublishedAt: moment(r.PublishedAt),
	}
}

// selectEditions leaves out what is large.
const selectEditions = `
	SELECT id, kind, family, year, number, state, replaces, why, hash, closed_by, closed_at,
		decision, decided_on, decision_file, archive_hash, published_by, published_at
	FROM edition `

// mostContent is how much of a frozen content is unpacked: many times what one has.
const mostContent = 512 << 20

// AddEdition stores a closed edition with its frozen content, and sets its ID.
func (db *DB) AddEdition(ctx context.Context, e *edition.Edition, content []byte) error {
	packed, err := pack(content)
	if err != nil {
		return err
	}
	row := editionRow{
		Kind: e.Kind, Family: e.Family, Year: e.Year, Number: e.Number, State: e.State, Replaces: e.Replaces,
		Why: e.Why, Content: packed, Hash: e.Hash, ClosedBy: e.ClosedBy, ClosedAt: *stored(e.ClosedAt),
		Archive: []byte{},
	}
	if err := db.conn(ctx).Omit("id").Create(&row).Error; err != nil {
		return wrap(err, "add edition")
	}
	e.ID = row.ID
	return nil
}

// PutEdition stores what became of a closed edition, in one statement: the database takes
// no other afterwards.
func (db *DB) PutEdition(ctx context.Context, e *edition.Edition, archive []byte) error {
	if archive == nil {
		archive = []byte{}
	}
	done := db.conn(ctx).Exec(`
		UPDATE edition SET state = ?, decision = ?, decided_on = ?, decision_file = ?, archive = ?,
			archive_hash = ?, published_by = ?, published_at = ?
		WHERE id = ? AND state = 'closed'`,
		e.State, e.Decision, e.DecidedOn, e.DecisionFile, archive,
		e.ArchiveHash, e.PublishedBy, stored(e.PublishedAt), e.ID)
	if done.Error == nil && done.RowsAffected != 1 {
		done.Error = fmt.Errorf("edition %d is not closed", e.ID)
	}
	return wrap(done.Error, "put edition")
}

// Edition finds an edition by its number in the database, nil where there is none.
func (db *DB) Edition(ctx context.Context, id edition.ID) (*edition.Edition, error) {
	return only[editionRow](ctx, db, selectEditions+"WHERE id = ?", id)
}

// Editions are all editions: newest year first, in a year by kind, family and number.
func (db *DB) Editions(ctx context.Context) ([]edition.Edition, error) {
	return list[editionRow](ctx, db, selectEditions+"ORDER BY year DESC, kind, family, number")
}

// EditionContent is what was frozen, as it was.
func (db *DB) EditionContent(ctx context.Context, id edition.ID) ([]byte, error) {
	packed, err := db.blob(ctx, "SELECT content AS bytes FROM edition WHERE id = ?", id)
	if err != nil {
		return nil, err
	}
	return unpack(packed)
}

// EditionArchive is the ZIP of a published edition, empty where it is not published.
func (db *DB) EditionArchive(ctx context.Context, id edition.ID) ([]byte, error) {
	return db.blob(ctx, "SELECT archive AS bytes FROM edition WHERE id = ?", id)
}

type blobRow struct{ Bytes []byte }

func (r blobRow) domain() []byte { return r.Bytes }

// blob reads one large value; nil where there is no row.
func (db *DB) blob(ctx context.Context, query string, args ...any) ([]byte, error) {
	found, err := only[blobRow](ctx, db, query, args...)
	if err != nil || found == nil {
		return nil, err
	}
	return *found, nil
}

func pack(text []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	_, err = w.Write(text)
	err = errors.Join(err, w.Close())
	return packed.Bytes(), err
}

func unpack(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	text, err := io.ReadAll(io.LimitReader(r, mostContent))
	if err != nil {
		return nil, fmt.Errorf("unpack: %w", err)
	}
	return text, nil
}
