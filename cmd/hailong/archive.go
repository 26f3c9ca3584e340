package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/survey"
)

type archiveCommand struct {
	Write  archiveWriteCommand  `cmd:"" default:"withargs" help:"Take a finished year's responses out of the database into a file; all figures stay. The service may run."`
	Verify archiveVerifyCommand `cmd:"" help:"Count an archive again and name what differs."`
}

type archiveWriteCommand struct {
	databaseSetting
	Year int    `required:"" help:"The year, which must be over."`
	Out  string `required:"" help:"FILE.zip, which must not be there yet; to go on after an interruption, the file of the last time."`
}

// archiveTries is how often a file is written because answers arrived meanwhile.
const archiveTries = 3

// Run archives what is due of the year, or goes on where it was interrupted.
func (c *archiveWriteCommand) Run(ctx context.Context, out io.Writer) error {
	db, err := c.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	a := &survey.Archiving{
		Store: db, Now: clock, Actor: operator(), Progress: progressBar(os.Stderr),
		Rest: func(d time.Duration) { rest(ctx, d) },
	}
	state, err := a.Due(ctx, c.Year)
	if err != nil {
		return err
	}
	switch {
	case len(state.Begun) > 0:
		err = c.goOn(ctx, a, state.Begun, out)
	case len(state.Due) > 0:
		err = c.archive(ctx, a, state.Due, out)
	default:
		say(out, "archive.already", survey.Args{"year": c.Year})
		return nil
	}
	if ctx.Err() != nil {
		return errors.Join(survey.Fail(survey.Conflict, "archive.interrupted", nil), err)
	}
	if err != nil {
		return err
	}
	return db.Analyze(ctx)
}

// rest lets others write for as long as a piece of work took.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(min(d, time.Second)):
	}
}

// archive writes the file, again where answers arrived meanwhile, and empties the
// database of what is in it.
func (c *archiveWriteCommand) archive(
	ctx context.Context, a *survey.Archiving, plans []*survey.Plan, out io.Writer,
) error {
	for range archiveTries {
		say(out, "archive.writing", survey.Args{"plans": codesOf(plans), "file": c.Out})
		if err := c.write(ctx, a, plans); err != nil {
			return err
		}
		f, file, err := openArchive(c.Out)
		if err != nil {
			return err
		}
		say(out, "archive.checking", nil)
		err = a.Keep(ctx, file)
		if err == nil {
			say(out, "archive.kept", survey.Args{"count": file.Responses(), "hash": file.SHA256})
			err = c.empty(ctx, a, file, out)
			_ = f.Close()
			return err
		}
		_ = f.Close()
		if !errors.Is(err, survey.ErrArchiveStale) {
			return c.refused(err, out)
		}
		if err := os.Remove(c.Out); err != nil {
			return err
		}
		say(out, "archive.arriving", nil)
	}
	return survey.Fail(survey.Conflict, "archive.restless", nil)
}

// refused takes the file away where it is certain that nothing was archived.
func (c *archiveWriteCommand) refused(err error, out io.Writer) error {
	switch survey.KindOf(err) {
	case survey.Internal, survey.Unavailable:
		return err
	}
	if err := os.Remove(c.Out); err != nil {
		return err
	}
	return sayFaults(out, err)
}

// sayFaults says what an error is made of, and leaves the rest of it.
func sayFaults(out io.Writer, err error) error {
	e, ok := errors.AsType[*survey.Error](err)
	if !ok || len(e.Causes) == 0 {
		return err
	}
	for i, cause := range e.Causes {
		if i == mostLines {
			break
		}
		_, _ = fmt.Fprintln(out, "  "+words.Sentence(language(), cause))
	}
	return survey.Fail(survey.Conflict, e.Word, e.Args)
}

// write writes the file beside its place and puts it there when it is complete. Only
// whoever holds the name beside it may take the place, so it is looked at afterwards:
// of two commands with the same file none writes over what the other has archived in.
func (c *archiveWriteCommand) write(
	ctx context.Context, a *survey.Archiving, plans []*survey.Plan,
) (err error) {
	path := c.Out + ".tmp"
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return survey.Fail(survey.Conflict, "archive.busy", survey.Args{"file": path})
	}
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(path)
		}
	}()
	if _, err := os.Lstat(c.Out); err == nil {
		_ = f.Close()
		return survey.Fail(survey.Conflict, "archive.exists", survey.Args{"file": c.Out})
	}
	method := scoring.Method + ": " + words.Say(survey.Vietnamese, "table.said_method", nil)
	err = a.Write(ctx, plans, method, f)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(path, c.Out)
	}
	if err != nil {
		return err
	}
	return syncFolder(filepath.Dir(c.Out))
}

// syncFolder makes a file's new name outlast a power cut.
func syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return d.Sync()
}

// goOn deletes what an interrupted run has left, from the same file.
func (c *archiveWriteCommand) goOn(
	ctx context.Context, a *survey.Archiving, begun []survey.Archive, out io.Writer,
) error {
	other := survey.Fail(survey.Conflict, "archive.file", survey.Args{"year": c.Year, "file": c.Out})
	f, file, err := openArchive(c.Out)
	if errors.Is(err, os.ErrNotExist) {
		return other
	}
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	for _, e := range begun {
		if e.FileSHA256 == file.SHA256 {
			return c.empty(ctx, a, file, out)
		}
	}
	return other
}

func (c *archiveWriteCommand) empty(
	ctx context.Context, a *survey.Archiving, file *survey.ArchiveFile, out io.Writer,
) error {
	say(out, "archive.deleting", nil)
	n, err := a.Empty(ctx, file)
	if err != nil {
		return err
	}
	say(out, "archive.done", survey.Args{"count": n, "file": c.Out})
	return nil
}

func codesOf(plans []*survey.Plan) string {
	codes := make([]string, len(plans))
	for i, p := range plans {
		codes[i] = p.Code
	}
	return strings.Join(codes, ", ")
}
