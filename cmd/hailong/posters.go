package main

import (
	"context"
	"io"
	"os"
	"strings"
	"time"

	"hailong/frontend"
	"hailong/survey"
)

type postersCommand struct {
	databaseSetting
	serveSettings
	Out        string   `required:"" help:"The PDF to write: an A5 page for each counter."`
	Agency     []string `help:"Only the counters of these agencies: CODE,…"`
	Counter    []string `help:"Only these counters, beside those of --agency: CODE,…"`
	Paper      bool     `help:"Say that there is a paper form at the counter."`
	AllowLocal bool     `help:"Print codes that point to this machine itself, for a trial."`
}

// Run prints the posters of the counters that are open, by agency and counter.
func (c *postersCommand) Run(ctx context.Context, out io.Writer) error {
	origin, err := c.origin()
	if err != nil {
		return err
	}
	if frontend.LocalOrigin(origin) && !c.AllowLocal {
		return survey.Fail(survey.Invalid, "poster.local", survey.Args{"origin": origin})
	}
	if info, err := os.Stat(c.Out); err == nil && !info.Mode().IsRegular() {
		return survey.Fail(survey.Invalid, "poster.not_file", survey.Args{"path": c.Out})
	}
	db, err := c.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return err
	}
	today := survey.DayOf(time.Now(), catalogue.Zone)
	posters, unasked, err := c.choose(catalogue, today)
	if err != nil {
		return err
	}
	err = writeWhole(c.Out, func(w io.Writer) error {
		return frontend.Posters(ctx, w, &frontend.PosterSet{
			Origin: origin, Province: c.province(), Printed: today, Paper: c.Paper,
			Simulated: catalogue.Simulated, Posters: posters, Progress: countPages(os.Stderr, len(posters)),
		})
	})
	if err != nil {
		return err
	}
	say(out, "poster.done", survey.Args{"count": len(posters), "path": c.Out})
	warnUnasked(os.Stderr, unasked)
	return nil
}

// countPages says how far a long print is.
func countPages(w io.Writer, total int) func(done int) {
	const few, every = 200, 500
	return func(done int) {
		if total > few && (done%every == 0 || done == total) {
			say(w, "poster.progress", survey.Args{"done": done, "count": total})
		}
	}
}

// warnUnasked names the counters whose code leads to no form.
func warnUnasked(w io.Writer, unasked []frontend.Poster) {
	if len(unasked) == 0 {
		return
	}
	say(w, "poster.no_plan", survey.Args{"count": len(unasked)})
	for len(unasked) > 0 {
		agency := unasked[0].Agency
		var codes []string
		for len(unasked) > 0 && unasked[0].Agency == agency {
			codes, unasked = append(codes, unasked[0].Counter.Code), unasked[1:]
		}
		say(w, "poster.no_plan_agency", survey.Args{"agency": agency.Code, "codes": strings.Join(codes, ", ")})
	}
}
