package account

import (
	"context"
	"strings"
	"time"

	"hailong/survey"
)

// Held is all that is stored about an account, but for its secrets (of which only
// hashes are stored) and for what the log says of other people.
type Held struct {
	Login     string
	Name      string
	Email     string
	Role      Role
	Agency    string
	Areas     []string
	Disabled  bool
	CreatedAt time.Time
	SignedAt  time.Time
	Factor    bool
	Sessions  []HeldSession
	Log       []survey.LogRow // rows that the account caused, or that are about it
}

// HeldSession is a session as its owner sees it.
type HeldSession struct {
	Way                          string
	CreatedAt, SeenAt, ExpiresAt time.Time
}

// Held gathers what is stored about an account.
func (p *People) Held(ctx context.Context, c *survey.Catalogue, id ID) (*Held, error) {
	a, err := p.Store.Account(ctx, id)
	if err != nil || a == nil {
		return nil, orUnknown(err)
	}
	h := &Held{
		Login: a.Login, Name: a.Name, Email: a.Email, Role: a.Role, Areas: a.Areas,
		Disabled: a.Disabled, CreatedAt: a.CreatedAt, SignedAt: a.SignedAt, Factor: a.Factor.On(),
	}
	if agency := c.Agency(a.Agency); agency != nil {
		h.Agency = agency.Code
	}
	sessions, err := p.Store.SessionsOf(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, s := range sessions {
		h.Sessions = append(h.Sessions, HeldSession{s.Way, s.CreatedAt, s.SeenAt, s.ExpiresAt})
	}
	h.Log, err = p.Store.LogAbout(ctx, a.Login)
	for i := range h.Log {
		if row := &h.Log[i]; strings.HasPrefix(row.Action, "account.") && row.Subject != a.Login {
			row.Before, row.After = "", "" // what it says is about somebody else
		}
	}
	return h, err
}
