package main

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// asvs are the requirements of levels 1 and 2 that docs/security.md answers: by section,
// the numbers in it. Those that the standard took back are left out.
var asvs = map[string][]int{
	"2.1": upTo(12), "2.2": upTo(3), "2.3": upTo(3), "2.4": upTo(6), "2.5": upTo(7), "2.6": upTo(3),
	"2.7": upTo(6), "2.8": upTo(7), "2.9": upTo(3), "2.10": upTo(4),
	"3.1": upTo(1), "3.2": upTo(4), "3.3": upTo(4), "3.4": upTo(5), "3.5": upTo(3), "3.7": upTo(1),
	"4.1": {1, 2, 3, 5}, "4.2": upTo(2), "4.3": upTo(3),
	"5.1": upTo(5), "5.2": upTo(8), "5.3": upTo(10), "5.4": upTo(3), "5.5": upTo(4),
	"7.1": upTo(4), "7.2": upTo(2), "7.3": {1, 3, 4}, "7.4": upTo(3),
	"8.1": upTo(4), "8.2": upTo(3), "8.3": upTo(8),
	"12.1": upTo(3), "12.2": upTo(1), "12.3": upTo(6), "12.4": upTo(2), "12.5": upTo(2), "12.6": upTo(1),
	"13.1": {1, 3, 4, 5}, "13.2": {1, 2, 3, 5, 6}, "13.3": upTo(2), "13.4": upTo(2),
}

func upTo(last int) []int {
	numbers := make([]int, last)
	for i := range numbers {
		numbers[i] = i + 1
	}
	return numbers
}

var (
	requirementRow = regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \|(.*)\|$`)
	testName       = regexp.MustCompile(`\b(?:Test|Fuzz)[A-Z]\w*`)
	testFunc       = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	settingName    = regexp.MustCompile(`(?:env:|Getenv\()"(HAILONG_\w+)"`)
)

// answered is what docs/security.md says of a requirement.
type answered struct{ what, state, how string }

// requirements are the rows of a text's tables by their ids.
func requirements(t *testing.T, text string) map[string]answered {
	t.Helper()
	rows := map[string]answered{}
	for _, m := range requirementRow.FindAllStringSubmatch(text, -1) {
		cells := strings.Split(m[2], "|")
		if len(cells) != 3 {
			t.Errorf("%s has %d cells after its number, want 3", m[1], len(cells))
			continue
		}
		for i := range cells {
			if cells[i] = strings.TrimSpace(cells[i]); cells[i] == "" {
				t.Errorf("%s: a cell is empty", m[1])
			}
		}
		if _, twice := rows[m[1]]; twice {
			t.Errorf("%s is answered twice", m[1])
		}
		rows[m[1]] = answered{cells[0], cells[1], cells[2]}
	}
	return rows
}

// TestSecurityAnswersEveryRequirement holds docs/security.md against the list of
// requirements and against the tests that there are.
func TestSecurityAnswersEveryRequirement(t *testing.T) {
	text := documented(t, "security.md")
	rows, tests := requirements(t, text), testsOfModule(t)
	for section, numbers := range asvs {
		for _, n := range numbers {
			id := fmt.Sprintf("%s.%d", section, n)
			if _, ok := rows[id]; !ok {
				t.Errorf("docs/security.md does not answer %s", id)
			}
		}
	}
	states := []string{"met", "partly", "not met", "does not apply"}
	for id, row := range rows {
		if !slices.Contains(states, row.state) {
			t.Errorf("%s: %q is none of %q", id, row.state, states)
		}
	}
	for _, name := range testName.FindAllString(text, -1) {
		if !tests[name] {
			t.Errorf("docs/security.md names %s, and there is no such test", name)
		}
	}
}

// What is not met stands together at the top, where a reader looks for it.
func TestSecuritySaysAtTheTopWhatIsNotMet(t *testing.T) {
	text := documented(t, "security.md")
	_, rest, found := strings.Cut(text, "## What is not met")
	if !found {
		t.Fatal(`there is no part "What is not met"`)
	}
	list, _, _ := strings.Cut(rest, "\n## ")
	for id, row := range requirements(t, text) {
		if named := strings.Contains(list, "**"+id+"**"); named != (row.state == "not met") {
			t.Errorf("%s is %s; named at the top: %v", id, row.state, named)
		}
	}
}

// TestContractNamesEverySetting holds docs/contract.md against the settings of the commands.
func TestContractNamesEverySetting(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string]bool{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range settingName.FindAllStringSubmatch(string(text), -1) {
			settings[m[1]] = true
		}
	}
	if !settings["HAILONG_DATABASE"] {
		t.Fatal("no setting was found")
	}
	contract := documented(t, "contract.md")
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		if !strings.Contains(contract, "`"+name+"`") {
			t.Errorf("docs/contract.md does not name `%s`", name)
		}
	}
}

// documented is a text of docs.
func documented(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// testsOfModule are the names of all tests and fuzz targets of the module.
func testsOfModule(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range testFunc.FindAllStringSubmatch(string(text), -1) {
			names[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
