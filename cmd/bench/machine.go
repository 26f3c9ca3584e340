package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// machine describes what was measured on.
func (b *bench) machine(ctx context.Context) ([]string, error) {
	server, err := b.server()
	if err != nil {
		return nil, err
	}
	version, err := command(ctx, nil, server.Program("postgres"), "--version").Output()
	if err != nil {
		return nil, err
	}
	sync, err := b.syncTime()
	if err != nil {
		return nil, err
	}
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	return []string{
		fmt.Sprintf("Machine: %s, %d cores, %s memory; an fsync after an append of 8 KB takes %.2f ms",
			field("/proc/cpuinfo", "model name"), runtime.NumCPU(),
			gigabytes(field("/proc/meminfo", "MemTotal")), float64(sync.Microseconds())/1000),
		fmt.Sprintf("Programs: Linux %s, %s, %s", strings.TrimSpace(string(kernel)), runtime.Version(),
			strings.TrimSpace(string(version))),
	}, nil
}

// conditions describe how it was measured.
func (b *bench) conditions() []string {
	list := []string{
		fmt.Sprintf("Command: `make bench`, here with `-reps %d -seconds %g -rows %d`. Single rows: `make build`, "+
			"then `go run ./cmd/bench -only 'answers|p99'`; a trial on a busy machine: `-noisy -reps 1 -seconds 2`; "+
			"where the time goes: `-profile FOLDER`", b.reps, b.length.Seconds(), b.rows),
		"PostgreSQL: " + strings.Join(serverSettings, ", "),
		fmt.Sprintf("Province: %d agencies with one counter each; the form short@1, under load all 6 questions "+
			"answered; filled databases hold answers of all months of the year so far, of several channels", counters),
	}
	if b.noisy {
		list = append(list, "**A trial: nobody looked whether the machine was quiet.**")
	}
	return list
}

const notes = `
Ratios are ours to theirs, measured in turn in one run in an order drawn anew, each on a fresh copy of the
province after a checkpoint; the median of the repetitions counts. A repetition during which a handler that
does nothing moved by more than 15 % is taken again.

- Answers: our client holds its connections, sends ready requests, reads the status and the length. After
  each measurement the roll-ups must hold exactly what was confirmed.
- pgbench: two threads, prepared statements, over a Unix socket, into the same tables with the same keys,
  indexes and triggers; p99 is that of its own log (a quarter of the transactions).
- Yearly ranking: the scores of all agencies by the API. Both must agree.
- Yearly index: from the database to the figures; as an edition from there to the archive, signed and stored.
- Recount: the whole command, from start to end, against the statement alone. Both must agree.
- Start: the file is in the system's cache.
- Stored: SQLite's file less that of the empty province; PostgreSQL's response and tally with indexes.
`

// gigabytes makes the kernel's number of kilobytes readable.
func gigabytes(kilobytes string) string {
	number, _, _ := strings.Cut(kilobytes, " ")
	n, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return kilobytes
	}
	return fmt.Sprintf("%.0f GB", n/(1<<20))
}

// field is a named value of one of the kernel's lists.
func field(path, name string) string {
	text, _ := os.ReadFile(path)
	for line := range strings.Lines(string(text)) {
		key, value, _ := strings.Cut(line, ":")
		if strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "?"
}

// syncTime is how long the disk takes to keep what is appended to a file.
func (b *bench) syncTime() (time.Duration, error) {
	const times = 200
	f, err := os.Create(filepath.Join(b.dir, "sync"))
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }()
	block, started := make([]byte, 8<<10), time.Now()
	for range times {
		if _, err := f.Write(block); err != nil {
			return 0, err
		}
		if err := f.Sync(); err != nil {
			return 0, err
		}
	}
	return time.Since(started) / times, nil
}
