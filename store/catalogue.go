package store

import (
	"context"
	"errors"

	"hailong/survey"
)

var _ survey.CatalogueReader = (*DB)(nil)

// CatalogueVersion reads the one row that every change of the catalogue bumps.
func (db *DB) CatalogueVersion(ctx context.Context) (int64, error) {
	return scalar[int64](ctx, db, "SELECT value FROM property WHERE name = 'catalogue'")
}

// readTries is how often the catalogue is read again because it changed meanwhile.
const readTries = 10

// Catalogue reads all of it. Outside a transaction the version is read before and
// after: where they agree, nothing changed in between.
func (db *DB) Catalogue(ctx context.Context) (*survey.Catalogue, error) {
	for range readTries {
		before, err := db.CatalogueVersion(ctx)
		if err != nil {
			return nil, err
		}
		c, err := db.readCatalogue(ctx)
		if err != nil {
			return nil, err
		}
		after, err := db.CatalogueVersion(ctx)
		if err != nil {
			return nil, err
		}
		if before == after {
			c.Version, c.Zone = after, db.zone
			return c.Index(), nil
		}
	}
	return nil, survey.Busy(errors.New("the catalogue keeps changing"))
}

func (db *DB) readCatalogue(ctx context.Context) (*survey.Catalogue, error) {
	c := &survey.Catalogue{}
	simulated, err := scalar[int64](ctx, db, "SELECT value FROM property WHERE name = 'simulated'")
	if err != nil {
		return nil, err
	}
	c.Simulated = simulated != 0
	for _, read := range []func(context.Context, *survey.Catalogue) error{
		db.readAgencies, db.readCounters, db.readQuestionnaires, db.readPlans,
	} {
		if err := read(ctx, c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// MarkSimulated says for good that this database holds a demonstration.
func (db *DB) MarkSimulated(ctx context.Context) error {
	return db.bump(ctx, "UPDATE property SET value = 1 WHERE name = 'simulated'")
}

// bump runs a change of the catalogue, if any, and raises the version, so that
// every instance reads it anew.
func (db *DB) bump(ctx context.Context, change string) error {
	if change != "" {
		if err := db.conn(ctx).Exec(change).Error; err != nil {
			return translate(err)
		}
	}
	err := db.conn(ctx).Exec("UPDATE property SET value = value + 1 WHERE name = 'catalogue'").Error
	return translate(err)
}
