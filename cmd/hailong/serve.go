package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/api"
	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/survey"
)

type serveCommand struct {
	databaseSetting
	serveSettings
	Migrate bool `help:"Apply what the schema lacks before serving (SQLite always does)."`
}

// clock is what commands that serve and change things go by: time.Now outside tests,
// which move it.
var clock = time.Now

// Run serves until it is told to stop.
func (c *serveCommand) Run(ctx context.Context, out io.Writer) error {
	db, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if c.Migrate || !store.IsPostgres(c.Database) {
		if _, err := db.Migrate(ctx); err != nil {
			return err
		}
	}
	if err := db.Ready(ctx); err != nil {
		return err
	}
	setup := newSetup(db, survey.Program)
	if _, err := setup.InstallQuestionnaires(ctx); err != nil {
		return err
	}
	return c.serve(ctx, db, c.Database, func(address string) {
		say(out, "serve.at", survey.Args{"address": address})
	})
}

func newSetup(db *store.DB, actor survey.Actor) *survey.Setup {
	return &survey.Setup{Store: db, Now: clock, Random: rand.Reader, Actor: actor}
}

func say(out io.Writer, word string, args survey.Args) {
	_, _ = fmt.Fprintln(out, words.Say(language(), word, args))
}

const (
	drainTime  = 2 * time.Second // for the queue, after stopTime: together under 10 s
	watchEvery = time.Second
	jobsEvery  = time.Minute
)

// spareCollector lets the heap grow to five times what is in use before garbage is
// collected, unless the environment says otherwise: little is in use, and collecting
// took a tenth of each answer's time (docs/profile).
func spareCollector() {
	const percent = 400
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}

// serve answers requests until ctx ends, then finishes what it took. listening is
// told the address once connections are accepted.
func (s *serveSettings) serve(
	ctx context.Context, db *store.DB, database string, listening func(address string),
) error {
	spareCollector()
	signIn, err := s.signIn(ctx, database, db)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: s.LogLevel}))
	noteGuards(ctx, db, log)
	listener, err := bind(ctx, s.Addr)
	if err != nil {
		return err
	}
	s.Addr = chosen(s.Addr, listener)
	secured, err := s.secure(listener, log)
	if err != nil {
		_ = listener.Close()
		return err
	}
	shelf, err := survey.NewShelf(ctx, db)
	if err != nil {
		return err
	}
	notices, err := s.noticing(db, shelf, signIn)
	if err != nil {
		return err
	}
	intake := survey.NewIntake(shelf, db, clock)
	defer func() {
		stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
		defer cancel()
		intake.Close(stopping)
	}()
	links, err := s.forgetful(db, signIn)
	if err != nil {
		return err
	}
	files, err := s.files(database)
	if err != nil {
		return err
	}
	handler, err := s.handler(db, database, files, shelf, intake, signIn, links, log)
	if err != nil {
		return err
	}
	told, err := s.reminding(db, shelf)
	if err != nil {
		return err
	}
	background, stop := context.WithCancel(ctx)
	var work sync.WaitGroup
	defer work.Wait()
	defer stop()
	work.Go(func() { shelf.Watch(background, watchEvery, noteDatabase(log)) })
	runner := newRunner(db, shelf, signIn, s.CommentMonths, log)
	runner.Works[ticketKind], runner.Works[securedKind] = links.work, notices.work
	told.join(runner)
	work.Go(func() { runner.Run(background) })
	if err := s.measure(background, &work, handler, log); err != nil {
		return err
	}
	listening(s.scheme() + "://" + listener.Addr().String())
	return answer(ctx, secured, handler)
}

// measure serves the measures on their own listener, where one is set.
func (s *serveSettings) measure(
	ctx context.Context, work *sync.WaitGroup, handler *echo.Echo, log *slog.Logger,
) error {
	if s.MetricsAddr == "" {
		return nil
	}
	listener, err := bind(ctx, s.MetricsAddr)
	if err != nil {
		return err
	}
	page, err := api.Measure(handler)
	if err != nil {
		return err
	}
	work.Go(func() {
		if err := answer(ctx, listener, page); err != nil {
			log.Error("metrics", "error", err)
		}
	})
	return nil
}

// noteGuards names the guards that the database has lost. The service starts all the
// same: people go on answering while somebody looks into it.
func noteGuards(ctx context.Context, db *store.DB, log *slog.Logger) {
	lost, err := db.LostGuards(ctx)
	if err != nil {
		log.Error("guards of the database", "error", err)
	}
	for _, name := range lost {
		log.Error("a guard of the database is gone or switched off: run hailong audit verify", "guard", name)
	}
}

// noteDatabase tells the log when the database goes away and when it is back.
func noteDatabase(log *slog.Logger) func(error) {
	return func(err error) {
		if err != nil {
			log.Warn("database away", "error", err)
			return
		}
		log.Info("database back")
	}
}

func (s *serveSettings) handler(
	db *store.DB, database string, files survey.Files, shelf *survey.Shelf, intake *survey.Intake,
	signIn *account.SignIn, links *forgotten, log *slog.Logger,
) (*echo.Echo, error) {
	origin, err := s.origin()
	if err != nil {
		return nil, err
	}
	trusted, err := s.trusted()
	if err != nil {
		return nil, err
	}
	sso, err := s.sso()
	if err != nil {
		return nil, err
	}
	editions := edition.Editions{Store: db, Now: clock, Zone: shelf.Now().Zone}
	return api.New(api.Config{
		Shelf: shelf, Intake: intake, Reports: db, Health: db,
		Origin: origin, Province: s.province(), Trusted: trusted,
		Limits: api.Limits{Address: s.LimitAddress, Counter: s.LimitCounter},
		Now:    clock, Random: rand.Reader, Log: log,
		SignIn: signIn, People: peopleOf(db, signIn), Keys: account.Keys{Store: db, Now: clock},
		Setup: *newSetup(db, survey.Program), SSO: sso, Demo: s.demo, FinishDemo: s.finish,
		Rounds:   round.Rounds{Store: db, Files: files, Now: clock, Tasks: db, Past: db},
		Editions: editions, Published: &editions, Flags: db, Past: db,
		Publishing: func(ctx context.Context) (*edition.Editions, error) { return s.publishing(ctx, database, db) },
		EditionKey: (&publicKey{path: s.editionKeyAt(s.path(database))}).PEM,
		Criteria:   round.Criteria{Store: db, Now: clock},
		Tasks:      round.Tasks{Store: db, Files: files, Now: clock},
		Forgotten:  links.queues(), Comments: db, Books: db, Proposals: db, Corrections: db, Privacy: s.terms(),
	}), nil
}
