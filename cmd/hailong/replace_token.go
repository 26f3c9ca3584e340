package main

import (
	"context"
	"io"
	"strings"

	"hailong/survey"
)

type replaceTokenCommand struct {
	databaseSetting
	serveSettings
	Counter []string `arg:"" help:"Codes of counters."`
}

// Run replaces the tokens and prints where the new ones lead.
func (c *replaceTokenCommand) Run(ctx context.Context, out io.Writer) error {
	origin, err := c.origin()
	if err != nil {
		return err
	}
	db, err := c.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	counters, err := newSetup(db, operator()).ReplaceTokens(ctx, c.Counter)
	if err != nil {
		return err
	}
	codes := make([]string, len(counters))
	for i, counter := range counters {
		codes[i] = counter.Code
		address := origin + "/s/" + string(counter.Token)
		say(out, "token.replaced", survey.Args{"counter": counter.Code, "address": address})
	}
	say(out, "token.print", survey.Args{"codes": strings.Join(codes, ",")})
	return nil
}
