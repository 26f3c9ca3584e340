package words

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hailong/survey"
)

func TestCataloguesAgree(t *testing.T) {
	vi, en := catalogues[survey.Vietnamese], catalogues[survey.English]
	for _, key := range slices.Sorted(maps.Keys(vi)) {
		if _, ok := en[key]; !ok {
			t.Errorf("%s is not in English", key)
		}
		if a, b := placeholders(vi[key]), placeholders(en[key]); !slices.Equal(a, b) {
			t.Errorf("%s: placeholders %v in Vietnamese, %v in English", key, a, b)
		}
		if strings.TrimSpace(vi[key]) == "" || strings.TrimSpace(en[key]) == "" {
			t.Errorf("%s is empty", key)
		}
	}
	for key := range en {
		if _, ok := vi[key]; !ok {
			t.Errorf("%s is not in Vietnamese", key)
		}
	}
}

// The words of the office pages, which have no other owner, are all in use. A key
// may be put together from a beginning and a name: "channel." and "qr".
func TestOfficeWordsAreUsed(t *testing.T) {
	office, err := load(officeOnly{files}, survey.Vietnamese)
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	quoted := regexp.MustCompile(`"([a-z0-9_.]+)"`)
	for _, text := range sources(t) {
		for _, m := range quoted.FindAllStringSubmatch(text, -1) {
			used[m[1]] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(office)) {
		if !used[key] && !slices.ContainsFunc(beginnings(key), func(b string) bool { return used[b] }) {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

func TestUsedKeysExist(t *testing.T) {
	calls := []*regexp.Regexp{
		regexp.MustCompile(`\.T "([^"]+)"`),
		regexp.MustCompile(`\.say\("([^"]+)",`),
		regexp.MustCompile(`words\.Say\([^,"]+, "([^"]+)",`),
	}
	for name, text := range sources(t) {
		for _, call := range calls {
			for _, m := range call.FindAllStringSubmatch(text, -1) {
				if !Has(m[1]) {
					t.Errorf("%s says %q, which is in no catalogue", name, m[1])
				}
			}
		}
	}
}

func TestSayWritesAsPeopleDo(t *testing.T) {
	got := Say(survey.Vietnamese, "home.received", survey.Args{"received": int64(1234567), "counted": 12})
	if want := "Đã nhận 1.234.567 phiếu, trong đó 12 phiếu được tính."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Point(survey.English, "83.25") + " " + Point(survey.Vietnamese, "83.25"); got != "83.25 83,25" {
		t.Errorf("got %q", got)
	}
	if got := Say(survey.English, "office.year", survey.Args{"year": 2022}); got != "2022" {
		t.Errorf("a year is written %q", got)
	}
}

var comment = regexp.MustCompile(`(?m)^\s*//.*$`)

// officeOnly shows the office's files alone.
type officeOnly struct{ fs.FS }

func (o officeOnly) ReadDir(string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(o.FS, ".")
	other := func(e fs.DirEntry) bool { return !strings.HasPrefix(e.Name(), "office.") }
	return slices.DeleteFunc(all, other), err
}

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

func placeholders(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// beginnings are what a key can be put together from: "a.b_c" has "a." and "a.b_".
func beginnings(key string) []string {
	var list []string
	for i, r := range key {
		if r == '.' || r == '_' {
			list = append(list, key[:i+1])
		}
	}
	return list
}

// sources are the Go files and templates of the pages, by name, tests left out.
func sources(t *testing.T) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, pattern := range []string{"../*.go", "../template/*.html"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = comment.ReplaceAllString(string(b), "")
		}
	}
	return texts
}
