package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An export that is not told of which year or group is refused: it would write an empty table.
func TestExportSaysWhatItNeeds(t *testing.T) {
	file := filepath.Join(t.TempDir(), "out.csv")
	for _, tt := range []struct{ args, want string }{
		{"tasks", "--year"},
		{"criteria --year 2026", "--group"},
		{"criteria --group department", "--year"},
		{"plans --group department", "criteria"},
	} {
		var said bytes.Buffer
		args := append([]string{"export", "--out", file}, strings.Fields(tt.args)...)
		if status := run(args, io.Discard, &said); status != 2 || !strings.Contains(said.String(), tt.want) {
			t.Errorf("export %s: %d, %s", tt.args, status, &said)
		}
		if _, err := os.Stat(file); err == nil {
			t.Errorf("export %s has written a file", tt.args)
		}
	}
}
