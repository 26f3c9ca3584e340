package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"hailong/frontend/words"
	"hailong/store"
	"hailong/store/file"
	"hailong/survey"
)

type backupCommand struct {
	databaseSetting
	fileSettings
	File string `arg:"" help:"The file to write; it must not be there yet."`
}

// Run copies a SQLite database while the service goes on. Of PostgreSQL it says the
// commands, because its own programs do it best. Attached files are not in the copy; it
// says where they are.
//
// The schema is neither checked nor changed: a copy is made before migrating.
func (c *backupCommand) Run(ctx context.Context, out io.Writer) error {
	path, err := filepath.Abs(c.File)
	if err != nil {
		return err
	}
	files, err := file.Place(c.filesAt(c.Database))
	if err != nil {
		return err
	}
	if store.IsPostgres(c.Database) {
		return c.sayCommands(out, path, files)
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
	say(out, "file.not_in_backup", survey.Args{"path": files})
	return nil
}

// sayCommands prints lines that a shell can run as they are.
func (c *backupCommand) sayCommands(out io.Writer, path, files string) error {
	if _, err := os.Lstat(path); err == nil {
		return survey.Fail(survey.Conflict, "backup.exists", survey.Args{"path": path})
	}
	commands, err := newPostgresCommands(c.Database, path)
	if err != nil {
		return err
	}
	remark := func(word string, args survey.Args) {
		_, _ = fmt.Fprintln(out, "# "+words.Say(language(), word, args))
	}
	remark("backup.dump", nil)
	if commands.password {
		remark("backup.password", nil)
	}
	_, _ = fmt.Fprintln(out, commands.dump)
	remark("file.not_in_backup", survey.Args{"path": files})
	remark("backup.restore", nil)
	_, err = fmt.Fprintln(out, commands.restore)
	return err
}
