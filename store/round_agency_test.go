package store_test

import (
	"context"
	"testing"

	"hailong/account"
	"hailong/store"
	"hailong/store/storetest"
)

// A sheet's page reads the accounts of those who wrote at it, and the rounds of its agency,
// and no others.
func TestASheetsPageReadsWhatItShows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		c.open()
		own, err := db.RoundsOf(t.Context(), c.agency("STP"))
		if err != nil || len(own) != 1 || own[0].ID != c.id || own[0].Year != 2026 || len(own[0].Members) != 0 {
			t.Error("rounds of a member", own, err)
		}
		if none, err := db.RoundsOf(t.Context(), c.agency("UBND-NT")); err != nil || len(none) != 0 {
			t.Error("rounds of who is in none", none, err)
		}
		for _, login := range []string{"an", "binh", "chi"} {
			a := &account.Account{Login: login, Name: login, Role: account.Viewer, Agency: c.agency("STP"), CreatedAt: storetest.Noon}
			if err := db.InTx(t.Context(), func(ctx context.Context) error { return db.PutAccount(ctx, a) }); err != nil {
				t.Fatal(err)
			}
		}
		some, err := db.AccountsByLogin(t.Context(), []string{"chi", "an", "nobody", ""})
		if err != nil || len(some) != 2 || some[0].Login != "an" || some[1].Login != "chi" {
			t.Error("accounts", some, err)
		}
		if none, err := db.AccountsByLogin(t.Context(), nil); err != nil || len(none) != 0 {
			t.Error("accounts of nobody", none, err)
		}
	})
}
