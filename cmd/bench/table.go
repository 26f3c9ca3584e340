package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// ratios are what is judged, one per repetition, sorted.
func (f *figure) ratios() []float64 {
	list := slices.Clone(f.ours)
	for i := range f.reference {
		list[i] /= f.reference[i]
	}
	slices.Sort(list)
	return list
}

// median of a list that is not empty.
func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// verdict says how far a figure reached.
func (r *row) verdict(value float64) string {
	switch {
	case r.floor.set() && !r.floor.reached(value):
		return "**missed**"
	case r.goal.set() && r.goal.reached(value):
		return "goal"
	case r.floor.set():
		return "floor"
	}
	return "–"
}

// missed says whether a floor was.
func (b *bench) missed() bool {
	for i := range measurements {
		for _, r := range measurements[i].rows {
			f := b.figures[r.name]
			if f != nil && r.floor.set() && !r.floor.reached(median(f.ratios())) {
				return true
			}
		}
	}
	return false
}

// report writes the table.
func (b *bench) report(m []string) error {
	var text strings.Builder
	text.WriteString("# Measured\n\nWritten by `make bench`; what each row means is in `cmd/bench`.\n\n")
	for _, line := range append(m, b.conditions()...) {
		fmt.Fprintf(&text, "- %s\n", line)
	}
	text.WriteString("\n| what | ours | against | theirs | ratio (min–max) | floor | goal | verdict |\n" +
		"|---|---:|---|---:|---:|---:|---:|---|\n")
	for i := range measurements {
		for _, r := range measurements[i].rows {
			if f := b.figures[r.name]; f != nil {
				r.write(&text, f)
			}
		}
	}
	for _, failure := range b.failures {
		fmt.Fprintf(&text, "\n**Not measured**: %s\n", failure)
	}
	text.WriteString(notes)
	if b.out != "" {
		if err := os.WriteFile(b.out, []byte(text.String()), 0o644); err != nil { //nolint:gosec // a document
			return err
		}
	}
	_, err := io.WriteString(os.Stdout, text.String())
	return err
}

func (r *row) write(w io.Writer, f *figure) {
	theirs, ratio, against := "", "", r.against
	ratios := f.ratios()
	if len(f.reference) > 0 {
		theirs = show(median(f.reference)) + " " + r.unit
		ratio = fmt.Sprintf("%s (%s–%s)", show(median(ratios)), show(ratios[0]), show(ratios[len(ratios)-1]))
	} else {
		against = "–"
	}
	fmt.Fprintf(w, "| %s | %s %s | %s | %s | %s | %s | %s | %s |\n", r.what, show(median(f.ours)), r.unit,
		against, theirs, ratio, r.floor, r.goal, r.verdict(median(ratios)))
}

// String is the bar as the table shows it.
func (l bar) String() string {
	switch {
	case l.least != 0:
		return "≥ " + show(l.least)
	case l.most != 0:
		return "≤ " + show(l.most)
	}
	return "–"
}

// show writes a number with as many digits as mean something.
func show(x float64) string {
	digits := 3
	switch {
	case x >= 100 || x == math.Trunc(x):
		digits = 0
	case x >= 10:
		digits = 1
	case x >= 1:
		digits = 2
	case x < 0.01:
		digits = 5
	}
	return strconv.FormatFloat(x, 'f', digits, 64)
}
