package store_test

import (
	"testing"
	"time"

	"hailong/store"
	"hailong/store/storetest"
)

// An instance whose clock ran an hour ahead took the job and died; the clock is right
// again: the job is another's within two leases, not after more than an hour.
func TestALeaseOfAClockThatRanAheadEnds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		addJobs(t, db, map[string]time.Time{"a": noon})
		if key, _ := claim(t, db, noon.Add(time.Hour)); key != "a" {
			t.Fatal(key)
		}
		if key, _ := claim(t, db, noon.Add(time.Minute)); key != "a" {
			t.Errorf("a lease of an hour and ten minutes holds the job up: %q", key)
		}
		if key, _ := claim(t, db, noon.Add(time.Minute)); key != "" {
			t.Errorf("taken again within its lease: %q", key)
		}
		if key, _ := claim(t, db, noon.Add(time.Minute+10*time.Second)); key != "" { // another's clock, a little off
			t.Errorf("taken again within its lease: %q", key)
		}
	})
}
