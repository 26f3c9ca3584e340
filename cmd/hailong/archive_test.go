package main

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"hailong/survey"
)

// Two commands archive the same year at the same time, into two files or into the same
// one. Whoever is first wins; no answer is lost, and only the file in which the year is
// archived is left.
func TestTwoCommandsArchiveTheSameYear(t *testing.T) {
	const responses = 3000
	for name, files := range map[string][]string{
		"two files": {"a.zip", "b.zip"}, "the same file": {"a.zip", "a.zip"},
	} {
		t.Run(name, func(t *testing.T) {
			onBoth(t, func(t *testing.T, database string) {
				db := filled(t, database, &fillCommand{
					Agencies: 3, Counters: 9, Responses: responses, Months: 12, Year: 2024, Seed: 1,
				})
				env, dir := []string{"HAILONG_DATABASE=" + database, "HAILONG_LANG=en"}, t.TempDir()
				said := make([]string, len(files))
				var wait sync.WaitGroup
				for i, file := range files {
					wait.Go(func() {
						cmd := command(env, "archive", "--year", "2024", "--out", filepath.Join(dir, file))
						out, err := cmd.CombinedOutput()
						said[i] = string(out)
						if err != nil && !clearlyLost(said[i]) || err == nil && !archivedOrAlready(said[i]) {
							t.Errorf("%v: %s", err, said[i])
						}
					})
				}
				wait.Wait()
				left, err := filepath.Glob(filepath.Join(dir, "*"))
				if err != nil || len(left) != 1 || !strings.HasSuffix(left[0], ".zip") {
					t.Fatalf("left are %v, %v; %q", left, err, said)
				}
				verified := hailong(t, env, "archive", "verify", left[0])
				if !strings.Contains(verified, "3000 answers") && !strings.Contains(verified, "3,000 answers") {
					t.Errorf("%s", verified)
				}
				hailong(t, env, "recount")
				archives, err := db.Archives(t.Context())
				if err != nil || len(archives) != 1 || !archives[0].Emptied || archives[0].Responses != responses {
					t.Errorf("%+v, %v; %q", archives, err, said)
				}
			})
		})
	}
}

// clearlyLost tells whether a command said that another one is archiving.
func clearlyLost(said string) bool {
	for _, words := range []string{
		"Another command has just archived plan fill-2024 (2024).",
		"are being archived in another file than", "another command is writing it",
		"is there already and is not overwritten.",
	} {
		if strings.Contains(said, words) {
			return true
		}
	}
	return false
}

func archivedOrAlready(said string) bool {
	return strings.Contains(said, "is the only copy of these answers.") ||
		strings.Contains(said, "were archived before.")
}

// A name that another command took while the file was begun is not written over, and
// what is beside it is taken away again.
func TestAnArchiveIsNotWrittenOverAnother(t *testing.T) {
	c := archiveWriteCommand{Out: write(t, "a.zip", "of somebody else")}
	err := c.write(t.Context(), &survey.Archiving{Now: time.Now}, nil)
	if survey.KindOf(err) != survey.Conflict {
		t.Error(err)
	}
	if text, err := os.ReadFile(c.Out); err != nil || string(text) != "of somebody else" {
		t.Errorf("%q, %v", text, err)
	}
	if _, err := os.Lstat(c.Out + ".tmp"); !os.IsNotExist(err) {
		t.Errorf("it leaves its beginning: %v", err)
	}
}
