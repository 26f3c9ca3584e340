package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
)

func TestGuardsThatAreGoneAreNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		expect := func(want ...string) {
			t.Helper()
			lost, err := db.LostGuards(t.Context())
			if d := cmp.Diff(lost, append([]string{}, want...)); err != nil || d != "" {
				t.Error(d, err)
			}
		}
		expect()
		unguarded(t, db, "response", "UPDATE")
		expect("response_no_UPDATE")
		if !db.Postgres() {
			return
		}
		behind(t, db, "ALTER TABLE log_entry DISABLE TRIGGER log_entry_no_update",
			"ALTER TABLE account ENABLE REPLICA TRIGGER account_no_delete")
		expect("account_no_DELETE", "log_entry_no_UPDATE", "response_no_UPDATE")
	})
}
