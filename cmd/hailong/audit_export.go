package main

import (
	"bufio"
	"context"
	"io"
	"path/filepath"
	"strings"

	"hailong/sheet"
	"hailong/store"
	"hailong/survey"
)

type auditExportCommand struct {
	databaseSetting
	Out string `required:"" help:"FILE.jsonl, exact, which audit verify reads; or FILE.csv for a spreadsheet."`
}

// Run writes the whole log, as it is at one moment, to a file that is complete or not
// there. It is written as it stands, whole or not: somebody may want to look.
func (c *auditExportCommand) Run(ctx context.Context, out io.Writer) error {
	write, known := map[string]func(context.Context, *store.DB, io.Writer) (survey.LogHead, error){
		".jsonl": writeLogLines, ".csv": writeLogTable,
	}[strings.ToLower(filepath.Ext(c.Out))]
	if !known {
		return survey.Fail(survey.Invalid, "audit.kind", survey.Args{"file": c.Out})
	}
	db, err := c.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	var last survey.LogHead
	err = writeWhole(c.Out, func(w io.Writer) error {
		return db.Snapshot(ctx, func(ctx context.Context) (err error) {
			last, err = write(ctx, db, w)
			return err
		})
	})
	if err != nil {
		return err
	}
	say(out, "audit.exported", survey.Args{"count": last.Number, "hash": last.Hash, "file": c.Out})
	return nil
}

func writeLogLines(ctx context.Context, db *store.DB, w io.Writer) (last survey.LogHead, err error) {
	lines := bufio.NewWriter(w)
	err = db.EachLogRow(ctx, func(r survey.LogRow) error {
		last = survey.LogHead{Number: r.Number, Hash: r.Hash}
		line, err := r.Line()
		if err == nil {
			_, err = lines.Write(line)
		}
		return err
	})
	if err != nil {
		return last, err
	}
	return last, lines.Flush()
}

func writeLogTable(ctx context.Context, db *store.DB, w io.Writer) (last survey.LogHead, err error) {
	err = sheet.WriteCSVRows(w, survey.LogColumns, func(row func(cells ...any) error) error {
		return db.EachLogRow(ctx, func(r survey.LogRow) error {
			last = survey.LogHead{Number: r.Number, Hash: r.Hash}
			return row(r.Cells()...)
		})
	})
	return last, err
}
