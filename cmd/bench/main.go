// Command bench measures the built program against plain references, started in
// turn in the same run, and writes what it saw. It is for developers: "make bench".
// What each row means and how far it must reach is in rows.go.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"syscall"
	"time"
)

// options are the flags of a run.
type options struct {
	only    *regexp.Regexp
	reps    int
	length  time.Duration // of one measurement
	rows    int           // responses in the large databases
	out     string
	profile string
	noisy   bool
	binary  string
}

func main() {
	o, args := parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, o, args)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(exitOf(err))
	}
}

var (
	errVoid   = errors.New("the machine is not quiet: the run is void")
	errMissed = errors.New("a floor was missed")
)

func exitOf(err error) int {
	if errors.Is(err, errVoid) {
		return 3
	}
	return 1
}

// run measures, or is one of the programs that are measured: they are started as
// processes of their own, so that their memory and garbage are nobody else's.
func run(ctx context.Context, o options, args []string) error {
	switch {
	case len(args) > 1 && args[0] == "reference":
		return refer(ctx, args[1], args[2:])
	case len(args) > 0 || o.reps < 1 || o.length <= 0 || o.rows < 10_000:
		return errors.New("see -help: no arguments, at least one repetition, and at least 10000 rows")
	}
	b, err := newBench(o)
	if err != nil {
		return err
	}
	if o.profile != "" {
		err = b.profileBoth(ctx)
	} else {
		err = b.measure(ctx)
	}
	return errors.Join(err, b.close())
}

// parse reads the command line.
func parse() (o options, args []string) {
	o.only = regexp.MustCompile("")
	flag.Func("only", "measure the rows whose name fits this regular expression", func(s string) (err error) {
		o.only, err = regexp.Compile(s)
		return err
	})
	flag.IntVar(&o.reps, "reps", 3, "repetitions, of which the median ratio counts")
	seconds := flag.Float64("seconds", 10, "length of one measurement under load")
	flag.IntVar(&o.rows, "rows", 10_000_000, "responses in the large databases; others: a tenth, a hundredth")
	flag.StringVar(&o.out, "out", "", "file to write the table to, beside standard output")
	flag.StringVar(&o.profile, "profile", "", "instead: write CPU profiles of the service to this folder")
	flag.BoolVar(&o.noisy, "noisy", false, "measure although the machine is busy: a trial, of little worth")
	flag.StringVar(&o.binary, "binary", "bin/hailong", "the program to measure")
	flag.Parse()
	o.length = time.Duration(*seconds * float64(time.Second))
	return o, flag.Args()
}
