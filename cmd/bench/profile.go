package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"time"

	"hailong/api"
	"hailong/store"
	"hailong/survey"
)

// profileBoth writes where the service's time goes under 128 connections, as text.
// The program that people run has no door for that, so this one is put together
// here from the same rooms.
func (b *bench) profileBoth(ctx context.Context) error {
	if err := os.MkdirAll(b.profile, 0o755); err != nil { //nolint:gosec // a folder of texts
		return err
	}
	for _, k := range kinds {
		if err := b.profileOne(ctx, k); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) profileOne(ctx context.Context, k kind) error {
	database, err := b.province(ctx, k)
	if err != nil {
		return err
	}
	raw := filepath.Join(b.dir, "cpu-"+string(k))
	s, err := b.reference(ctx, "service", database, raw)
	err = with(s, err, func(s *service) error {
		out, err := b.loadAnswers(ctx, s, database, 128)
		if err == nil {
			fmt.Printf("%s: %.0f answers/s, p99 %.1f ms\n", k, out.rate, out.p99())
		}
		return err
	})
	if err != nil {
		return err
	}
	home := []string{"HOME=" + os.Getenv("HOME")}
	top, err := command(ctx, home, "go", "tool", "pprof", "-top", "-cum", raw).Output()
	if err != nil {
		return fmt.Errorf("go tool pprof: %w", err)
	}
	const lines = 40
	list := strings.SplitAfterN(string(top), "\n", lines+1)
	path := filepath.Join(b.profile, "profile-"+string(k)+".txt")
	text := strings.Join(list[:min(lines, len(list))], "")
	return os.WriteFile(path, []byte(text), 0o644) //nolint:gosec // a document
}

// profiled serves as the program does, with a CPU profile around it.
func profiled(ctx context.Context, database, path string) (err error) {
	zone, err := time.LoadLocation("Asia/Ho_Chi_Minh")
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, database, zone)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	shelf, err := survey.NewShelf(ctx, db)
	if err != nil {
		return err
	}
	intake := survey.NewIntake(shelf, db, time.Now)
	defer intake.Close(context.WithoutCancel(ctx))
	go shelf.Watch(ctx, time.Second, func(error) {})
	handler := api.New(api.Config{
		Shelf: shelf, Intake: intake, Reports: db, Health: db, Origin: "http://127.0.0.1",
		Province: survey.Text{VI: "tỉnh", EN: "province"}, Now: time.Now, Random: rand.Reader,
		Log: slog.New(slog.DiscardHandler),
	})
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	err = listen(ctx, &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 20 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute,
	})
	pprof.StopCPUProfile()
	return errors.Join(err, f.Close())
}
