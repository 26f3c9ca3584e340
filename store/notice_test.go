package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/account"
	"hailong/store"
	"hailong/store/storetest"
)

// Whoever signs in is told of each change to how he does, in the transaction of the change
// and at the address that he had by then.
func TestPeopleAreToldOfChangesToHowTheySignIn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		var told []string
		var fails error
		notify := func(_ context.Context, a *account.Account, to string, what account.Notice) error {
			told = append(told, a.Login+" "+to+" "+string(what))
			return fails
		}
		o.people.Notify, o.signIn.Notify = notify, notify
		wants := func(what string, want ...string) {
			t.Helper()
			if d := cmp.Diff(want, told); d != "" {
				t.Error(what, d)
			}
			told = nil
		}
		ok := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err, storetest.Mistakes(err))
			}
		}
		o.add(t, "an1", account.Admin)
		wants("without an address")
		address := func(to string) {
			t.Helper()
			a, err := o.people.Find(t.Context(), "an1")
			ok(err)
			version := a.Version(o.catalogue)
			a.Email = to
			ok(o.people.Change(t.Context(), o.catalogue, version, a))
		}
		address("an@example.vn")
		wants("the first address", "an1 an@example.vn email")
		_, ticket, err := o.people.NewTicket(t.Context(), "an1")
		ok(err)
		wants("a link alone")
		ok(o.people.SetPassword(t.Context(), ticket, longPassword))
		wants("a password by a link", "an1 an@example.vn password")
		begun, _, recovery := o.enrol(t, "an1")
		wants("a second factor", "an1 an@example.vn factor")
		ok(o.signIn.ChangePassword(t.Context(), o.find(t, begun.Token), longPassword, longPassword+"!"))
		wants("a password", "an1 an@example.vn password")
		o.clock = o.clock.Add(time.Minute)
		half, err := o.signIn.Password(t.Context(), "an1", longPassword+"!", "127.0.0.1", "")
		ok(err)
		_, err = o.signIn.SecondFactor(t.Context(), o.find(t, half.Token), recovery[0])
		ok(err)
		wants("a recovery code", "an1 an@example.vn recovery")
		address("binh@example.vn")
		wants("another address", "an1 an@example.vn email", "an1 binh@example.vn email")
		address("binh@example.vn")
		wants("the same address")
		fails = errors.New("no queue")
		if err := o.people.DropFactor(t.Context(), "an1"); !errors.Is(err, fails) {
			t.Error("a change that nobody can be told of is made", err)
		}
		told, fails = nil, nil
		ok(o.people.DropFactor(t.Context(), "an1"))
		wants("a second factor that is taken away", "an1 binh@example.vn factor_off")
	})
}
