package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// onProvince runs fn on a service for a fresh province in SQLite.
func (b *bench) onProvince(ctx context.Context, fn func(s *service, token string) error) error {
	database, err := b.province(ctx, onSQLite)
	if err != nil {
		return err
	}
	tokens, err := b.tokens(ctx, database)
	if err != nil {
		return err
	}
	s, err := b.serve(ctx, database)
	if err := with(s, err, func(s *service) error { return fn(s, tokens[len(tokens)/2]) }); err != nil {
		return err
	}
	return b.drop(ctx, database)
}

// pages compares views of the citizen's page with a bare handler that sends the
// same bytes.
func pages(ctx context.Context, b *bench) error {
	return b.onProvince(ctx, func(s *service, token string) error {
		answer, err := rawAnswer(ctx, s.address, "/s/"+token, "")
		if err != nil {
			return err
		}
		path := filepath.Join(b.dir, "answer")
		if err := os.WriteFile(path, answer, 0o600); err != nil {
			return err
		}
		bare, err := b.reference(ctx, "echo", path)
		return with(bare, err, func(bare *service) error {
			return b.comparePages(ctx, s, bare, "/s/"+token)
		})
	})
}

func (b *bench) comparePages(ctx context.Context, ours, bare *service, path string) error {
	views := func(s *service, into **outcome) func(context.Context) error {
		return func(ctx context.Context) (err error) {
			*into, err = (&load{
				address: s.address, connections: 32, warmUp: warmUp, length: b.length, next: page(path), want: 200,
			}).run(ctx)
			return err
		}
	}
	return b.repeat(func() error {
		var mine, theirs *outcome
		if err := b.inTurn(ctx, views(ours, &mine), views(bare, &theirs)); err != nil {
			return err
		}
		b.note("pages", mine.rate, theirs.rate)
		return nil
	})
}

// rawAnswer is all that comes over the wire for a page, head included.
func rawAnswer(ctx context.Context, address, path, more string) ([]byte, error) {
	connection, err := (&net.Dialer{Timeout: time.Minute}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	defer func() { _ = connection.Close() }()
	request := "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" + more + "\r\n"
	if _, err := io.WriteString(connection, request); err != nil {
		return nil, err
	}
	answer, err := io.ReadAll(connection)
	if err == nil && !bytes.HasPrefix(answer, []byte("HTTP/1.1 200 ")) {
		err = fmt.Errorf("%s: %.60q", path, answer)
	}
	return answer, err
}

// fetched are the parts of a page that a browser would fetch by itself.
var fetched = regexp.MustCompile(
	`<(?:link|script|img|iframe|source|object)\b[^>]*?\s(?:href|src|data)="([^"]*)`)

func responsesNeeded(page []byte) int {
	n := 1
	for _, part := range fetched.FindAllSubmatch(page, -1) {
		if !bytes.HasPrefix(part[1], []byte("data:")) {
			n++
		}
	}
	return n
}

// citizenPage weighs the page, with and without compression offered, and counts the
// responses that it takes to see and use it.
func citizenPage(ctx context.Context, b *bench) error {
	return b.onProvince(ctx, func(s *service, token string) error {
		plain, err := rawAnswer(ctx, s.address, "/s/"+token, "")
		if err != nil {
			return err
		}
		packed, err := rawAnswer(ctx, s.address, "/s/"+token, "Accept-Encoding: gzip\r\n")
		if err != nil {
			return err
		}
		b.noteAlone("citizen-page", float64(len(plain))/1024)
		b.noteAlone("citizen-page-gzip", float64(len(packed))/1024)
		b.noteAlone("citizen-responses", float64(responsesNeeded(plain)))
		return nil
	})
}

// startUp takes the time from starting the program to its first page.
func startUp(ctx context.Context, b *bench) error {
	database, err := b.filled(ctx, onSQLite, b.rows/10)
	if err != nil {
		return err
	}
	tokens, err := b.tokens(ctx, database)
	if err != nil {
		return err
	}
	return b.repeat(func() error {
		var took time.Duration
		err := b.inTurn(ctx, func(ctx context.Context) error {
			s, err := b.serve(ctx, database)
			return with(s, err, func(s *service) error {
				_, err := rawAnswer(ctx, s.address, "/s/"+tokens[0], "")
				took = time.Since(s.started)
				return err
			})
		})
		if err == nil {
			b.noteAlone("start", took.Seconds())
		}
		return err
	})
}
