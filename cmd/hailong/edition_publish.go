package main

import (
	"context"
	"crypto/ed25519"
	"io"
	"os"
	"path/filepath"

	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/survey"
)

type editionCloseCommand struct {
	databaseSetting
	serveSettings
	editionChoice
	Replaces int    `help:"Number of the published edition that this one corrects."`
	Why      string `help:"Why it does."`
	DryRun   bool   `help:"Only compute and show."`
}

// Run freezes the year's figures as they stand, or shows them.
func (c *editionCloseCommand) Run(ctx context.Context, out io.Writer) error {
	return c.onEditions(ctx, editionsOf, func(db *store.DB, u *edition.Editions) error {
		if !c.DryRun {
			return c.freeze(ctx, db, u, out)
		}
		content, err := c.content(ctx, db)
		if err != nil {
			return err
		}
		say(out, "edition.dry", nil)
		sayContent(out, content)
		return nil
	})
}

// freeze reads and closes in one transaction: nothing is written between.
func (c *editionCloseCommand) freeze(
	ctx context.Context, db *store.DB, u *edition.Editions, out io.Writer,
) error {
	var content *edition.Content
	var closed *edition.Edition
	err := db.InTx(ctx, func(ctx context.Context) (err error) {
		if content, err = c.content(ctx, db); err == nil {
			closed, err = u.Close(ctx, operator(), content, c.Replaces, c.Why)
		}
		return err
	})
	if err != nil {
		return err
	}
	sayContent(out, content)
	say(out, "edition.closed", survey.Args{"subject": closed.Subject(), "hash": closed.Hash})
	return nil
}

// content builds the year's edition from its round, or from the official plans.
func (c *editionCloseCommand) content(ctx context.Context, db *store.DB) (*edition.Content, error) {
	rounds := &round.Rounds{Store: db, Now: clock, Tasks: db, Past: db}
	options := round.ContentOptions{
		Kind: edition.Kind(c.Kind), Family: c.Family, Year: c.Year, Province: c.province(), Final: !c.DryRun,
	}
	var id round.ID
	if options.Kind == edition.CCHC {
		of, err := c.round(ctx, rounds)
		if err != nil {
			return nil, err
		}
		id = of.ID
	}
	return rounds.Content(ctx, id, options)
}

func (c *editionCloseCommand) round(ctx context.Context, rounds *round.Rounds) (*round.Round, error) {
	all, err := rounds.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	for i := range all {
		r := &all[i]
		if r.Year != c.Year || r.Family != c.Family {
			continue
		}
		return r, nil
	}
	return nil, survey.Fail(survey.NotFound, "edition.no_round", survey.Args{"year": c.Year, "family": c.Family})
}

// sayContent says in a few lines what an edition would publish.
func sayContent(out io.Writer, c *edition.Content) {
	if c.Kind == edition.Satisfaction {
		eligible := 0
		for i := range c.Agencies {
			if o := c.Agencies[i].Opinion; o != nil && o.Score != "" {
				eligible++
			}
		}
		say(out, "edition.scores", survey.Args{"count": len(c.Agencies), "eligible": eligible})
		return
	}
	for i := range c.Groups {
		g := &c.Groups[i]
		_, unranked := c.Sorted(g.Code)
		name := survey.Text(g.Name).In(language())
		if name == "" {
			name = g.Code
		}
		say(out, "edition.group", survey.Args{
			"group": name, "ranked": g.Ranked, "unranked": len(unranked), "mean": g.Mean,
		})
	}
}

type editionPublishCommand struct {
	databaseSetting
	serveSettings
	editionChoice
	Number   int    `required:"" help:"Number of the edition within its year."`
	Decision string `required:"" help:"Number of the decision: 123/QĐ-UBND."`
	Date     string `required:"" help:"Day of the decision: 2023-01-31."`
	PDF      string `required:"" name:"pdf" help:"FILE.pdf: the signed decision."`
}

// Run publishes the edition.
func (c *editionPublishCommand) Run(ctx context.Context, out io.Writer) error {
	day, err := survey.ParseDay(c.Date)
	if err != nil {
		return err
	}
	pdf, err := os.Open(c.PDF)
	if err != nil {
		return err
	}
	defer func() { _ = pdf.Close() }()
	of := func(ctx context.Context, db *store.DB) (*edition.Editions, error) {
		return c.publishing(ctx, c.Database, db)
	}
	return c.onEditions(ctx, of, func(_ *store.DB, u *edition.Editions) error {
		e, err := c.numbered(ctx, u, c.Number)
		if err != nil {
			return err
		}
		e, err = u.Publish(ctx, operator(), e.ID, edition.Signed{
			Number: c.Decision, Day: day, Name: filepath.Base(c.PDF), PDF: pdf,
		})
		if err != nil {
			return err
		}
		say(out, "edition.published", survey.Args{
			"subject": e.Subject(), "decision": e.Decision, "hash": e.Hash, "archive": e.ArchiveHash,
		})
		return nil
	})
}

// publishing are the use cases with files and the province's key.
func (s *serveSettings) publishing(
	ctx context.Context, database string, db *store.DB,
) (*edition.Editions, error) {
	u, err := editionsOf(ctx, db)
	if err != nil {
		return nil, err
	}
	if u.Files, err = s.files(database); err != nil {
		return nil, err
	}
	u.Signer, err = editionKey(ctx, s.editionKeyAt(s.path(database)), db)
	return u, err
}

func publicOf(key ed25519.PrivateKey) ed25519.PublicKey { return key.Public().(ed25519.PublicKey) }

func fileThere(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
