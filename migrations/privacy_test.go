package migrations

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var codeWords = regexp.MustCompile("`([a-z0-9_]+)`")

// described are the fields of each table that docs/privacy.md lists: a markdown table
// whose first head is a table's name, with one or several fields at the start of a row.
func described(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile("../docs/privacy.md")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	table := ""
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		names := codeWords.FindAllStringSubmatch(cells[0], -1)
		switch {
		case !strings.HasPrefix(line, "|"):
			table = ""
		case table == "" && len(names) == 1:
			if table = names[0][1]; all[table] != nil {
				t.Errorf("%s is listed twice", table)
			}
			all[table] = []string{}
		case len(names) > 0:
			for _, name := range names {
				all[table] = append(all[table], name[1])
			}
			if len(cells) != 5 || slices.ContainsFunc(cells, func(s string) bool { return strings.TrimSpace(s) == "" }) {
				t.Errorf("%s: a cell is empty or missing: %s", table, line)
			}
		}
	}
	return all
}

// TestPrivacyListsEveryField holds docs/privacy.md, which says of each stored field
// why, for how long and who sees it, against the schema, both ways.
func TestPrivacyListsEveryField(t *testing.T) {
	listed := described(t)
	shapes := sqliteShapes(t, migrated(t, sqlitePlace(t)))
	for _, table := range slices.Sorted(maps.Keys(shapes)) {
		fields := listed[table]
		delete(listed, table)
		if fields == nil {
			t.Errorf("docs/privacy.md has no table `%s`", table)
			continue
		}
		for _, c := range shapes[table].Columns {
			name, _, _ := strings.Cut(c, " ")
			if place := slices.Index(fields, name); place >= 0 {
				fields = slices.Delete(fields, place, place+1)
			} else {
				t.Errorf("docs/privacy.md does not list %s.%s", table, name)
			}
		}
		if len(fields) > 0 {
			t.Errorf("docs/privacy.md lists of %s what is not there, or twice: %v", table, fields)
		}
	}
	for table := range listed {
		t.Errorf("docs/privacy.md lists the table %s, which is not there", table)
	}
}
