package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"hailong/account"
	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/survey"
)

type auditCommand struct {
	Verify auditVerifyCommand `cmd:"" help:"Check the chained log, what is stored against it, and the guards; name the first row that does not fit."`
	Head   auditHeadCommand   `cmd:"" help:"Print where the log ends, to be kept elsewhere."`
	Export auditExportCommand `cmd:"" help:"Write the whole log to a file."`
}

type auditVerifyCommand struct {
	databaseSetting
	File string `arg:"" optional:"" help:"FILE.jsonl that audit export wrote: check it instead, without the database."`
	Head string `help:"NUMBER:HASH that audit head printed earlier: the log must still come through it."`
}

// Run walks the chain, and says what is not as the log says, and which of the
// database's guards are gone.
func (c *auditVerifyCommand) Run(ctx context.Context, out io.Writer) error {
	noted, err := c.noted()
	if err != nil {
		return err
	}
	if c.File != "" {
		return c.verifyFile(out, noted)
	}
	db, err := c.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	unguarded := sayGuards(ctx, out, db)
	result, err := survey.Audit(ctx, db, noted, audited(db)...)
	if err != nil {
		return err
	}
	sayWhole(out, result.Log)
	if result.Brief > 0 {
		say(out, "audit.brief", survey.Args{"count": result.Brief})
	}
	if len(result.Differs) == 0 {
		say(out, "audit.same", nil)
		return unguarded
	}
	for _, d := range result.Differs {
		if _, err := fmt.Fprintln(out, "  "+differs(language(), d)); err != nil {
			return err
		}
	}
	return survey.Fail(survey.Conflict, "audit.differs", survey.Args{"count": len(result.Differs)})
}

// audited are the parts of all rooms that are held against the log.
func audited(db *store.DB) []func() survey.AuditPart {
	return slices.Concat(
		round.Audited(db), edition.Audited(db), []func() survey.AuditPart{account.Audited(db)},
	)
}

// sayGuards names the guards that are gone; the error tells that there are such.
func sayGuards(ctx context.Context, out io.Writer, db *store.DB) error {
	lost, err := db.LostGuards(ctx)
	if err != nil || len(lost) == 0 {
		return err
	}
	for _, name := range lost {
		say(out, "audit.guard", survey.Args{"name": name})
	}
	return survey.Fail(survey.Conflict, "audit.guards", survey.Args{"count": len(lost)})
}

func (c *auditVerifyCommand) noted() (*survey.LogHead, error) {
	if c.Head == "" {
		return nil, nil
	}
	head, err := survey.ParseLogHead(c.Head)
	return &head, err
}

func (c *auditVerifyCommand) verifyFile(out io.Writer, noted *survey.LogHead) error {
	f, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	check, err := survey.AuditFile(f, noted)
	if err == nil {
		sayWhole(out, check)
	}
	return err
}

func sayWhole(out io.Writer, check survey.LogCheck) {
	say(out, "log.whole", survey.Args{"count": check.Number, "hash": check.Hash})
}

// differs says one difference.
func differs(lang survey.Lang, d survey.LogDifference) string {
	args := survey.Args{
		"noun": d.Noun, "code": d.Code, "field": d.Field, "logged": d.Logged, "present": d.Present,
	}
	switch {
	case d.Field == "Token":
		return words.Say(lang, "audit.token", args)
	case d.Field != "":
		return words.Say(lang, "audit.field", args)
	case d.Present == "":
		return words.Say(lang, "audit.lost", args)
	}
	return words.Say(lang, "audit.unlogged", args)
}

type auditHeadCommand struct{ databaseSetting }

// Run prints number and hash only, so that it can be piped to where it is kept.
func (c *auditHeadCommand) Run(ctx context.Context, out io.Writer) error {
	db, err := c.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	// Of a walk, not of the row that says it: what is noted must have fitted.
	check, err := db.VerifyLog(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, survey.LogHead(check))
	return err
}
