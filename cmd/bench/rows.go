package main

import (
	"context"
	"regexp"
	"slices"
)

// bar is how far a figure must reach: at least or at most so much.
type bar struct{ least, most float64 }

func atLeast(x float64) bar { return bar{least: x} }
func atMost(x float64) bar  { return bar{most: x} }

func (l bar) set() bool { return l != bar{} }

func (l bar) reached(x float64) bool { return x >= l.least && (l.most == 0 || x <= l.most) }

// row is a line of the table. With a reference the ratio is judged, ours to theirs;
// without one the figure itself.
type row struct {
	name    string // for -only
	what    string
	unit    string
	against string
	floor   bar
	goal    bar
}

// measurement gives the figures of some rows at once.
type measurement struct {
	what string
	take func(context.Context, *bench) error
	rows []row
}

func (m *measurement) fits(only *regexp.Regexp) bool {
	return slices.ContainsFunc(m.rows, func(r row) bool { return only.MatchString(r.name) })
}

// What rows are measured in and against.
const (
	perSecond = "/s"
	ms        = "ms"
	seconds   = "s"
	megabytes = "MB"
	kilobytes = "KB"
	bytesEach = "bytes"

	pairOf  = "pgbench, row and upsert"
	aloneOf = "pgbench, row alone"
	plainOf = "a transaction per request through gorm"
	bareOf  = "bare Echo handler, same bytes"
	fewOf   = "the same, with a hundredth"
	rawOf   = "SQL that counts the raw answers"
	oneSQL  = "one SQL statement"
	noneOf  = ""
)

// measurements are all there is to measure.
var measurements = []measurement{
	{"answers, PostgreSQL, 32 connections", answersPostgres(32), []row{
		{
			"answers-postgres-32", "durable answers, PostgreSQL, 32 connections",
			perSecond, pairOf, atLeast(1.0), atLeast(1.4),
		},
		{"p99-postgres-32", "p99 of the same", ms, pairOf, atMost(1.0), atMost(0.8)},
		{"alone-postgres-32", "the same answers", perSecond, aloneOf, bar{}, atLeast(0.5)},
	}},
	{"answers, PostgreSQL, 128 connections", answersPostgres(128), []row{
		{
			"answers-postgres-128", "durable answers, PostgreSQL, 128 connections",
			perSecond, pairOf, atLeast(2.0), atLeast(3.4),
		},
		{"p99-postgres-128", "p99 of the same", ms, pairOf, atMost(0.5), atMost(0.3)},
		{"alone-postgres-128", "the same answers", perSecond, aloneOf, bar{}, atLeast(1.2)},
		{"memory-postgres", "memory under that load", megabytes, noneOf, atMost(150), atMost(100)},
		{"bytes-live-postgres", "stored per response after that load", bytesEach, noneOf, bar{}, atMost(200)},
	}},
	{"answers, SQLite, 128 connections", answersSQLite, []row{
		{
			"answers-sqlite-128", "durable answers, SQLite, 128 connections",
			perSecond, plainOf, atLeast(3), atLeast(5),
		},
		{"memory-sqlite", "memory under that load", megabytes, noneOf, atMost(150), atMost(100)},
		{"bytes-live-sqlite", "stored per response after that load", bytesEach, noneOf, bar{}, atMost(200)},
	}},
	{"page views", pages, []row{
		{
			"pages", "views of the citizen's page, 32 connections",
			perSecond, bareOf, atLeast(0.5), atLeast(0.8),
		},
	}},
	{"citizen's page", citizenPage, []row{
		{"citizen-page", "citizen's page, over the wire", kilobytes, noneOf, atMost(14), atMost(7)},
		{
			"citizen-page-gzip", "the same, where the browser takes gzip",
			kilobytes, noneOf, atMost(14), atMost(7),
		},
		{"citizen-responses", "responses needed to see and use it", "", noneOf, atMost(1), atMost(1)},
	}},
	{"posters", posters, []row{
		{"posters", "500 posters", seconds, noneOf, atMost(1), atMost(0.5)},
		{"posters-read", "of their codes, read at 150 dpi", "", noneOf, atLeast(counters), atLeast(counters)},
	}},
	{"figures of many responses, SQLite", reads(onSQLite), []row{
		{"agency-sqlite", "agency's score page, SQLite", ms, fewOf, atMost(1.2), atMost(1.1)},
		{"scores-sqlite", "scores by the API, SQLite", ms, fewOf, atMost(1.2), atMost(1.1)},
	}},
	{"figures of many responses, PostgreSQL", reads(onPostgres), []row{
		{"agency-postgres", "agency's score page, PostgreSQL", ms, fewOf, atMost(1.2), atMost(1.1)},
		{"scores-postgres", "scores by the API, PostgreSQL", ms, fewOf, atMost(1.2), atMost(1.1)},
	}},
	{"yearly ranking, SQLite", ranking(onSQLite), []row{
		{
			"ranking-sqlite", "a year's scores of 500 agencies, SQLite",
			ms, rawOf, atMost(1.0 / 100), atMost(1.0 / 300),
		},
	}},
	{"yearly ranking, PostgreSQL", ranking(onPostgres), []row{
		{
			"ranking-postgres", "a year's scores of 500 agencies, PostgreSQL",
			ms, rawOf, atMost(1.0 / 100), atMost(1.0 / 300),
		},
	}},
	{"yearly index, SQLite", index(onSQLite), []row{
		{
			"index-preview-sqlite", "preview of the index, 500 agencies with 150 leaves, SQLite",
			seconds, noneOf, atMost(1), atMost(0.5),
		},
		{
			"index-edition-sqlite", "that index as an edition: closed, signed, published, SQLite",
			seconds, noneOf, atMost(1), atMost(0.5),
		},
	}},
	{"yearly index, PostgreSQL", index(onPostgres), []row{
		{
			"index-preview-postgres", "preview of the index, 500 agencies with 150 leaves, PostgreSQL",
			seconds, noneOf, atMost(1), atMost(0.5),
		},
		{
			"index-edition-postgres", "that index as an edition: closed, signed, published, PostgreSQL",
			seconds, noneOf, atMost(1), atMost(0.5),
		},
	}},
	{"recount, SQLite", recount(onSQLite), []row{
		{
			"recount-sqlite", "recount of a tenth of the responses, SQLite",
			seconds, oneSQL, atMost(1), atMost(0.5),
		},
	}},
	{"recount, PostgreSQL", recount(onPostgres), []row{
		{
			"recount-postgres", "recount of a tenth of the responses, PostgreSQL",
			seconds, oneSQL, atMost(1), atMost(0.5),
		},
	}},
	{"start", startUp, []row{
		{
			"start", "start to first page, SQLite, a tenth of the responses",
			seconds, noneOf, atMost(1), atMost(0.3),
		},
	}},
	{"bytes, SQLite", stored(onSQLite), []row{
		{"bytes-sqlite", "stored per response, filled, SQLite", bytesEach, noneOf, bar{}, atMost(200)},
	}},
	{"bytes, PostgreSQL", stored(onPostgres), []row{
		{"bytes-postgres", "stored per response, filled, PostgreSQL", bytesEach, noneOf, bar{}, atMost(200)},
	}},
}
