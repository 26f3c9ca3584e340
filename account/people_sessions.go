package account

import "context"

// EndSessions signs an account out wherever it is signed in: its person has lost a
// device, or somebody suspects that another uses it.
func (p *People) EndSessions(ctx context.Context, login string) error {
	return p.Store.InTx(ctx, func(ctx context.Context) error {
		a, err := p.Store.AccountByLogin(ctx, FoldLogin(login))
		if err != nil || a == nil {
			return orUnknown(err)
		}
		if err := p.Store.EndSessions(ctx, a.ID, ""); err != nil {
			return err
		}
		return p.record(ctx, "session.revoke", a, nil, nil)
	})
}
