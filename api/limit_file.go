package api

import (
	"time"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/survey"
)

const (
	// mostAtOnce is how many forms with files one account may be sending at a time.
	mostAtOnce = 6

	// againAtOnce is when those who were sending more try again: a file of 20 MB takes
	// longer, a small one is done by then.
	againAtOnce = 30 * time.Second
)

// begin counts one more form with files of an account until it ends, and tells how many
// there are with it.
func (l *limiter) begin(of account.ID) (end func(), now int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sending[of]++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.sending[of]--; l.sending[of] == 0 {
			delete(l.sending, of)
		}
	}, l.sending[of]
}

// files handles a form that may carry files: slowly, and a few at a time of each account. A
// form that is refused counts until its rest is read, which is done for as many again.
func (s *server) files(
	handle func(echo.Context, *account.Account) error,
) func(echo.Context, *account.Account) error {
	return s.slow(func(c echo.Context, me *account.Account) error {
		end, now := s.limits.begin(me.ID)
		defer end()
		if now > 2*mostAtOnce {
			c.Set(readOnKey, true)
		}
		if now > mostAtOnce {
			readOn(c)
			return s.filesRefused(c, tooMany())
		}
		err := handle(c, me)
		if err != nil {
			readOn(c)
		}
		return err
	})
}

func tooMany() error {
	return &survey.Error{
		Kind: survey.Limited, Word: "file.at_once", Args: survey.Args{"max": mostAtOnce}, Retry: againAtOnce,
	}
}
