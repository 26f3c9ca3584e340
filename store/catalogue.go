package store

import (
	"context"

	"hailong/survey"
)

var _ survey.CatalogueReader = (*DB)(nil)

// CatalogueVersion reads the one row that every change of the catalogue bumps.
func (db *DB) CatalogueVersion(ctx context.Context) (int64, error) {
	return scalar[int64](ctx, db, "SELECT value FROM property WHERE name = 'catalogue'")
}

// Catalogue reads all of it on one view of the database, so that a plan is never
// seen without its parts.
func (db *DB) Catalogue(ctx context.Context) (c *survey.Catalogue, err error) {
	err = db.snapshot(ctx, func(ctx context.Context) error {
		if c, err = db.readCatalogue(ctx); err != nil {
			return err
		}
		c.Version, err = db.CatalogueVersion(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	c.Zone = db.zone
	return c.Index(), nil
}

func (db *DB) readCatalogue(ctx context.Context) (*survey.Catalogue, error) {
	c := &survey.Catalogue{}
	simulated, err := scalar[int64](ctx, db, "SELECT value FROM property WHERE name = 'simulated'")
	if err != nil {
		return nil, err
	}
	c.Simulated = simulated != 0
	for _, read := range []func(context.Context, *survey.Catalogue) error{
		db.readAgencies, db.readSuccessions, db.readCounters, db.readQuestionnaires, db.readPlans,
	} {
		if err := read(ctx, c); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// MarkSimulated says for good that this database holds a demonstration.
func (db *DB) MarkSimulated(ctx context.Context) error {
	if err := db.conn(ctx).Exec("UPDATE property SET value = 1 WHERE name = 'simulated'").Error; err != nil {
		return translate(err)
	}
	return changed(ctx)
}
