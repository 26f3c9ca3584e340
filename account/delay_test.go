package account

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestPaces(t *testing.T) {
	for _, tt := range []struct {
		pace     pace
		failures int
		wait     time.Duration
	}{
		{pairPace, 0, 0},
		{pairPace, 3, 0},
		{pairPace, 4, time.Second},
		{pairPace, 5, 2 * time.Second},
		{pairPace, 9, 32 * time.Second},
		{pairPace, 13, 512 * time.Second},
		{pairPace, 14, 15 * time.Minute},
		{pairPace, 1 << 40, 15 * time.Minute},
		{loginPace, 9, 0},
		{loginPace, 10, time.Second},
		{loginPace, 30, 5 * time.Minute},
		{addressPace, 29, 0},
		{addressPace, 30, time.Second},
		{factorPace, 4, 0},
		{factorPace, 5, time.Second},
	} {
		got := max(0, tt.pace.until(Try{Failures: tt.failures, LastAt: noon}).Sub(noon))
		if got != tt.wait {
			t.Errorf("after %d failures %v, want %v", tt.failures, got, tt.wait)
		}
	}
}

// More failures never shorten the wait, and no wait is longer than the pace's longest.
func TestWaitsOnlyGrow(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 1000 {
		p := pace{random.IntN(50), time.Duration(1+random.IntN(3600)) * time.Second}
		before := time.Duration(0)
		for failures := range 200 {
			wait := max(0, p.until(Try{Failures: failures, LastAt: noon}).Sub(noon))
			if wait < before || wait > p.most || (failures >= p.free) != (wait > 0) {
				t.Fatalf("%+v: %v after %d, %v before", p, wait, failures, before)
			}
			before = wait
		}
	}
}

// A try is marked by what it has in common with others, and nothing of it can be read.
func TestTriesAreMarked(t *testing.T) {
	s := &SignIn{Secret: testSecret(t)}
	stranger := s.attempt("an", "192.0.2.1", "")
	owner := s.attempt("an", "192.0.2.1", "7 99 mark")
	for key := range owner {
		if _, shared := stranger[key]; shared {
			t.Error("a known browser waits for strangers' failures")
		}
	}
	if len(stranger) != 2 || len(owner) != 1 {
		t.Error(stranger, owner)
	}
	other := s.attempt("an", "192.0.2.2", "")
	shared := 0
	for key := range other {
		if _, ok := stranger[key]; ok {
			shared++
		}
	}
	if shared != 1 {
		t.Errorf("two addresses share %d marks of one login", shared)
	}
}
