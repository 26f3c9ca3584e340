package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const posterOrigin = "https://hailong.example.vn"

// posters takes the time of printing a poster for each counter, and reads all codes.
func posters(ctx context.Context, b *bench) error {
	database, err := b.province(ctx, onSQLite)
	if err != nil {
		return err
	}
	path := filepath.Join(b.dir, "posters.pdf")
	err = b.repeat(func() error {
		var took time.Duration
		err := b.inTurn(ctx, func(ctx context.Context) error {
			cmd := command(ctx, append(settings(database), "HAILONG_URL="+posterOrigin), b.binary,
				"posters", "--out", path)
			started := time.Now()
			text, err := cmd.CombinedOutput()
			took = time.Since(started)
			if err != nil {
				return fmt.Errorf("posters: %w\n%.600s", err, text)
			}
			return nil
		})
		if err == nil {
			b.noteAlone("posters", took.Seconds())
		}
		return err
	})
	if err != nil {
		return err
	}
	tokens, err := b.tokens(ctx, database)
	if err != nil {
		return err
	}
	read, err := b.readCodes(ctx, path)
	if err != nil {
		return err
	}
	found := 0
	for _, token := range tokens {
		if read[strings.Replace(posterOrigin, "hailong.example.vn", "HAILONG.EXAMPLE.VN", 1)+"/S/"+token] {
			found++
		}
	}
	b.noteAlone("posters-read", float64(found))
	return b.drop(ctx, database)
}

// readCodes draws the pages at 150 dpi and reads the codes on them.
func (b *bench) readCodes(ctx context.Context, path string) (map[string]bool, error) {
	const batch = 50 // pages at a time, so that the pictures stay few
	read := map[string]bool{}
	for first := 1; first <= counters; first += batch {
		dir, err := os.MkdirTemp(b.dir, "pages-")
		if err != nil {
			return nil, err
		}
		draw := command(ctx, nil, "pdftoppm", "-r", "150", "-gray", "-f", strconv.Itoa(first),
			"-l", strconv.Itoa(min(first+batch-1, counters)), path, filepath.Join(dir, "page"))
		if text, err := draw.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("pdftoppm: %w\n%.600s", err, text)
		}
		pictures, err := filepath.Glob(filepath.Join(dir, "page*"))
		if err != nil {
			return nil, err
		}
		codes, err := command(ctx, nil, "zbarimg", append([]string{"--quiet", "--raw"}, pictures...)...).Output()
		if err != nil {
			return nil, fmt.Errorf("zbarimg: %w", err)
		}
		for code := range strings.FieldsSeq(string(codes)) {
			read[code] = true
		}
		if err := os.RemoveAll(dir); err != nil {
			return nil, err
		}
	}
	return read, nil
}
