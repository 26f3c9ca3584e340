package store_test

import (
	"testing"
	"time"

	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// A petition, its answer and the correction that follows may fall on one day: the correction
// lets the agency file another all the same, once.
func TestAPetitionOnTheDayOfACorrection(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.closed()
		first := time.Date(2027, 1, 15, 8, 0, 0, 0, storetest.Zone)
		at := func(hour int) { *c.now = first.Add(time.Duration(hour) * time.Hour) }
		file := func(published time.Time) (round.PetitionID, error) {
			return c.rounds.FilePetition(ctx, c.stp, c.id, c.agency("STP"), "1.1", "Văn bản có từ tháng 11", published)
		}
		at(1)
		id, err := file(first)
		c.ok(err)
		at(2)
		given := points(350)
		c.ok(c.rounds.AnswerPetition(ctx, c.chair, id, "Nhận một phần", &given))
		corrected := first.Add(3 * time.Hour)
		at(4)
		_, err = file(first)
		c.refused("not corrected", err, survey.Conflict, "petition.twice")
		list, err := c.rounds.PetitionsOf(ctx, c.id, c.agency("STP"))
		c.ok(err)
		if until := round.Petitionable(c.c, list, "1.1", corrected, "2027-01-15"); until != "2027-01-29" {
			t.Errorf("offered until %q", until)
		}
		_, err = file(corrected)
		c.ok(err)
		_, err = file(corrected)
		c.refused("twice", err, survey.Conflict, "petition.twice")
	})
}
