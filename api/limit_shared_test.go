package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"hailong/api"
	"hailong/store"
	"hailong/store/storetest"
)

// The limits that the program sets unless somebody says otherwise (see hailong serve --help).
var usualLimits = api.Limits{Address: 600, Counter: 120}

// A service centre has one network address: 600 people who answer there in an hour are
// all heard, at one counter or at five. They come in waves, as their numbers are called.
func TestAFullHallBehindOneAddressIsHeard(t *testing.T) {
	for _, counters := range []int{1, 5} {
		t.Run(fmt.Sprintf("counters=%d", counters), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				w := newWorld(t, db, usualLimits)
				hall := w.hall()[:counters]
				const waves, wave = 12, 50
				for n := range waves * wave {
					if n%wave == 0 {
						w.clock = w.clock.Add(time.Hour / waves)
					}
					answer := body(`"R"`, `"`+storetest.Receipt(t)+`"`, storetest.TokenSTP1, hall[n%counters])
					rec := w.post(answer)
					if rec.Code != http.StatusCreated || !strings.Contains(rec.Body.String(), `"counted":true`) {
						t.Fatalf("answer %d: %d %s", n+1, rec.Code, rec.Body)
					}
				}
				if got := w.received(); got != waves*wave {
					t.Errorf("%d answers are stored, want %d", got, waves*wave)
				}
			})
		})
	}
}

// hall is five counters under one roof, two of them new; it gives their tokens.
func (w *world) hall() []string {
	w.t.Helper()
	const fourth, fifth = "7K3MQ2XVTP", "7K3MQ2XVTQ"
	setup, check := storetest.Setup(w.t, w.db)
	check(setup.ImportCounters(w.t.Context(), storetest.Table(w.t, `code,agency,name_vi,token
STP-05,STP,Quầy số 5,`+fourth+`
STP-06,STP,Quầy số 6,`+fifth)))
	if _, err := w.shelf.Fresh(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	return []string{storetest.TokenSTP1, storetest.TokenSTP2, storetest.TokenCDYT, fourth, fifth}
}
