package account

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// KnownTime is how long a browser is remembered that has signed in to an account.
const KnownTime = 365 * 24 * time.Hour

// mark is what tells a browser that has signed in to an account from a stranger's:
// the account and a day, sealed. It lets nobody in; it only spares the owner the delay
// that others' failures cause.
func (s *SignIn) mark(a *Account) string {
	text := fmt.Sprintf("%d %d", a.ID, s.now().Add(KnownTime).Unix())
	return text + " " + s.Secret.Mark("known browser", text)
}

func (s *SignIn) knows(a *Account, mark string) bool {
	parts := strings.Split(mark, " ")
	if a == nil || len(parts) != 3 || !same(parts[2], s.Secret.Mark("known browser", parts[0]+" "+parts[1])) {
		return false
	}
	till, err := strconv.ParseInt(parts[1], 10, 64)
	return err == nil && parts[0] == strconv.FormatInt(int64(a.ID), 10) && s.now().Unix() < till
}
