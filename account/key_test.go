package account

import (
	"strings"
	"testing"
	"time"
)

func TestIsKey(t *testing.T) {
	good := keyPrefix + newToken()
	for text, want := range map[string]bool{
		good: true, "": false, keyPrefix: false, good[3:]: false, good + "A": false, good[:len(good)-1]: false,
		strings.ToUpper(good): false, " " + good: false, good + " ": false, "hl-" + good[3:]: false,
		// The last sign holds four bits; another one of the same four is not the same key.
		keyPrefix + strings.Repeat("A", 42) + "B": false, keyPrefix + strings.Repeat("A", 43): true,
		keyPrefix + strings.Repeat("A", 41) + "\n" + "A": false, keyPrefix + strings.Repeat("+", 43): false,
	} {
		if IsKey(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestKeyEndsWithItsTimeOrBefore(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	k := &Key{ExpiresAt: now.Add(time.Hour)}
	if !k.Live(now) || k.Live(now.Add(time.Hour)) {
		t.Error("a key works until its hour, and not in it")
	}
	k.RevokedAt = now.Add(-time.Minute)
	if k.Live(now) {
		t.Error("a revoked key works")
	}
}

// What is taken for a key has one spelling: nothing that a program sends otherwise is
// looked up.
func FuzzIsKey(f *testing.F) {
	f.Add(keyPrefix + newToken())
	f.Add("hl_")
	f.Add("hl_" + strings.Repeat("-", 43))
	f.Add("hl_" + strings.Repeat("A", 42) + "\r")
	f.Fuzz(func(t *testing.T, text string) {
		if !IsKey(text) {
			return
		}
		if len(text) != len(keyPrefix)+43 || strings.ContainsAny(text, " \t\r\n=+/") {
			t.Errorf("%q is taken for a key", text)
		}
		for _, other := range []string{text + "A", text[:len(text)-1], " " + text, text + "\n"} {
			if IsKey(other) {
				t.Errorf("%q as well as %q", other, text)
			}
		}
	})
}
