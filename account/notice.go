package account

import "context"

// Notice is a change to how somebody signs in, of which he is told by mail: it may not have
// been he who made it (OWASP ASVS 2.2.3, 2.5.5).
type Notice string

// The notices.
const (
	PasswordChanged Notice = "password"
	FactorChanged   Notice = "factor" // set up or replaced, with new recovery codes
	FactorDropped   Notice = "factor_off"
	RecoveryUsed    Notice = "recovery"
	EmailChanged    Notice = "email" // told to the old address and to the new one
)

// Notify queues a mail to an address of an account, in the transaction of the change; nil
// where no mail is sent.
type Notify func(ctx context.Context, a *Account, to string, what Notice) error

// tell queues nothing for whoever has no address.
func (n Notify) tell(ctx context.Context, a *Account, to string, what Notice) error {
	if n == nil || to == "" {
		return nil
	}
	return n(ctx, a, to, what)
}
