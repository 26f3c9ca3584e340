package store_test

import (
	"slices"
	"testing"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// madeUp are responses at the small province's first counter.
func madeUp(t *testing.T, shelf *survey.Shelf, count int) []survey.Response {
	t.Helper()
	c := shelf.Now()
	list := make([]survey.Response, count)
	for i := range list {
		r, err := c.Check(&survey.Draft{
			Counter: storetest.TokenSTP1, Receipt: storetest.Receipt(t), Channel: survey.ChannelQR,
			Answers: map[string]int{"TC": 1 + i%5, "O": 5},
		}, storetest.Noon)
		if err != nil {
			t.Fatal(err)
		}
		list[i] = r
	}
	return list
}

func TestSimulatedResponsesAreStoredWithTheirTallies(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		list := madeUp(t, storetest.Province(t, db), 620)
		if err := db.AddSimulated(t.Context(), list); survey.KindOf(err) != survey.Conflict {
			t.Fatalf("a real database took simulated responses: %v", err)
		}
		if err := db.InTx(t.Context(), db.MarkSimulated); err != nil {
			t.Fatal(err)
		}
		if err := db.AddSimulated(t.Context(), list); err != nil {
			t.Fatal(err)
		}
		for _, i := range []int{0, 300, 619} {
			stored, err := db.ResponseByReceipt(t.Context(), list[i].Receipt)
			if err != nil || stored == nil {
				t.Fatal(stored, err)
			}
			stored.Tally = list[i].Tally
			if *stored != list[i] {
				t.Errorf("stored %+v, want %+v", stored, list[i])
			}
		}
		differences, err := db.Verify(t.Context())
		if err != nil || len(differences) > 0 {
			t.Errorf("tallies differ: %v, %v", differences, err)
		}
	})
}

func TestABatchOfSimulatedResponsesIsStoredWholeOrNotAtAll(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		list := madeUp(t, storetest.Province(t, db), 300)
		if err := db.InTx(t.Context(), db.MarkSimulated); err != nil {
			t.Fatal(err)
		}
		twice := slices.Concat(list, list[:1])
		if err := db.AddSimulated(t.Context(), twice); err == nil {
			t.Fatal("the same receipt was stored twice")
		}
		if stored, err := db.ResponseByReceipt(t.Context(), list[1].Receipt); stored != nil || err != nil {
			t.Errorf("a part is stored: %+v, %v", stored, err)
		}
		if err := db.AddSimulated(t.Context(), list); err != nil {
			t.Error(err)
		}
	})
}
