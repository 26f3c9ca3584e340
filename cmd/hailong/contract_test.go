package main

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

// TestContractNamesEveryCommand holds the commands' table of docs/contract.md against the
// program: every command, every flag of its own, and all that can be imported and exported.
func TestContractNamesEveryCommand(t *testing.T) {
	var cli commands
	parser, err := kong.New(&cli, kong.BindTo(io.Discard, (*io.Writer)(nil)), kong.Vars{"version": "test"})
	if err != nil {
		t.Fatal(err)
	}
	rows := commandRows(t)
	count := 0
	for _, leaf := range parser.Model.Leaves(true) {
		path := strings.TrimSuffix(leaf.Path(), " write") // hailong archive writes by itself
		row := rowOf(rows, strings.Fields(strings.TrimPrefix(path, "hailong ")))
		if row == "" {
			t.Errorf("docs/contract.md does not name `%s`", path)
			continue
		}
		count++
		for _, flag := range leaf.Flags {
			if len(flag.Envs) == 0 && !strings.Contains(row, "--"+flag.Name) {
				t.Errorf("docs/contract.md does not name --%s of `%s`", flag.Name, path)
			}
		}
		for _, argument := range leaf.Positional {
			if argument.Enum == "" {
				continue
			}
			for kind := range strings.SplitSeq(argument.Enum, ",") {
				if !strings.Contains(row, kind) {
					t.Errorf("docs/contract.md does not name %s of `%s`", kind, path)
				}
			}
		}
	}
	if count < 20 {
		t.Errorf("only %d commands were found", count)
	}
}

// commandRows are the rows of the commands' table.
func commandRows(t *testing.T) []string {
	t.Helper()
	var rows []string
	for line := range strings.Lines(documented(t, "contract.md")) {
		if strings.HasPrefix(line, "| `hailong ") {
			rows = append(rows, line)
		}
	}
	return rows
}

// rowOf finds the row of a command, which may name several of a kind: edition list\|close.
func rowOf(rows []string, path []string) string {
	i := slices.IndexFunc(rows, func(row string) bool {
		first, _, _ := strings.Cut(strings.TrimPrefix(row, "| "), " | ")
		words := strings.FieldsFunc(first, func(r rune) bool { return strings.ContainsRune("`|\\ /", r) })
		return strings.Contains(first, "hailong "+path[0]) &&
			!slices.ContainsFunc(path, func(word string) bool { return !slices.Contains(words, word) })
	})
	if i < 0 {
		return ""
	}
	return rows[i]
}
