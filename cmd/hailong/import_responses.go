package main

import (
	"context"
	"fmt"
	"io"

	"hailong/frontend/words"
	"hailong/store"
	"hailong/survey"
)

// importResponses brings in answers that were collected elsewhere: it tries the
// whole table by the mapping and says what is in it, then stores it, all or nothing,
// unless the setup is a dry run.
func importResponses(
	ctx context.Context, db *store.DB, setup *survey.Setup, files importFiles, out io.Writer,
) error {
	responses := survey.ResponseImport{Store: db, Setup: setup}
	trial, err := responses.Try(ctx, files.table, files.mapping)
	if err != nil {
		return err
	}
	sayTrial(out, trial)
	kept, err := responses.Keep(ctx, trial, files.hashes)
	if err != nil {
		return err
	}
	if setup.DryRun {
		say(out, "responses.nothing", nil)
		return nil
	}
	say(out, "responses.done", survey.Args{
		"added": kept.Added, "counted": kept.Counted, "late": kept.Late, "same": kept.Same,
	})
	return db.Analyze(ctx)
}

// sayTrial says what is in a file, so that it can be compared with what one knows of it.
func sayTrial(out io.Writer, t *survey.ResponseTrial) {
	args := survey.Args{"rows": t.Rows, "form": t.Form, "first": t.First, "last": t.Last}
	if t.First == "" {
		say(out, "responses.read_none", args)
	} else {
		say(out, "responses.read", args)
	}
	sayPart(out, "responses.new", survey.Args{"count": t.New, "counted": t.Counted})
	for _, part := range []struct {
		word  string
		count int
	}{
		{"responses.late", t.Late},
		{"responses.unanswered", t.Unanswered},
		{"responses.other_form", t.OtherForm},
		{"responses.same", t.Same},
		{"responses.blank", t.Blank},
		{"responses.alike", t.Alike},
	} {
		if part.count > 0 {
			sayPart(out, part.word, survey.Args{"count": part.count})
		}
	}
	for _, q := range t.Questions {
		sayPart(out, "responses.question", survey.Args{
			"code": q.Question.Code, "one": q.Levels[0], "two": q.Levels[1], "three": q.Levels[2],
			"four": q.Levels[3], "five": q.Levels[4], "na": q.NotApplicable, "empty": q.Empty,
		})
	}
	for _, n := range t.Counters {
		sayPart(out, "responses.at_counter", survey.Args{"code": n.Code, "count": n.Count})
	}
}

func sayPart(out io.Writer, word string, args survey.Args) {
	_, _ = fmt.Fprintln(out, "  "+words.Say(language(), word, args))
}
