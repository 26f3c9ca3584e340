package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/store"
	"hailong/survey"
)

type editionCommand struct {
	List     editionListCommand     `cmd:"" help:"List editions."`
	Close    editionCloseCommand    `cmd:"" help:"Freeze a year's figures, before the decision is drafted."`
	Withdraw editionWithdrawCommand `cmd:"" help:"Take a closed edition back that is not published."`
	Publish  editionPublishCommand  `cmd:"" help:"Publish a closed edition by its signed decision. Who closed it cannot."`
	Archive  editionArchiveCommand  `cmd:"" help:"Write a published edition's archive to a file, which hailong verify checks."`
	Key      editionKeyCommand      `cmd:"" help:"Print the public key that editions are signed with."`
}

// editionsOf are the use cases on a database. Only publishing needs files and a key.
func editionsOf(ctx context.Context, db *store.DB) (*edition.Editions, error) {
	catalogue, err := db.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	return &edition.Editions{Store: db, Now: clock, Zone: catalogue.Zone}, nil
}

// onEditions opens the database and does something with the editions in it; of gives the use
// cases, which is editionsOf but for publishing.
func (s *databaseSetting) onEditions(
	ctx context.Context, of func(context.Context, *store.DB) (*edition.Editions, error),
	do func(*store.DB, *edition.Editions) error,
) error {
	db, err := s.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	u, err := of(ctx, db)
	if err != nil {
		return err
	}
	return do(db, u)
}

// editionChoice names a year's editions of one kind.
type editionChoice struct {
	Year   int    `required:"" help:"The year."`
	Kind   string `default:"cchc" enum:"cchc,satisfaction" help:"cchc: the reform index; satisfaction: the satisfaction scores."`
	Family string `default:"cchc" help:"Which index, by the family of its criteria sets."`
}

// numbered finds one of them by its number.
func (c *editionChoice) numbered(
	ctx context.Context, u *edition.Editions, number int,
) (*edition.Edition, error) {
	all, err := u.List(ctx)
	if err != nil {
		return nil, err
	}
	row := edition.Edition{Kind: edition.Kind(c.Kind), Family: c.Family, Year: c.Year}
	at := slices.IndexFunc(all, func(e edition.Edition) bool { return e.SameRow(&row) && e.Number == number })
	if at < 0 {
		return nil, survey.Fail(survey.NotFound, "edition.no_number", survey.Args{"number": number, "year": c.Year})
	}
	return &all[at], nil
}

type editionListCommand struct{ databaseSetting }

// Run prints a line for each edition.
func (c *editionListCommand) Run(ctx context.Context, out io.Writer) error {
	return c.onEditions(ctx, editionsOf, func(_ *store.DB, u *edition.Editions) error {
		all, err := u.List(ctx)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			say(out, "edition.none", nil)
		}
		for i := range all {
			sayEdition(out, u, &all[i])
		}
		return nil
	})
}

func sayEdition(out io.Writer, u *edition.Editions, e *edition.Edition) {
	word, args := "edition.row", survey.Args{
		"subject": e.Subject(), "state": words.Say(language(), "edition.state_"+string(e.State), nil),
		"day": survey.DayOf(e.ClosedAt, u.Zone), "person": e.ClosedBy, "hash": e.Hash,
	}
	if e.State == edition.Published {
		word = "edition.row_published"
		args["decision"], args["day"], args["person"] = e.Decision, e.DecidedOn, e.PublishedBy
	}
	say(out, word, args)
}

type editionWithdrawCommand struct {
	databaseSetting
	editionChoice
	Number int    `required:"" help:"Number of the edition within its year."`
	Why    string `required:"" help:"The reason, for the log."`
}

// Run takes the edition back.
func (c *editionWithdrawCommand) Run(ctx context.Context, out io.Writer) error {
	return c.onEditions(ctx, editionsOf, func(_ *store.DB, u *edition.Editions) error {
		e, err := c.numbered(ctx, u, c.Number)
		if err != nil {
			return err
		}
		if err := u.Withdraw(ctx, operator(), e.ID, c.Why); err != nil {
			return err
		}
		say(out, "edition.withdrawn", survey.Args{"subject": e.Subject()})
		return nil
	})
}

type editionArchiveCommand struct {
	databaseSetting
	editionChoice
	Number int    `required:"" help:"Number of the edition within its year."`
	Out    string `required:"" help:"FILE.zip."`
}

// Run writes the archive as it was published.
func (c *editionArchiveCommand) Run(ctx context.Context, out io.Writer) error {
	return c.onEditions(ctx, editionsOf, func(_ *store.DB, u *edition.Editions) error {
		e, err := c.numbered(ctx, u, c.Number)
		if err != nil {
			return err
		}
		archive, err := u.Archive(ctx, e)
		if err != nil {
			return err
		}
		err = writeWhole(c.Out, func(w io.Writer) error {
			_, err := w.Write(archive)
			return err
		})
		if err != nil {
			return err
		}
		say(out, "edition.written", survey.Args{"subject": e.Subject(), "file": c.Out})
		return nil
	})
}

type editionKeyCommand struct {
	databaseSetting
	secretSetting
	editionSetting
	New bool `help:"The key's file is lost for good: make a new key. What was signed stays signed by the old one."`
}

// Run prints the public key, and makes the key where there is none yet.
func (c *editionKeyCommand) Run(ctx context.Context, out io.Writer) error {
	db, err := c.ready(ctx, false)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	path := c.editionKeyAt(c.path(c.Database))
	if c.New {
		if fileThere(path) {
			return survey.Fail(survey.Conflict, "edition.key_there", survey.Args{"path": path})
		}
		if _, err := makeEditionKey(path); err != nil {
			return err
		}
	}
	key, err := editionKey(ctx, path, db)
	if err != nil {
		return err
	}
	text, err := edition.EncodeKey(publicOf(key))
	if err != nil {
		return err
	}
	say(out, "edition.key_is", survey.Args{"path": path})
	_, err = fmt.Fprint(out, string(text))
	say(out, "edition.key_hash", survey.Args{"hash": edition.Hash(text)})
	return err
}
