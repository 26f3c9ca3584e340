package store_test

import (
	"testing"
	"time"

	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// A round is not closed while a contested cut waits for its second appraisal.
func TestARoundIsClosedWhenAllIsAppraisedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.appraised()
		c.advance(round.Explaining)
		stp := c.agency("STP")
		c.ok(c.rounds.Explain(ctx, c.stp, c.id, stp, []round.Explanation{{Leaf: "1.1", Text: "Văn bản có từ tháng 11"}}))
		c.advance(round.Reappraising)
		c.refused("one waits", c.rounds.Advance(ctx, c.secretary, c.id, round.Closed, "12/BB-HĐ"),
			survey.Conflict, "round.unanswered")
		given := round.Draft{Leaf: "1.1", Given: points(400), Note: "Nhận lại"}
		c.ok(c.rounds.Appraise(ctx, c.chair, c.id, stp, round.Second, []round.Draft{given}))
		c.advance(round.Closed)
	})
}

// A petition waits for those alone who may answer it, until one of them has.
func TestAPetitionWaitsForWhoMayAnswer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.closed()
		*c.now = time.Date(2027, 1, 29, 9, 0, 0, 0, storetest.Zone)
		id, err := c.rounds.FilePetition(ctx, c.stp, c.id, c.agency("STP"), "1.1", "Đề nghị 4,00 điểm", storetest.On("2027-01-15"))
		c.ok(err)
		wait := func(by round.Person) int {
			n, err := c.rounds.PetitionsFor(ctx, c.id, by)
			c.ok(err)
			return n
		}
		if wait(c.chair) != 1 || wait(c.binh) != 0 || wait(c.thue) != 0 || wait(c.stp) != 0 {
			t.Error(wait(c.chair), wait(c.binh), wait(c.thue), wait(c.stp))
		}
		c.ok(c.rounds.AnswerPetition(ctx, c.chair, id, "Giữ nguyên", nil))
		if wait(c.chair) != 0 {
			t.Error("answered, and still waits")
		}
	})
}
