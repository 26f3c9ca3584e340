package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/account"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// A proposer is told of what waits and of what others decided lately: not of old
// decisions, not of what he took back himself, not of other people's proposals.
func TestOwnProposalsAreThoseThatWaitOrWereDecidedLately(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		agency := someYears(t, db)
		day := 24 * time.Hour
		list := []account.Proposal{
			{ProposedBy: 7, State: account.Waiting},
			{ProposedBy: 7, State: account.Refused, DecidedAt: storetest.Noon.Add(-13 * day)},
			{ProposedBy: 7, State: account.Approved, DecidedAt: storetest.Noon.Add(-15 * day)},
			{ProposedBy: 7, State: account.Withdrawn, DecidedAt: storetest.Noon},
			{ProposedBy: 8, State: account.Waiting},
		}
		var numbers []int64
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			numbers = nil
			for i := range list {
				p := list[i]
				p.Agency, p.ProposedAt = agency.ID, storetest.Noon.Add(-20*day)
				p.Edit = survey.Edit{Action: "plan.change", Subject: "2026"}
				if err := db.PutProposal(ctx, &p); err != nil {
					return err
				}
				numbers = append(numbers, p.Number)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		own, err := db.OwnProposals(t.Context(), 7, storetest.Noon.Add(-14*day))
		if err != nil {
			t.Fatal(err)
		}
		var got []int64
		for i := range own {
			got = append(got, own[i].Number)
		}
		if d := cmp.Diff([]int64{numbers[1], numbers[0]}, got); d != "" {
			t.Error(d)
		}
	})
}
