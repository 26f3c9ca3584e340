package main

import (
	"io"
	"path/filepath"
	"strings"
	"testing"
)

func TestFilesAreKeptBesideTheirDatabase(t *testing.T) {
	folder := t.TempDir()
	for database, want := range map[string]string{
		filepath.Join(folder, "hailong.db"): filepath.Join(folder, "hailong-files"),
		filepath.Join(folder, "other.db"):   filepath.Join(folder, "other-files"),
		filepath.Join(folder, "no ending"):  filepath.Join(folder, "no ending-files"),
	} {
		files, err := (&fileSettings{}).files(database)
		if err != nil {
			t.Fatal(err)
		}
		kept, err := files.PutFile(t.Context(), "a.pdf", strings.NewReader("%PDF-1.7\n"+database))
		if err != nil {
			t.Fatal(err)
		}
		f, err := files.OpenFile(t.Context(), kept.ID)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(f)
		if err != nil || string(content) != "%PDF-1.7\n"+database {
			t.Errorf("there came back %q, %v", content, err)
		}
		_ = f.Close()
		if names, err := filepath.Glob(filepath.Join(want, "??", "*")); err != nil || len(names) != 1 {
			t.Errorf("in %s lie %q, %v", want, names, err)
		}
	}
	for _, database := range []string{"postgres://db/hailong", "postgresql://db/hailong"} {
		if got := (&fileSettings{}).filesAt(database); got != "hailong-files" {
			t.Errorf("the files of %s are in %s", database, got)
		}
	}
}
