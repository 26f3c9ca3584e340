package store_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"testing"

	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// A round that is over becomes an edition whose archive anybody can recompute; read and
// frozen in one transaction.
func TestClosedRoundBecomesAnEdition(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		c.open()
		c.closed()
		u := editionsIn(t, db, c.now)
		for _, kind := range []edition.Kind{edition.CCHC, edition.Satisfaction} {
			options := round.ContentOptions{Kind: kind, Family: "cchc", Year: 2026, Province: survey.Text{VI: "tỉnh thử"}}
			var e *edition.Edition
			err := db.InTx(t.Context(), func(ctx context.Context) error {
				content, err := c.rounds.Content(ctx, c.id, options)
				if err == nil {
					e, err = u.Close(ctx, closer, content, 0, "")
				}
				return err
			})
			if err != nil {
				t.Fatal(kind, err)
			}
			day := survey.DayOf(*c.now, storetest.Zone)
			if e, err = u.Publish(t.Context(), publisher, e.ID, signed("1/QĐ-UBND", day)); err != nil {
				t.Fatal(kind, err, storetest.Mistakes(err))
			}
			zip, err := u.Archive(t.Context(), e)
			if err != nil {
				t.Fatal(kind, err)
			}
			report, err := edition.Verify(bytes.NewReader(zip), int64(len(zip)), editionKey.Public().(ed25519.PublicKey))
			if err != nil || len(report.Faults) > 0 || len(report.Content.Agencies) < 2 {
				t.Errorf("%s: %v %+v", kind, err, report)
			}
		}
	})
}
