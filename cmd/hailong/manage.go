package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/user"
	"strings"
	"time"

	"hailong/frontend/words"
	"hailong/store"
	"hailong/survey"
)

// ready opens a database that has this program's schema; a SQLite file is brought
// to it, and made where create says so.
func (s *databaseSetting) ready(ctx context.Context, create bool) (*store.DB, error) {
	if !create && !store.IsPostgres(s.Database) {
		if _, err := os.Stat(s.Database); err != nil {
			// A mistyped path must not become an empty database that is "whole".
			return nil, survey.Fail(survey.NotFound, "database.missing", survey.Args{"path": s.Database}).Because(err)
		}
	}
	db, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	if !store.IsPostgres(s.Database) {
		_, err = db.Migrate(ctx)
	}
	if err == nil {
		err = db.Ready(ctx)
	}
	if err != nil {
		_ = db.Close()
		return nil, err
	}
	return db, nil
}

// operator is who runs a command, for the log.
func operator() survey.Actor {
	name := "?"
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return survey.Actor{Name: name, Where: "command"}
}

type migrateCommand struct {
	databaseSetting
	DryRun  bool   `help:"Only show what is pending."`
	AppRole string `help:"PostgreSQL: give this role what the service needs, and nothing by which it could change the log."`
}

// Run shows and applies what is pending, then sees to the service's role.
func (c *migrateCommand) Run(ctx context.Context, out io.Writer) error {
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if c.AppRole != "" {
		if err := db.CheckRole(ctx, c.AppRole); err != nil {
			return err
		}
	}
	if err := c.migrate(ctx, db, out); err != nil || c.AppRole == "" || c.DryRun {
		return err
	}
	if err := db.GrantRole(ctx, c.AppRole); err != nil {
		return err
	}
	say(out, "role.done", survey.Args{"role": c.AppRole})
	return nil
}

func (c *migrateCommand) migrate(ctx context.Context, db *store.DB, out io.Writer) error {
	names, err := db.Schema().Pending(ctx)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		say(out, "migrate.none", nil)
		return nil
	}
	say(out, "migrate.pending", survey.Args{"names": strings.Join(names, ", ")})
	if c.DryRun {
		return nil
	}
	if names, err = db.Migrate(ctx); err != nil {
		return err
	}
	say(out, "migrate.done", survey.Args{"names": strings.Join(names, ", ")})
	return nil
}

type recountCommand struct{ databaseSetting }

// Run rebuilds the tallies.
func (c *recountCommand) Run(ctx context.Context, out io.Writer) error {
	db, err := c.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	differences, err := survey.Recount(ctx, db, operator(), time.Now)
	if err != nil {
		return err
	}
	if err := sayDifferences(ctx, out, db, differences); err != nil {
		return err
	}
	return archivesAsTheyWere(ctx, out, db)
}

func sayDifferences(ctx context.Context, out io.Writer, db *store.DB, differences []survey.Difference) error {
	if len(differences) == 0 {
		say(out, "recount.same", nil)
		return nil
	}
	say(out, "recount.differed", survey.Args{"count": len(differences)})
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	for _, d := range differences {
		args := survey.Args{
			"counter": counterName(catalogue, d.Key.Counter), "month": d.Key.Month, "channel": d.Key.Channel,
			"stored": received(d.Stored), "counted": received(d.Counted),
		}
		if _, err := fmt.Fprintln(out, "  "+words.Say(language(), "recount.row", args)); err != nil {
			return err
		}
	}
	return nil
}

// counterName is a counter's code, or its number where a tampered row names none.
func counterName(c *survey.Catalogue, id survey.CounterID) string {
	if counter := c.Counter(id); counter != nil {
		return counter.Code
	}
	return fmt.Sprintf("#%d", id)
}

func received(t *survey.Tally) int64 {
	if t == nil {
		return 0
	}
	return t.Received
}
