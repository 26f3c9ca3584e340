package store_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// setupOf sets up a province as this test's person would.
func setupOf(db *store.DB) *survey.Setup {
	return &survey.Setup{
		Store: db, Now: func() time.Time { return noon }, Random: rand.Reader,
		Actor: survey.Actor{Name: "an", Where: "command"},
	}
}

func stale(err error) bool { return errors.Is(err, survey.ErrStale) }

// words are the mistakes of a refused import: line:column word.
func words(err error) []string {
	e, ok := errors.AsType[*survey.Error](err)
	if !ok || e.Kind != survey.Invalid {
		return []string{fmt.Sprint(err)}
	}
	var list []string
	for _, c := range e.Causes {
		list = append(list, c.Field+" "+c.Word)
	}
	return list
}

// rule is a file that must be refused, and the mistakes that must be named.
type rule struct {
	name, file string
	mistakes   []string
}

// refuses checks that files are refused with every mistake, and change nothing.
func refuses(t *testing.T, db *store.DB, read func(*survey.Table) (survey.Change, error), rules []rule) {
	t.Helper()
	before := contents(t, db)
	for _, r := range rules {
		change, err := read(storetest.Table(t, r.file))
		if d := cmp.Diff(r.mistakes, words(err)); d != "" || !reflect.DeepEqual(change, survey.Change{}) {
			t.Errorf("%s: %+v, %s", r.name, change, d)
		}
	}
	if d := cmp.Diff(before, contents(t, db)); d != "" {
		t.Errorf("something was stored: %s", d)
	}
}

// contents counts the rows that an import could touch.
func contents(t *testing.T, db *store.DB) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, name := range []string{
		"agency_group", "agency", "counter", "counter_token", "plan", "plan_group", "plan_agency", "plan_counter",
		"plan_target", "plan_transactions", "questionnaire", "succession", "log_entry",
	} {
		var n int
		if err := db.Raw().QueryRow("SELECT COUNT(*) FROM " + name).Scan(&n); err != nil {
			t.Fatal(err)
		}
		counts[name] = n
	}
	var version int
	if err := db.Raw().QueryRow("SELECT value FROM property WHERE name = 'catalogue'").Scan(&version); err != nil {
		t.Fatal(err)
	}
	counts["version"] = version
	return counts
}

// changed checks what an import did.
func changed(t *testing.T, want survey.Change) func(survey.Change, error) {
	t.Helper()
	return func(got survey.Change, err error) {
		t.Helper()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v, %s; want %+v", got, err, storetest.Mistakes(err), want)
		}
	}
}

// actions are the log's entries from a number on: action subject.
func actions(t *testing.T, db *store.DB, after int) []string {
	t.Helper()
	rows, err := db.Raw().Query("SELECT action, subject FROM log_entry ORDER BY number")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var action, subject string
		if err := rows.Scan(&action, &subject); err != nil {
			t.Fatal(err)
		}
		list = append(list, action+" "+subject)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list[after:]
}

func catalogue(t *testing.T, db *store.DB) *survey.Catalogue {
	t.Helper()
	c, err := db.Catalogue(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}
