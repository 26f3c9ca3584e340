package main

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hailong/store/file"
	"hailong/survey"
)

// An operator lists the editions, corrects one by trial and then for good, takes the
// correction back, and writes an archive out; without the key that the first was signed with
// nothing is published.
func TestEditionCommands(t *testing.T) {
	folder := t.TempDir()
	db, now := open(t, filepath.Join(folder, "demo.db")), time.Date(2026, 5, 20, 9, 0, 0, 0, office)
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	bareDemo(t, db, now)
	files, err := file.Open(filepath.Join(folder, "demo-files"), file.Keys{})
	if err != nil {
		t.Fatal(err)
	}
	keys := demoKeys{
		files: files, signer: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)),
		province: survey.Text{VI: "tỉnh Khánh Hòa", EN: "Khanh Hoa province"},
	}
	if err := addDemoIndex(t.Context(), db, keys, now); err != nil {
		t.Fatal(err)
	}
	archive, pdf := filepath.Join(folder, "cchc.zip"), filepath.Join(folder, "signed.pdf")
	if err := os.WriteFile(pdf, []byte(demoPDF), 0o600); err != nil {
		t.Fatal(err)
	}
	env := []string{
		"HAILONG_DATABASE=" + filepath.Join(folder, "demo.db"), "HAILONG_LANG=en",
		"HAILONG_FILES=" + filepath.Join(folder, "demo-files"),
		"HAILONG_EDITION_KEY_FILE=" + filepath.Join(folder, "lost.edition-key"),
	}
	correct := "edition close --year 2025 --replaces 1 --why mistake"
	for _, tt := range []struct {
		args   string
		status int
		want   string
	}{
		{"edition list", 0, "cchc-2025-1"},
		{correct + " --dry-run", 0, "21 ranked"},
		{"edition withdraw --year 2025 --number 2 --why trial", 1, "2025"},
		{correct, 0, "cchc-2025-2"},
		{"edition publish --year 2025 --number 2 --decision 9/QD --date 2026-05-19 --pdf " + pdf, 1, "edition-key"},
		{"edition withdraw --year 2025 --number 2 --why trial", 0, "cchc-2025-2"},
		{"edition withdraw --year 2025 --number 1 --why trial", 1, ""},
		{"edition archive --year 2025 --number 1 --out " + archive, 0, "cchc.zip"},
		{"verify " + archive, 0, "cchc-2025-1"},
	} {
		cmd := command(env, strings.Fields(tt.args)...)
		text, err := cmd.CombinedOutput()
		if status := cmd.ProcessState.ExitCode(); status != tt.status || !bytes.Contains(text, []byte(tt.want)) {
			t.Errorf("hailong %s: %d (%v), want %d and %q:\n%s", tt.args, status, err, tt.status, tt.want, text)
		}
	}
}
