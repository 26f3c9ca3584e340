package store_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

func TestAReplacedTokenIsLoggedWithoutTheToken(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		shelf := storetest.Province(t, db)
		logged := len(actions(t, db, 0))
		before := counter(t, db, "STP-01")
		// A code that is named twice is replaced once.
		replaced, err := setupOf(db).ReplaceTokens(t.Context(), []string{"STP-02", "STP-01", "STP-02"})
		if err != nil {
			t.Fatal(err)
		}
		now := []survey.Counter{counter(t, db, "STP-02"), counter(t, db, "STP-01")}
		if d := cmp.Diff(now, replaced); d != "" {
			t.Error(d)
		}
		before.Token = now[1].Token
		if now[1] != before {
			t.Errorf("more than the token changed: %+v", now[1])
		}
		want := []string{"counter.replace_token STP-02", "counter.replace_token STP-01"}
		if d := cmp.Diff(want, actions(t, db, logged)); d != "" {
			t.Error(d)
		}
		catalogue, err := shelf.Fresh(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, old := range []string{storetest.TokenSTP1, storetest.TokenSTP2, storetest.TokenOld} {
			_, err := catalogue.CounterByToken(old)
			if e, ok := err.(*survey.Error); !ok || e.Kind != survey.Closed || e.Word != "counter.replaced" {
				t.Errorf("the old token %s: %v", old, err)
			}
		}
		for _, n := range now {
			found, err := catalogue.CounterByToken(string(n.Token))
			if err != nil || found.Code != n.Code {
				t.Errorf("the new token of %s: %+v, %v", n.Code, found, err)
			}
		}
	})
}

func TestReplaceTokensNamesEveryUnknownCounterAndChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		storetest.Province(t, db)
		before := contents(t, db)
		_, err := setupOf(db).ReplaceTokens(t.Context(), []string{"STP-01", "KHONG-CO", "stp-02", "KHONG-CO"})
		e, ok := err.(*survey.Error)
		if !ok || e.Kind != survey.NotFound || e.Word != "token.unknown" || e.Args["codes"] != "KHONG-CO, stp-02" {
			t.Errorf("%v", err)
		}
		if d := cmp.Diff(before, contents(t, db)); d != "" {
			t.Error(d)
		}
		if n := counter(t, db, "STP-01"); n.Token != storetest.TokenSTP1 {
			t.Errorf("%+v", n)
		}
	})
}

// Chance may give a token that another counter has, or that was replaced: it is drawn
// again, because such a token would lead to another counter or to none.
func TestATokenThatWasEverUsedIsDrawnAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		storetest.Province(t, db)
		setup := setupOf(db)
		const unused = "9K3MQ2XVTD"
		setup.Random = bytes.NewReader(draws(storetest.TokenSTP2, storetest.TokenOld, unused))
		replaced, err := setup.ReplaceTokens(t.Context(), []string{"STP-01"})
		if err != nil || len(replaced) != 1 || replaced[0].Token != unused {
			t.Errorf("%+v, %v", replaced, err)
		}
	})
}

// draws are the random bytes from which tokens come out.
func draws(tokens ...string) []byte {
	const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	var b []byte
	for _, token := range tokens {
		for i := range token {
			b = append(b, byte(bytes.IndexByte([]byte(alphabet), token[i])))
		}
	}
	return b
}
