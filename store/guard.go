package store

import (
	"context"
	"slices"
	"strings"

	"hailong/migrations"
)

// LostGuards are the triggers of the schema that the database lacks or has switched
// off: without them it takes what is never done, until somebody walks the log.
func (db *DB) LostGuards(ctx context.Context) ([]string, error) {
	wanted, err := migrations.Guards(db.dialect.Dialect)
	if err != nil {
		return nil, err
	}
	present, err := list[nameRow](ctx, db, db.dialect.guards)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(wanted, func(name string) bool {
		// PostgreSQL keeps names in small letters.
		return slices.ContainsFunc(present, func(p string) bool { return strings.EqualFold(p, name) })
	}), nil
}
