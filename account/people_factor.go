package account

import (
	"context"

	"hailong/survey"
)

// DropFactor takes a second factor away: its owner has lost phone and recovery codes,
// and somebody has made sure who is asking. All sessions end. A role that needs one
// must set up another at the next sign-in.
func (p *People) DropFactor(ctx context.Context, login string) error {
	return p.Store.InTx(ctx, func(ctx context.Context) error {
		a, err := byLogin(ctx, p.Store, login)
		if err != nil || a == nil {
			return orUnknown(err)
		}
		if !a.Factor.On() {
			return survey.Fail(survey.NotFound, "factor.none", nil)
		}
		if err := p.Notify.tell(ctx, a, a.Email, FactorDropped); err != nil {
			return err
		}
		a.Factor = Factor{}
		if err := p.Store.PutAccount(ctx, a); err != nil {
			return err
		}
		if err := p.Store.EndSessions(ctx, a.ID, ""); err != nil {
			return err
		}
		return p.record(ctx, "account.second_factor", a, "on", "off")
	})
}

// ForgetSecret is for a database whose secret is lost: nobody can open the second
// factors any more, so all are taken away, all sessions end, and the service starts
// with a new secret. It tells how many there were.
func (p *People) ForgetSecret(ctx context.Context, store SecretStore) (count int, err error) {
	err = p.Store.InTx(ctx, func(ctx context.Context) error {
		count = 0
		accounts, err := p.Store.Accounts(ctx)
		if err != nil {
			return err
		}
		for i := range accounts {
			if !accounts[i].Factor.On() {
				continue
			}
			count++
			if err := p.DropFactor(ctx, accounts[i].Login); err != nil {
				return err
			}
		}
		if err := store.ForgetSecret(ctx); err != nil {
			return err
		}
		return p.Store.Record(ctx, survey.Entry{
			At: p.now(), Actor: p.Actor, Action: "secret.forget", Subject: "secret", After: count,
		})
	})
	return count, err
}

// SecretStore remembers which secret the database was first used with.
type SecretStore interface {
	ForgetSecret(ctx context.Context) error
}
