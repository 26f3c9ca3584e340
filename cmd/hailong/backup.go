package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"hailong/frontend/words"
	"hailong/store"
	"hailong/survey"
)

type backupCommand struct {
	databaseSetting
	File string `arg:"" help:"The file to write; it must not be there yet."`
}

// Run copies a SQLite database while the service goes on. Of PostgreSQL it says the
// commands, because its own programs do it best.
//
// The schema is neither checked nor changed: a copy is made before migrating.
func (c *backupCommand) Run(ctx context.Context, out io.Writer) error {
	path, err := filepath.Abs(c.File)
	if err != nil {
		return err
	}
	if store.IsPostgres(c.Database) {
		return c.sayCommands(out, path)
	}
	if _, err := os.Stat(c.Database); err != nil {
		return survey.Fail(survey.NotFound, "database.missing", survey.Args{"path": c.Database}).Because(err)
	}
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	size, err := db.Backup(ctx, path)
	if err != nil {
		return err
	}
	say(out, "backup.done", survey.Args{"path": path, "size": (size + 1<<20 - 1) >> 20})
	return nil
}

// sayCommands prints lines that a shell can run as they are.
func (c *backupCommand) sayCommands(out io.Writer, path string) error {
	if _, err := os.Lstat(path); err == nil {
		return survey.Fail(survey.Conflict, "backup.exists", survey.Args{"path": path})
	}
	commands, err := newPostgresCommands(c.Database, path)
	if err != nil {
		return err
	}
	remark := func(word string) { _, _ = fmt.Fprintln(out, "# "+words.Say(language(), word, nil)) }
	remark("backup.dump")
	if commands.password {
		remark("backup.password")
	}
	_, _ = fmt.Fprintln(out, commands.dump)
	remark("backup.restore")
	_, err = fmt.Fprintln(out, commands.restore)
	return err
}
