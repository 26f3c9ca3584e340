package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hailong/scoring/edition"
)

// The service tells the public half alone, makes no key for whoever asks, notices another
// key, and refuses a private one that others can read.
func TestThePublicHalfOfTheKeyIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.edition-key")
	k := &publicKey{path: path}
	if text, err := k.PEM(); text != nil || err != nil {
		t.Errorf("before there is one: %s, %v", text, err)
	}
	if fileThere(path) {
		t.Fatal("a reader makes a key")
	}
	var told [][]byte
	for hours := range 2 {
		private, err := makeEditionKey(path)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(time.Duration(hours) * time.Hour)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
		text, err := k.PEM()
		if err != nil || bytes.Contains(text, []byte("PRIVATE")) {
			t.Fatalf("%s, %v", text, err)
		}
		public, err := edition.ParseKey(text)
		if err != nil || !public.Equal(private.Public()) {
			t.Errorf("another key is told: %v", err)
		}
		told = append(told, text)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
	if bytes.Equal(told[0], told[1]) {
		t.Error("the old key is told after it was replaced")
	}
	if _, err := makeEditionKey(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	later := time.Now().Add(2 * time.Hour)
	if err := os.Chtimes(path, later, later); err != nil {
		t.Fatal(err)
	}
	if text, err := k.PEM(); err == nil {
		t.Errorf("a key that others can read: %s", text)
	}
}
