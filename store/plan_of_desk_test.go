package store_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"hailong/account"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// numbered makes the numbers from 1 on: %s is how many, %s the statement that uses i.
const numbered = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) INSERT INTO %s"

// someYears fills a database with the people, sessions, keys, log and comments of as many
// years, past the rules of the program, and gives one agency of two.
func someYears(t *testing.T, db *store.DB) *survey.Agency {
	t.Helper()
	setup, check := storetest.Setup(t, db)
	check(setup.ImportAgencies(t.Context(), storetest.Table(t,
		"code,name_vi,group,sector\nA0,Cơ quan 0,department,administrative\nA1,Cơ quan 1,department,administrative"), nil, ""))
	check(setup.ImportCounters(t.Context(), storetest.Table(t, "code,agency,name_vi\nC0,A0,Quầy\nC1,A1,Quầy")))
	c := catalogue(t, db)
	agency, counter := c.Agencies[0].ID, c.Counters[0].ID
	receipt := "randomblob(16)"
	if db.Postgres() {
		receipt = "decode(md5(CAST(i AS TEXT)), 'hex')"
	}
	for _, fill := range []struct {
		rows int
		into string
	}{
		{3000, fmt.Sprintf(`account (login, name, email, role, agency_id, areas, disabled, created_at, password, factor,
			factor_step, recovery, ticket)
			SELECT 'login' || i, 'A', '', 'viewer', %d, '', FALSE, CURRENT_TIMESTAMP, '', '', 0, '',
			CASE WHEN i = i / 10 * 10 THEN 'ticket' || i ELSE '' END FROM n`, agency)},
		{5000, `session (hash, account_id, stage, way, created_at, seen_at, expires_at)
			SELECT 'hash' || i, 1 + i - i / 3000 * 3000, 'in', 'x', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP FROM n`},
		{3000, `sign_in_try (mark, failures, last_at) SELECT 'mark' || i, 1, CURRENT_TIMESTAMP FROM n`},
		{3000, `api_key (name, hash, scopes, created_by, created_at, expires_at, used_on)
			SELECT 'key', 'hash' || i, 'scores', 1, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, '' FROM n`},
		{3000, fmt.Sprintf(`comment_release (agency_id, first_day, last_day)
			SELECT CASE WHEN i = i / 30 * 30 THEN %d ELSE %d END, '2026-01-01', '2026-01-01' FROM n`, agency, c.Agencies[1].ID)},
		{20_000, fmt.Sprintf(`comment (counter_id, receipt, day, text, release_id, counter_shown)
			SELECT %d, %s, '2026-01-01', 'x', 1 + i - i / 3000 * 3000, FALSE FROM n`, counter, receipt)},
	} {
		if _, err := db.Raw().Exec(fmt.Sprintf(numbered, fill.rows, fill.into)); err != nil {
			t.Fatal(err, fill.into)
		}
	}
	logMany(t, db)
	if err := db.Analyze(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &c.Agencies[0]
}

// logMany writes some thousand entries of fifty people.
func logMany(t *testing.T, db *store.DB) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context) error {
		for i := range 5000 {
			actor := survey.Actor{Name: fmt.Sprint("actor", i%50), Where: "page"}
			e := survey.Entry{At: storetest.Noon, Actor: actor, Action: "counter.change", Subject: fmt.Sprint("C", i)}
			if err := db.Record(ctx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Reading a whole table: SQLite's SCAN without an index's help, PostgreSQL's Seq Scan. The
// newest proposals and the last check are found in small tables, and may be.
var wholeTable = regexp.MustCompile(
	`(Seq Scan on|SCAN) (response|comment|comment_release|session|account|sign_in_try|api_key|log_entry)\b`)

// What every page of those who are signed in begins with, and what they read most, is
// found by an index, however many people, comments and log entries there are.
func TestTheDeskFindsByIndex(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		agency := someYears(t, db)
		ctx := t.Context()
		for name, read := range map[string]func(db *store.DB) error{
			"a session":           reads(ctx, "hash7", (*store.DB).Session),
			"sessions of one":     reads(ctx, 7, (*store.DB).SessionsOf),
			"an account":          reads(ctx, 7, (*store.DB).Account),
			"an account's login":  reads(ctx, "login7", (*store.DB).AccountByLogin),
			"an account's ticket": reads(ctx, "ticket10", (*store.DB).AccountByTicket),
			"tries":               reads(ctx, []string{"mark7", "mark8"}, (*store.DB).Tries),
			"a key":               reads(ctx, "hash7", (*store.DB).KeyByHash),
			"comments of an agency": func(db *store.DB) error {
				_, err := survey.ReadComments(ctx, db, survey.CommentQuery{Agency: agency.ID})
				return err
			},
			"proposals that wait": func(db *store.DB) error {
				_, err := db.Proposals(ctx, account.Waiting, account.MostWaiting)
				return err
			},
			"a page of the log": func(db *store.DB) error {
				_, err := survey.ReadLog(ctx, db, storetest.Zone, survey.LogQuery{})
				return err
			},
			"what somebody did": func(db *store.DB) error {
				_, err := survey.ReadLog(ctx, db, storetest.Zone, survey.LogQuery{Actor: "actor7", From: "2026-01-01"})
				return err
			},
			"an entry of the log": func(db *store.DB) error {
				_, err := db.LogPart(ctx, survey.LogFilter{Above: 6, Below: 8}, 1)
				return err
			},
		} {
			for statement, how := range explained(t, db, statements(t, db, read)) {
				for line := range strings.SplitSeq(how, "\n") {
					if wholeTable.MatchString(line) {
						t.Errorf("%s: %s\n%s", name, statement, how)
					}
				}
			}
		}
	})
}

// reads is a read by one value.
func reads[K, D any](
	ctx context.Context, key K, read func(*store.DB, context.Context, K) (D, error),
) func(*store.DB) error {
	return func(db *store.DB) error {
		_, err := read(db, ctx, key)
		return err
	}
}
