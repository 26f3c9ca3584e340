package account

import (
	"context"
	"slices"
	"time"

	"hailong/survey"
)

// People is the use case of running accounts. Every change is an entry of the log.
type People struct {
	Store interface {
		Store
		Sessions
	}
	Passwords *Passwords
	Secret    *Secret
	Now       func() time.Time
	Actor     survey.Actor
	By        *Account // who acts on a page; nil: the operator of the machine, or the program
	Notify    Notify
}

func (p *People) now() time.Time { return p.Now().UTC().Round(time.Microsecond) }

// TicketTime is how long a link that sets a password works.
const TicketTime = time.Hour

// FirstTicketTime is for a new account: its person may be away.
const FirstTicketTime = 72 * time.Hour

// Add stores a new account and gives the token of the link by which its person sets
// the first password. Nobody else ever knows one.
func (p *People) Add(ctx context.Context, c *survey.Catalogue, a *Account) (ticket string, err error) {
	a.Login = FoldLogin(a.Login)
	if err := a.check(c); err != nil {
		return "", err
	}
	if err := p.mayStore(c, a); err != nil {
		return "", err
	}
	ticket = newToken()
	err = p.Store.InTx(ctx, func(ctx context.Context) error {
		if taken, err := p.Store.AccountByLogin(ctx, a.Login); err != nil {
			return err
		} else if taken != nil {
			return survey.Fail(survey.Conflict, "account.taken", nil).At("login")
		}
		a.ID, a.CreatedAt = 0, p.now()
		a.Ticket, a.TicketTill = Hash(ticket), p.now().Add(FirstTicketTime)
		if err := p.Store.PutAccount(ctx, a); err != nil {
			return err
		}
		if err := p.record(ctx, "account.add", a, nil, a.entry(c)); err != nil || p.By == nil {
			return err
		}
		return p.recordTicket(ctx, a) // whoever made it has the link in his hands
	})
	return ticket, err
}

// Change changes what an administrator may change: name, address, role, agency, areas
// and whether the account is switched off. Whoever loses rights is signed out. version
// is the Version that the change was made from: where the account is another by now,
// the error is Conflict.
func (p *People) Change(ctx context.Context, c *survey.Catalogue, version string, after *Account) error {
	if err := after.check(c); err != nil {
		return err
	}
	return p.Store.InTx(ctx, func(ctx context.Context) error {
		stored, err := p.Store.Account(ctx, after.ID)
		if err != nil || stored == nil {
			return orUnknown(err)
		}
		if stored.Version(c) != version {
			return survey.Fail(survey.Conflict, "stale", nil)
		}
		if err := p.mayStore(c, stored, after); err != nil {
			return err
		}
		if err := p.mayChange(ctx, stored, after); err != nil {
			return err
		}
		if err := p.tellAddress(ctx, stored, after.Email); err != nil {
			return err
		}
		old := stored.entry(c)
		if after.Disabled || after.Email != stored.Email {
			stored.Ticket, stored.TicketTill = "", time.Time{} // it went to whom it should not go now
		}
		stored.Name, stored.Email, stored.Role = after.Name, after.Email, after.Role
		stored.Agency, stored.Areas, stored.Disabled = after.Agency, after.Areas, after.Disabled
		return p.put(ctx, c, "account.change", stored, old)
	})
}

// tellAddress tells both addresses where there is a new one.
func (p *People) tellAddress(ctx context.Context, stored *Account, address string) error {
	if address == stored.Email {
		return nil
	}
	if err := p.Notify.tell(ctx, stored, stored.Email, EmailChanged); err != nil {
		return err
	}
	return p.Notify.tell(ctx, stored, address, EmailChanged)
}

// mayChange keeps administrators from shutting themselves out: nobody switches his own
// account off or changes its role or agency, and one administrator who may sign in stays.
func (p *People) mayChange(ctx context.Context, stored, after *Account) error {
	field := "disabled"
	switch {
	case after.Role != stored.Role:
		field = "role"
	case after.Agency != stored.Agency:
		field = "agency"
	case after.Disabled == stored.Disabled:
		return nil
	}
	if p.Actor == stored.Actor("page") {
		return survey.Fail(survey.Conflict, "account.self", nil).At(field)
	}
	if !stored.runs() || after.runs() {
		return nil
	}
	all, err := p.Store.Accounts(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(all, func(a Account) bool { return a.ID != stored.ID && a.runs() }) {
		return nil
	}
	return survey.Fail(survey.Conflict, "account.last", nil).At(field)
}

// runs tells whether an account is an administrator's that is not switched off.
func (a *Account) runs() bool { return a.Role == Admin && !a.Disabled }

// Version is a mark of what an administrator can change of an account: another one
// means that somebody changed it meanwhile.
func (a *Account) Version(c *survey.Catalogue) string {
	return survey.Fingerprint([]any{a.entry(c), a.Email})
}

// Find finds an account by its login; NotFound where there is none.
func (p *People) Find(ctx context.Context, login string) (*Account, error) {
	a, err := byLogin(ctx, p.Store, login)
	if err != nil || a == nil {
		return nil, orUnknown(err)
	}
	return a, nil
}

func orUnknown(err error) error {
	if err != nil {
		return err
	}
	return survey.Fail(survey.NotFound, "account.unknown", nil)
}

// put stores an account, ends its sessions, and logs the change.
func (p *People) put(ctx context.Context, c *survey.Catalogue, action string, a *Account, old any) error {
	if err := p.Store.PutAccount(ctx, a); err != nil {
		return err
	}
	if err := p.Store.EndSessions(ctx, a.ID, ""); err != nil {
		return err
	}
	return p.record(ctx, action, a, old, a.entry(c))
}

func (p *People) record(ctx context.Context, action string, a *Account, before, after any) error {
	return p.Store.Record(ctx, survey.Entry{
		At: p.now(), Actor: p.Actor, Action: action, Subject: a.Login, Before: before, After: after,
	})
}

// NewTicket gives the token of a link that sets a password anew; the one before is
// void. It works for an hour and once. The old password works until then: who asks for
// a link for somebody else locks nobody out.
func (p *People) NewTicket(ctx context.Context, login string) (*Account, string, error) {
	token := newToken()
	var a *Account
	err := p.Store.InTx(ctx, func(ctx context.Context) (err error) {
		a, err = byLogin(ctx, p.Store, login)
		if err != nil || a == nil || a.Disabled {
			return orUnknown(err)
		}
		a.Ticket, a.TicketTill = Hash(token), p.now().Add(TicketTime)
		if err := p.Store.PutAccount(ctx, a); err != nil {
			return err
		}
		return p.recordTicket(ctx, a)
	})
	if err != nil {
		return nil, "", err
	}
	return a, token, nil
}

// recordTicket notes that there is a link, and who was shown it: nobody where it was sent.
func (p *People) recordTicket(ctx context.Context, a *Account) error {
	if p.By == nil {
		return p.record(ctx, "account.ticket", a, nil, nil)
	}
	return p.record(ctx, "account.ticket", a, nil, ticketEntry{ShownTo: p.By.Login})
}

type ticketEntry struct{ ShownTo string }

// ByTicket is the account whose link has this token; NotFound where the link was used,
// is too old, or never was.
func (p *People) ByTicket(ctx context.Context, token string) (*Account, error) {
	a, err := p.Store.AccountByTicket(ctx, Hash(token))
	if err != nil {
		return nil, err
	}
	if a == nil || a.Disabled || !p.now().Before(a.TicketTill) {
		return nil, survey.Fail(survey.NotFound, "account.ticket", nil)
	}
	return a, nil
}

// SetPassword sets the password by a link, which is used up. All sessions end. The
// second factor stays: a stolen mailbox is not enough.
func (p *People) SetPassword(ctx context.Context, token, password string) error {
	a, err := p.ByTicket(ctx, token) // before the work of hashing: a link that is none costs nothing
	if err != nil {
		return err
	}
	hash, err := p.Passwords.accept(ctx, a, password)
	if err != nil {
		return err
	}
	return p.Store.InTx(ctx, func(ctx context.Context) error {
		a, err := p.ByTicket(ctx, token)
		if err != nil {
			return err
		}
		if err := p.Notify.tell(ctx, a, a.Email, PasswordChanged); err != nil {
			return err
		}
		return putPassword(ctx, p.Store, a, hash, "", survey.Entry{At: p.now(), Actor: a.Actor(p.Actor.Where)})
	})
}

// putPassword stores the hash of a new password, voids the link that sets one, and ends
// the account's sessions but one. entry says when and by whom.
func putPassword(ctx context.Context, store interface {
	Store
	Sessions
}, a *Account, hash, except string, entry survey.Entry,
) error {
	a.Password, a.Ticket, a.TicketTill = hash, "", time.Time{}
	if err := store.PutAccount(ctx, a); err != nil {
		return err
	}
	if err := store.EndSessions(ctx, a.ID, except); err != nil {
		return err
	}
	entry.Action, entry.Subject = "account.password", a.Login
	return store.Record(ctx, entry)
}
