package account

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"hailong/survey"
)

// State is how far a proposal has come.
type State string

// The states. Only a waiting proposal ever changes.
const (
	Waiting   State = "waiting"
	Approved  State = "approved"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// Proposal (đề nghị) is a change that touches its proposer's own agency: it is made
// when somebody of another agency approves it, and not before.
type Proposal struct {
	Number     int64
	Edit       survey.Edit
	Was        map[string]string // a record's cells when it was proposed; nil for what is new
	Agency     survey.AgencyID   // whose figures it touches
	Reason     string
	State      State
	ProposedBy ID
	ProposedAt time.Time
	DecidedBy  ID        // 0 while it waits
	DecidedAt  time.Time // zero while it waits
	Answer     string

	// What the accounts say now.
	Proposer, Decider string          // their logins
	From              survey.AgencyID // the proposer's agency
}

// MaxReason is how many characters a reason and an answer may have.
const MaxReason = 1000

// ProposalStore is what proposals need.
type ProposalStore interface {
	survey.Transactor
	survey.Recorder
	Account(ctx context.Context, id ID) (*Account, error)
	// PutProposal adds a proposal, whose number it fills in, or stores its decision.
	PutProposal(ctx context.Context, p *Proposal) error
	// Proposal finds one by its number, nil where there is none.
	Proposal(ctx context.Context, number int64) (*Proposal, error)
	// OwnProposals are one person's that wait, or were decided by others since then, newest
	// first.
	OwnProposals(ctx context.Context, by ID, since time.Time) ([]Proposal, error)
	// Proposals are those in a state, newest first; most bounds the list.
	Proposals(ctx context.Context, state State, most int) ([]Proposal, error)
}

// Proposals is the use case of changing the catalogue, and of correcting responses, by
// pages: what touches nobody's own agency is done at once, the rest needs two people.
type Proposals struct {
	Store       ProposalStore
	Setup       survey.Setup       // its Actor is filled in
	Corrections survey.Corrections // so is its
	Exceptions  Exceptions
}

// MostWaiting bounds the list of those that wait.
const MostWaiting = 500

// errOwn takes back what touches one's own agency.
var errOwn = errors.New("touches the own agency")

// Edit makes an edit for an account, or keeps it as a proposal, which it gives, where
// it touches the account's own agency. Then reason must say why.
func (p *Proposals) Edit(
	ctx context.Context, me *Account, e survey.Edit, reason string,
) (*Proposal, error) {
	setup := p.Setup
	setup.Actor = me.Actor("page")
	proposal := Proposal{Edit: e, Reason: strings.TrimSpace(reason), State: Waiting, ProposedBy: me.ID}
	_, err := setup.Guarded(ctx,
		func(ctx context.Context) (survey.Change, error) { return setup.Apply(ctx, e) },
		func(before, after *survey.Catalogue) error {
			if proposal.Agency = me.Touched(before, after); proposal.Agency == 0 {
				return nil
			}
			if r := e.Stored(before, survey.DayOf(setup.Now(), before.Zone)); r != nil {
				proposal.Was = r.Cells
			}
			return errOwn
		})
	if !errors.Is(err, errOwn) {
		return nil, err
	}
	if err := said(proposal.Reason, "reason", "proposal.reason_needed"); err != nil {
		return nil, err
	}
	return &proposal, p.add(ctx, me, &proposal)
}

// said checks a text that must be there.
func said(text, field, word string) error {
	if text == "" {
		return survey.Fail(survey.Invalid, word, nil).At(field)
	}
	return short(text, field)
}

func short(text, field string) error {
	if utf8.RuneCountInString(text) <= MaxReason && utf8.ValidString(text) && !strings.Contains(text, "\x00") {
		return nil
	}
	return survey.Fail(survey.Invalid, "proposal.long", survey.Args{"max": MaxReason}).At(field)
}

func (p *Proposals) add(ctx context.Context, me *Account, proposal *Proposal) error {
	return p.Store.InTx(ctx, func(ctx context.Context) error {
		waiting, err := p.Store.Proposals(ctx, Waiting, MostWaiting)
		if err != nil {
			return err
		}
		for i := range waiting {
			o := &waiting[i]
			if o.Edit.Action == proposal.Edit.Action && o.Edit.Subject == proposal.Edit.Subject {
				return survey.Fail(survey.Conflict, "proposal.waits", survey.Args{"number": o.Number})
			}
		}
		if len(waiting) >= MostWaiting {
			return survey.Fail(survey.Conflict, "proposal.many", nil)
		}
		proposal.Number, proposal.ProposedAt, proposal.Proposer, proposal.From = 0, p.now(), me.Login, me.Agency
		if err := p.Store.PutProposal(ctx, proposal); err != nil {
			return err
		}
		return p.record(ctx, me, "proposal.add", proposal)
	})
}

func (p *Proposals) now() time.Time { return p.Setup.Now().UTC().Round(time.Microsecond) }

// proposalEntry is what the log keeps of a proposal.
type proposalEntry struct {
	Number            int64
	Action            survey.EditAction
	Subject           string
	Was               map[string]string
	Rows              []map[string]string
	Reason            string
	State             State
	Proposer, Decider string
	Answer            string
}

func (p *Proposals) record(ctx context.Context, actor *Account, action string, o *Proposal) error {
	return p.Store.Record(ctx, survey.Entry{
		At: p.now(), Actor: actor.Actor("page"), Action: action, Subject: strconv.FormatInt(o.Number, 10),
		After: proposalEntry{
			Number: o.Number, Action: o.Edit.Action, Subject: o.Edit.Subject, Was: o.Was, Rows: o.Edit.Rows,
			Reason: o.Reason, State: o.State, Proposer: o.Proposer, Decider: o.Decider, Answer: o.Answer,
		},
	})
}
