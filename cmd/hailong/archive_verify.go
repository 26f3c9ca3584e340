package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"hailong/frontend/words"
	"hailong/store"
	"hailong/survey"
)

type archiveVerifyCommand struct {
	File     string `arg:"" help:"FILE.zip."`
	Database string `env:"HAILONG_DATABASE" help:"Compare with this database too: path of a SQLite file, or postgres://… (a password only by the environment)."`
	Timezone string `default:"Asia/Ho_Chi_Minh" env:"HAILONG_TIMEZONE" help:"The office's zone, by which days are cut."`
}

// AfterApply refuses a password on the command line.
func (c *archiveVerifyCommand) AfterApply() error { return c.setting().AfterApply() }

func (c *archiveVerifyCommand) setting() *databaseSetting {
	return &databaseSetting{Database: c.Database, Timezone: c.Timezone}
}

// Run counts the file from its own text, and compares it with a database where one is
// named.
func (c *archiveVerifyCommand) Run(ctx context.Context, out io.Writer) error {
	f, file, err := openArchive(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	faults, err := c.faults(ctx, file)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return sayFaults(out, faults.Err("archive.wrong"))
	}
	say(out, "archive.whole", survey.Args{"file": c.File, "count": file.Responses(), "hash": file.SHA256})
	if c.Database != "" {
		say(out, "archive.same", nil)
	}
	return nil
}

func (c *archiveVerifyCommand) faults(
	ctx context.Context, file *survey.ArchiveFile,
) (survey.Mistakes, error) {
	if c.Database == "" {
		count, err := file.Count(ctx, nil)
		if err != nil {
			return nil, err
		}
		return count.Faults, nil
	}
	db, err := c.setting().ready(ctx, false)
	if err != nil {
		return nil, err
	}
	defer func() { _ = db.Close() }()
	return file.Compare(ctx, db)
}

// openArchive opens a file of archived responses; closing it is the caller's.
func openArchive(path string) (*os.File, *survey.ArchiveFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil {
		var file *survey.ArchiveFile
		if file, err = survey.OpenArchive(f, info.Size()); err == nil {
			return f, file, nil
		}
	}
	_ = f.Close()
	return nil, nil, err
}

// checkArchives says in a few words where archived plans are not as they should be, and
// each fault in a line of its own.
func checkArchives(
	ctx context.Context, db *store.DB, lang survey.Lang, say func(sentence string),
) (string, error) {
	faults, err := survey.CheckArchives(ctx, db)
	if err != nil || len(faults) == 0 {
		return "", err
	}
	for _, fault := range faults {
		say(words.Sentence(lang, fault))
	}
	return fmt.Sprintf("; faults of archived plans: %d", len(faults)), nil
}

// archivesAsTheyWere fails where archived plans, which no recount touches, are not as
// they were archived.
func archivesAsTheyWere(ctx context.Context, out io.Writer, db *store.DB) error {
	faults, err := survey.CheckArchives(ctx, db)
	if err != nil || len(faults) == 0 {
		return err
	}
	return sayFaults(out, faults.Err("archive.wrong"))
}
