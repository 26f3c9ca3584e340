package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The columns of the roll-ups that are added up.
var sumColumns = []string{
	"received", "late", "n", "y", "m", "yy", "ym", "mm",
	"f1y", "f1m", "f2y", "f2m", "f3y", "f3m", "f4y", "f4m",
	"f5y", "f5m", "f6y", "f6m", "f7y", "f7m", "f8y", "f8m",
}

// insertRow stores a response as the service does. The receipt rises with time as a
// UUIDv7 does, without costing the server more than putting two numbers together.
const insertRow = `INSERT INTO response (counter_id, receipt, plan_id, questionnaire_id,
 answered_at, received_at, day, channel, stage, status, levels)
 VALUES (:counter, int8send(:n) || int8send(:low), 1, 1, now(), now(), '2026-06-15', 1, 0, 1, :levels);
`

// upsertTally adds it to one of the counters' wide rows.
var upsertTally = func() string {
	sums := make([]string, len(sumColumns))
	for i, name := range sumColumns {
		sums[i] = fmt.Sprintf("%s = tally.%[1]s + excluded.%[1]s", name)
	}
	return `INSERT INTO tally (counter_id, agency_id, plan_id, questionnaire_id, month, channel, is_excluded, ` +
		strings.Join(sumColumns, ", ") + `)
 VALUES (:counter, :counter, 1, 1, '2026-06', 1, false, 1, 0, 1, :y, 5, :yy, :ym, 25,
 :f, 1, :f, 1, :f, 1, :f, 1, :f, 1, 0, 0, 0, 0, 0, 0)
 ON CONFLICT (counter_id, agency_id, plan_id, questionnaire_id, month, channel, is_excluded)
 DO UPDATE SET ` + strings.Join(sums, ", ") + ";\n"
}()

const draw = `\set n :n + 1
\set low random(0, 4611686018427387903)
\set counter random(1, 500)
\set levels random(111111, 555555)
`

// The two scripts: a row and its tally in a transaction, and the row alone.
var (
	pairScript = draw + `\set y random(0, 5)
\set yy :y * :y
\set ym :y * 5
\set f random(0, 1)
BEGIN;
` + singleLine(insertRow) + singleLine(upsertTally) + "END;\n"
	aloneScript = draw + singleLine(insertRow)
)

func singleLine(statement string) string {
	return strings.ReplaceAll(strings.TrimSpace(statement), "\n", "") + "\n"
}

// pgbench runs a script on a fresh province: the same tables, keys, indexes and
// triggers as the service has.
func (b *bench) pgbench(ctx context.Context, script string, clients int) (*outcome, error) {
	database, err := b.province(ctx, onPostgres)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(b.dir, "pgbench-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := os.WriteFile(filepath.Join(dir, "script"), []byte(script), 0o600); err != nil {
		return nil, err
	}
	// Not by time: a second may go by before so many clients are connected.
	if _, err := b.runPgbench(ctx, dir, database, clients, "--transactions=50"); err != nil {
		return nil, err
	}
	out, err := b.runPgbench(ctx, dir, database, clients,
		"--time="+strconv.Itoa(max(1, int(b.length.Seconds()+0.5))), "--log", "--sampling-rate=0.25",
		"--log-prefix="+filepath.Join(dir, "log"))
	if err != nil {
		return nil, err
	}
	if out.took, err = readLogs(dir); err != nil {
		return nil, err
	}
	return out, b.drop(ctx, database)
}

var tps = regexp.MustCompile(`(?m)^tps = ([0-9.]+)`)

func (b *bench) runPgbench(
	ctx context.Context, dir, database string, clients int, more ...string,
) (*outcome, error) {
	args := append([]string{
		"--no-vacuum", "--protocol=prepared", "--client=" + strconv.Itoa(clients), "--jobs=2",
		"--file=" + filepath.Join(dir, "script"),
		"--define=n=" + strconv.FormatInt(time.Now().UnixMicro()*1000, 10),
	}, more...)
	text, err := command(ctx, nil, b.postgres.Program("pgbench"), append(args, database)...).CombinedOutput()
	found := tps.FindSubmatch(text)
	if err == nil && found == nil {
		err = errors.New("it names no rate")
	}
	if err != nil {
		return nil, fmt.Errorf("pgbench: %w\n%.600s", err, text)
	}
	rate, err := strconv.ParseFloat(string(found[1]), 64)
	return &outcome{rate: rate}, err
}

// readLogs reads how long the logged transactions took; pgbench writes a file for
// each of its threads.
func readLogs(dir string) (took []time.Duration, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "log.*"))
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		list, err := readLog(name)
		if err != nil {
			return nil, fmt.Errorf("pgbench's log: %w", err)
		}
		took = append(took, list...)
	}
	slices.Sort(took)
	return took, nil
}

// readLog reads the third word of each line: microseconds.
func readLog(name string) (took []time.Duration, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var client, transaction, micro int64
		if _, err := fmt.Sscan(lines.Text(), &client, &transaction, &micro); err != nil {
			return nil, fmt.Errorf("%q: %w", lines.Text(), err)
		}
		took = append(took, time.Duration(micro)*time.Microsecond)
	}
	return took, lines.Err()
}
