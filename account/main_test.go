package account

import (
	"crypto/rand"
	"testing"
	"time"
)

// noon is the present of tests that need one.
var noon = time.Date(2026, 3, 4, 5, 0, 0, 0, time.UTC)

func testSecret(t testing.TB) *Secret {
	t.Helper()
	s, err := NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &s
}
