package account

import (
	"context"
	"errors"
	"fmt"

	"hailong/survey"
)

// Correct makes or undoes a correction for an account, or keeps it as a proposal, which it
// gives, where it moves figures of the account's own agency. Like an edit of the catalogue
// it is made first, so that what it touches is found by doing it, and taken back then.
func (p *Proposals) Correct(ctx context.Context, me *Account, e survey.Edit) (*Proposal, error) {
	use := p.Corrections
	use.Actor = me.Actor("page")
	proposal := Proposal{Edit: e, State: Waiting, ProposedBy: me.ID}
	err := p.Store.InTx(ctx, func(ctx context.Context) error {
		touched, err := use.Apply(ctx, e)
		if err != nil {
			return err
		}
		c, err := p.Setup.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		if proposal.Agency = me.nearest(c, touched); proposal.Agency != 0 {
			return errOwn
		}
		return nil
	})
	if !errors.Is(err, errOwn) {
		return nil, err
	}
	proposal.Reason = e.Rows[0]["reason"]
	return &proposal, p.add(ctx, me, &proposal)
}

// applyCorrection makes a proposed correction in the caller's transaction, which holds the
// tallies. Responses may be credited to several agencies: the second person is of none.
func (p *Proposals) applyCorrection(ctx context.Context, a *Account, o *Proposal) error {
	use := p.Corrections
	use.Actor = a.Actor(fmt.Sprintf("proposal %d", o.Number))
	touched, err := use.Apply(ctx, o.Edit)
	if err != nil {
		return err
	}
	c, err := p.Setup.Store.Catalogue(ctx)
	if err == nil && a.nearest(c, touched) != 0 {
		err = survey.Fail(survey.Forbidden, "proposal.same_agency", nil)
	}
	return err
}

// hold keeps answers waiting where a correction is about to be approved: that comes before
// the transaction's first look. What a proposal is about never changes.
func (p *Proposals) hold(ctx context.Context, o *Proposal, to State) error {
	if o == nil || !o.Edit.Correction() || to != Approved {
		return nil
	}
	return p.Corrections.Store.HoldTallies(ctx)
}

// needs is the right without which nobody proposes an edit.
func needs(e *survey.Edit) Action {
	switch {
	case e.Correction():
		return Correct
	case e.Exception():
		return EditCriteria
	}
	return EditCatalogue
}
