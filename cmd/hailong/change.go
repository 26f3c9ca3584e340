package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
	"unicode"

	"hailong/frontend/words"
	"hailong/survey"
)

// mostLines bounds what a command says of one file: more is not read.
const mostLines = 200

// sayChange says what an import did, or, of a dry run, what it would change.
func sayChange(out io.Writer, change survey.Change, dry bool) {
	word := "import.done"
	if dry {
		word = "import.dry"
	}
	for i, step := range change.Steps {
		if i == mostLines {
			say(out, "import.more", survey.Args{"count": len(change.Steps) - mostLines})
			break
		}
		sayStep(out, step)
	}
	say(out, word, survey.Args{
		"added": change.Added, "changed": change.Changed, "same": change.Same,
	})
}

// sayStep is a line of a dry run, and a line for each field that would change.
func sayStep(out io.Writer, step survey.Step) {
	_, _ = fmt.Fprintln(out, "  "+words.Say(language(), "step."+step.Action, survey.Args{"code": step.Subject}))
	before, after := flat(step.Before), flat(step.After)
	if step.Before == nil {
		sayDays(out, after)
		return
	}
	fields := maps.Clone(before)
	maps.Copy(fields, after) // a value may have come, or gone
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		if before[field] != after[field] {
			args := survey.Args{"field": field, "before": before[field], "after": after[field]}
			_, _ = fmt.Fprintln(out, "      "+words.Say(language(), "step.field", args))
		}
	}
}

// sayDays says the days of a new thing: the one value that a spreadsheet may have
// changed on the way without anybody's seeing it.
func sayDays(out io.Writer, fields map[string]string) {
	for _, field := range slices.Sorted(maps.Keys(fields)) {
		if _, err := time.Parse(time.DateOnly, fields[field]); err == nil {
			args := survey.Args{"field": field, "day": survey.Day(fields[field])}
			_, _ = fmt.Fprintln(out, "      "+words.Say(language(), "step.day", args))
		}
	}
}

// flat names each value much as the columns of a file do: Name.VI is name_vi.
func flat(entry any) map[string]string {
	text, err := json.Marshal(entry)
	if err != nil {
		return nil
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return nil
	}
	fields := map[string]string{}
	flatten(fields, nil, value)
	return fields
}

func flatten(fields map[string]string, path []string, value any) {
	if parts, ok := value.(map[string]any); ok {
		for name, part := range parts {
			flatten(fields, append(slices.Clone(path), snake(name)), part)
		}
		return
	}
	if value != nil {
		fields[strings.Join(path, "_")] = fmt.Sprint(value)
	}
}

// snake writes ValidTo as valid_to and VI as vi.
func snake(name string) string {
	var b strings.Builder
	last := 'A'
	for _, c := range name {
		if unicode.IsUpper(c) && unicode.IsLower(last) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
		last = c
	}
	return b.String()
}

// fewRows are imported before anybody could read a bar.
const fewRows = 2000

// progressBar draws how far a long work is: a bar that moves on a terminal, a line
// at each tenth elsewhere.
func progressBar(w *os.File) func(done, total int) {
	info, err := w.Stat()
	return drawProgress(w, err == nil && info.Mode()&os.ModeCharDevice != 0)
}

func drawProgress(w io.Writer, terminal bool) func(done, total int) {
	const width = 40
	last := 0
	return func(done, total int) {
		if total < fewRows {
			return
		}
		full := done * width / total
		tenth := done * 10 / total
		switch {
		case terminal && full != last:
			last = full
			bar := strings.Repeat("█", full) + strings.Repeat("░", width-full)
			of := words.Int(language(), int64(done)) + "/" + words.Int(language(), int64(total))
			_, _ = fmt.Fprintf(w, "\r%s %s", bar, of)
			if done == total {
				_, _ = fmt.Fprintln(w)
			}
		case !terminal && tenth != last:
			last = tenth
			say(w, "import.progress", survey.Args{"done": done, "total": total})
		}
	}
}
