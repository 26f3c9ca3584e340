package account

import (
	"context"
	"fmt"
	"strings"

	"hailong/survey"
)

// MayDecide tells whether an account may approve or refuse a proposal: somebody else's,
// of somebody of another agency, about another agency.
func (a *Account) MayDecide(c *survey.Catalogue, p *Proposal) bool {
	return a.ID != p.ProposedBy && a.May(c, Decide, p.Agency) && !a.Near(c, p.From)
}

// MaySee tells whether an account may read a proposal: its own, or any where it may
// decide about some or reads the log.
func (a *Account) MaySee(p *Proposal) bool {
	return a.ID == p.ProposedBy || a.Role.Reach(Decide) != None || a.Role.Reach(SeeLog) != None
}

// Decide approves a proposal, which makes its change in the same transaction, refuses
// it, which needs an answer, or withdraws it. Where something else is stored by now
// than what was proposed to be changed, approving is Conflict and the proposal goes on
// waiting. me is who decides; what the account may do is looked up anew.
func (p *Proposals) Decide(
	ctx context.Context, me ID, number int64, to State, answer string,
) error {
	answer = strings.TrimSpace(answer)
	if err := short(answer, "answer"); err != nil {
		return err
	}
	if to == Refused {
		if err := said(answer, "answer", "proposal.answer_needed"); err != nil {
			return err
		}
	}
	known, err := p.Store.Proposal(ctx, number)
	if err != nil {
		return err
	}
	return p.Store.InTx(ctx, func(ctx context.Context) error {
		if err := p.hold(ctx, known, to); err != nil {
			return err
		}
		a, err := p.Store.Account(ctx, me)
		if err != nil {
			return err
		}
		o, err := p.Store.Proposal(ctx, number)
		if err != nil {
			return err
		}
		if a == nil || a.Disabled || o == nil || !a.MaySee(o) {
			return survey.Fail(survey.NotFound, "proposal.unknown", nil)
		}
		if err := p.mayBecome(ctx, a, o, to); err != nil {
			return err
		}
		return p.decide(ctx, a, o, to, answer)
	})
}

// mayBecome tells whether this person may bring a proposal into a state now.
func (p *Proposals) mayBecome(ctx context.Context, a *Account, o *Proposal, to State) error {
	c, err := p.Setup.Store.Catalogue(ctx)
	if err != nil {
		return err
	}
	switch {
	case o.State != Waiting:
		return survey.Fail(survey.Conflict, "proposal.decided", nil)
	case to == Withdrawn && a.ID == o.ProposedBy:
		return nil
	case to != Approved && to != Refused:
		return survey.Fail(survey.Forbidden, "proposal.others", nil)
	case a.ID == o.ProposedBy:
		return survey.Fail(survey.Forbidden, "proposal.self", nil)
	case !a.MayDecide(c, o):
		return survey.Fail(survey.Forbidden, "proposal.same_agency", nil)
	}
	if to == Refused {
		return nil
	}
	proposer, err := p.Store.Account(ctx, o.ProposedBy)
	if err == nil && (proposer == nil || proposer.Disabled || proposer.Role.Reach(needs(&o.Edit)) == None) {
		return survey.Fail(survey.Conflict, "proposal.proposer_gone", nil)
	}
	return err
}

func (p *Proposals) decide(ctx context.Context, a *Account, o *Proposal, to State, answer string) error {
	o.State, o.Answer, o.DecidedBy, o.DecidedAt, o.Decider = to, answer, a.ID, p.now(), a.Login
	if err := p.Store.PutProposal(ctx, o); err != nil {
		return err
	}
	verb := map[State]string{Approved: "approve", Refused: "refuse", Withdrawn: "withdraw"}[to]
	if err := p.record(ctx, a, "proposal."+verb, o); err != nil {
		return err
	}
	if to != Approved {
		return nil
	}
	if o.Edit.Correction() {
		return p.applyCorrection(ctx, a, o)
	}
	if o.Edit.Exception() {
		return p.except(ctx, a, o)
	}
	setup := p.Setup
	setup.Actor = a.Actor(fmt.Sprintf("proposal %d", o.Number))
	_, err := setup.Apply(ctx, o.Edit)
	return err
}
