package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"hailong/frontend/words"
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
	for _, path := range []string{c.Out, c.Out + ".tmp"} {
		if err := db.RefusePart(path); err != nil {
			return err
		}
	}
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
		err := c.keep(ctx, a, out)
		if !errors.Is(err, survey.ErrArchiveStale) {
			return err
		}
		say(out, "archive.arriving", nil)
	}
	return survey.Fail(survey.Conflict, "archive.restless", nil)
}

// keep archives in the file that was written and empties the database of what is in it.
// Where nothing was archived, the file goes away.
func (c *archiveWriteCommand) keep(ctx context.Context, a *survey.Archiving, out io.Writer) error {
	f, file, err := openArchive(c.Out)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	say(out, "archive.checking", nil)
	if err := a.Keep(ctx, file); err != nil {
		return errors.Join(sayFaults(out, err), c.takeBack(ctx, a, f, file, err))
	}
	say(out, "archive.kept", survey.Args{"count": file.Responses(), "hash": file.SHA256})
	return c.empty(ctx, a, file, out)
}

// takeBack removes our own file where nothing was archived in it: because it was refused,
// or, where the command was cut off, because the database says so. Where it cannot be
// asked, the file stays.
func (c *archiveWriteCommand) takeBack(
	ctx context.Context, a *survey.Archiving, f *os.File, file *survey.ArchiveFile, cause error,
) error {
	kind := survey.KindOf(cause)
	if !errors.Is(cause, survey.ErrArchiveStale) && (kind == survey.Internal || kind == survey.Unavailable) {
		archives, err := a.Store.Archives(context.WithoutCancel(ctx))
		inIt := func(e survey.Archive) bool { return e.FileSHA256 == file.SHA256 }
		if err != nil || slices.ContainsFunc(archives, inIt) {
			return nil //nolint:nilerr // the first error is the one to be said
		}
	}
	ours, err := f.Stat()
	if err != nil {
		return err
	}
	if there, err := os.Lstat(c.Out); err != nil || !os.SameFile(ours, there) {
		return err
	}
	return os.Remove(c.Out)
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
