package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"hailong/frontend/words"
	"hailong/scoring"
	"hailong/store"
	"hailong/survey"
)

// write writes the file beside its place and links it there when it is complete: a link
// fails where the name is taken, so that nothing is ever written over.
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
	defer func() { _ = os.Remove(path) }()
	taken := survey.Fail(survey.Conflict, "archive.exists", survey.Args{"file": c.Out})
	if _, err := os.Lstat(c.Out); err == nil {
		_ = f.Close()
		return taken // before the work is done
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
		err = os.Link(path, c.Out)
	}
	if errors.Is(err, os.ErrExist) {
		return taken
	}
	if err != nil {
		return err
	}
	return store.SyncFolder(filepath.Dir(c.Out))
}
