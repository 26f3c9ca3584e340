package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"hailong/sheet"
	"hailong/store"
	"hailong/survey"
)

type importCommand struct {
	databaseSetting
	What        string `arg:"" enum:"agencies,successions,counters,questionnaires,plans,criteria,tasks,rankings,responses" help:"agencies, successions, counters, questionnaires, plans, criteria (a file of one set), tasks (of reform plans), rankings (of earlier years) or responses."`
	File        string `arg:"" type:"existingfile" help:"XLSX, or CSV in UTF-8 with comma, semicolon or tab; a head row first."`
	DryRun      bool   `help:"Do it all, take it back, and show what would change."`
	ValidFrom   string `help:"With agencies: their first day where the file has none: 2022-01-01."`
	Successions string `type:"existingfile" help:"With agencies: a file that says which agency follows which."`
	Mapping     string `type:"existingfile" help:"With responses: a file that says which column is which question."`
	Year        int    `help:"With tasks: the year of their plans."`
}

// Validate refuses a flag that would be passed over.
func (c *importCommand) Validate() error {
	switch {
	case c.What != "agencies" && c.ValidFrom+c.Successions != "":
		return errors.New("--valid-from and --successions go with agencies")
	case (c.What == "responses") != (c.Mapping != ""):
		return errors.New("responses need --mapping, and nothing else takes it")
	case (c.What == "tasks") != (c.Year != 0):
		return errors.New("tasks need --year, and nothing else takes it")
	}
	return nil
}

// importFiles is what an import reads.
type importFiles struct {
	table, successions, mapping *survey.Table
	validFrom                   survey.Day
	hashes                      survey.FileHashes
}

// Run imports the file, all or nothing.
func (c *importCommand) Run(ctx context.Context, out io.Writer) error {
	files, err := c.read()
	if err != nil {
		return err
	}
	db, err := c.ready(ctx, true)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	setup := newSetup(db, operator())
	if _, err := setup.InstallQuestionnaires(ctx); err != nil {
		return err
	}
	setup.DryRun, setup.Progress = c.DryRun, progressBar(os.Stderr)
	if c.What == "criteria" {
		return importCriteria(ctx, db, files.table, c.DryRun, out)
	}
	if c.What == "tasks" {
		return importTasks(ctx, db, files.table, c.Year, c.DryRun, out)
	}
	if c.What == "rankings" {
		return importRankings(ctx, db, files.table, c.DryRun, out)
	}
	if c.What == "responses" {
		return importResponses(ctx, db, setup, files, out)
	}
	change, err := c.apply(ctx, setup, files)
	if err != nil {
		return err
	}
	sayChange(out, change, c.DryRun)
	if err := c.sayNotListed(ctx, out, db, files); err != nil {
		return err
	}
	if c.DryRun {
		return nil
	}
	return db.Analyze(ctx)
}

// sayNotListed names the agencies that a whole list leaves out: they go on, and
// nobody might notice.
func (c *importCommand) sayNotListed(
	ctx context.Context, out io.Writer, db *store.DB, files importFiles,
) error {
	if c.What != "agencies" || files.validFrom == "" {
		return nil
	}
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	isCode := func(name string) bool { return strings.EqualFold(name, "code") }
	place := slices.IndexFunc(files.table.Columns, isCode)
	listed := map[string]bool{}
	for _, row := range files.table.Rows {
		listed[row.Cells[place]] = true
	}
	var codes []string
	for i := range catalogue.Agencies {
		if a := &catalogue.Agencies[i]; a.ExistsOn(files.validFrom) && !listed[a.Code] {
			codes = append(codes, a.Code)
		}
	}
	if len(codes) > 0 {
		say(out, "import.not_listed", survey.Args{
			"count": len(codes), "day": files.validFrom, "codes": strings.Join(codes, ", "),
		})
	}
	return nil
}

func (c *importCommand) read() (files importFiles, err error) {
	if c.ValidFrom != "" {
		if files.validFrom, err = survey.ParseDay(c.ValidFrom); err != nil {
			return files, err
		}
	}
	for _, file := range []struct {
		path string
		into **survey.Table
		hash *string
	}{
		{c.File, &files.table, &files.hashes.SHA256},
		{c.Successions, &files.successions, new(string)},
		{c.Mapping, &files.mapping, &files.hashes.MappingSHA256},
	} {
		if file.path == "" {
			continue
		}
		if *file.hash, *file.into, err = readFile(file.path); err != nil {
			return files, err
		}
	}
	return files, nil
}

func (c *importCommand) apply(
	ctx context.Context, setup *survey.Setup, files importFiles,
) (survey.Change, error) {
	switch c.What {
	case "agencies":
		return setup.ImportAgencies(ctx, files.table, files.successions, files.validFrom)
	case "successions":
		return setup.ImportSuccessions(ctx, files.table)
	case "counters":
		return setup.ImportCounters(ctx, files.table)
	case "questionnaires":
		return setup.ImportQuestionnaires(ctx, files.table)
	default:
		return setup.ImportPlans(ctx, files.table)
	}
}

// readFile reads a table, and gives the SHA-256 of the very bytes that it was read
// from: enough to prove later which file it was.
func readFile(path string) (hash string, table *survey.Table, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", nil, err
	}
	defer func() { _ = f.Close() }()
	sum := sha256.New()
	if table, err = sheet.Read(io.TeeReader(f, sum)); err != nil {
		return "", nil, err
	}
	return hex.EncodeToString(sum.Sum(nil)), table, nil
}
