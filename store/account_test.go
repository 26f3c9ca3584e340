package store_test

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/account"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// office is accounts over a database with a province in it.
type office struct {
	people    *account.People
	signIn    *account.SignIn
	catalogue *survey.Catalogue
	clock     time.Time
}

var testPasswords = sync.OnceValues(func() (*account.Passwords, error) { return account.NewPasswords(2) })

func newOffice(t *testing.T, db *store.DB) *office {
	t.Helper()
	passwords, err := testPasswords()
	if err != nil {
		t.Fatal(err)
	}
	secret, err := account.NewSecret(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{catalogue: storetest.Province(t, db).Now(), clock: storetest.Noon}
	now := func() time.Time { return o.clock }
	o.people = &account.People{Store: db, Passwords: passwords, Secret: &secret, Now: now, Actor: survey.Program}
	o.signIn = &account.SignIn{Store: db, Passwords: passwords, Secret: &secret, Now: now}
	return o
}

const longPassword = "con mèo nằm trên mái"

// add adds an account with a password.
func (o *office) add(t *testing.T, login string, role account.Role) *account.Account {
	t.Helper()
	a := &account.Account{Login: login, Name: "Nguyễn Văn An", Role: role, Agency: o.catalogue.Agencies[0].ID}
	ticket, err := o.people.Add(t.Context(), o.catalogue, a)
	if err == nil {
		err = o.people.SetPassword(t.Context(), ticket, longPassword)
	}
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (o *office) enter(t *testing.T, login string) *account.Begun {
	t.Helper()
	b, err := o.signIn.Password(t.Context(), login, longPassword, "192.0.2.1", "")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAnAccountIsStoredAsItIs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		a := &account.Account{
			Login: "an@example.vn", Name: "Nguyễn Văn Ân", Email: "an@example.vn", Role: account.Appraiser,
			Agency: o.catalogue.Agencies[1].ID, Areas: []string{"1", "2.3"}, Disabled: true,
			CreatedAt: storetest.Noon.UTC(), SignedAt: storetest.Noon.Add(time.Microsecond).UTC(), Password: "p",
			Factor: account.Factor{Sealed: []byte{0, 1, 0xff}, Step: 1 << 40, Recovery: []string{"r1", "r2"}},
			Ticket: "hash", TicketTill: storetest.Noon.Add(time.Hour).UTC(),
		}
		if err := db.InTx(t.Context(), func(c context.Context) error { return db.PutAccount(c, a) }); err != nil || a.ID == 0 {
			t.Fatal(a.ID, err)
		}
		for _, find := range []func() (*account.Account, error){
			func() (*account.Account, error) { return db.Account(t.Context(), a.ID) },
			func() (*account.Account, error) { return db.AccountByLogin(t.Context(), a.Login) },
			func() (*account.Account, error) { return db.AccountByTicket(t.Context(), a.Ticket) },
		} {
			got, err := find()
			if err != nil || got == nil {
				t.Fatal(got, err)
			}
			got.CreatedAt = got.CreatedAt.UTC()
			if diff := cmp.Diff(a, got); diff != "" {
				t.Error(diff)
			}
		}
		plain := &account.Account{ID: a.ID, Login: a.Login, Name: "x", Role: a.Role, Agency: a.Agency, CreatedAt: a.CreatedAt}
		if err := db.InTx(t.Context(), func(c context.Context) error { return db.PutAccount(c, plain) }); err != nil {
			t.Fatal(err)
		}
		got, err := db.Account(t.Context(), a.ID)
		if err != nil || got.Factor.On() || got.Areas != nil || !got.SignedAt.IsZero() || got.Ticket != "" || got.Disabled {
			t.Error(got, err)
		}
		for _, nobody := range []string{"", "AN@example.vn", "an"} {
			if got, err := db.AccountByLogin(t.Context(), nobody); err != nil || got != nil {
				t.Error(nobody, got, err)
			}
		}
		if got, err := db.AccountByTicket(t.Context(), ""); err != nil || got != nil {
			t.Error("accounts without a link are found by none", got, err)
		}
		if err := db.PutAccount(t.Context(), plain); err == nil {
			t.Error("an account is changed outside a transaction")
		}
		if _, err := db.Raw().Exec("DELETE FROM account"); err == nil || !strings.Contains(err.Error(), "never deleted") {
			t.Error(err)
		}
	})
}

// Of several who add an account of one login at once, one does.
func TestALoginIsGivenOutOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		results := make(chan error, 4)
		for range cap(results) {
			go func() {
				a := &account.Account{Login: "An", Name: "An", Role: account.Clerk, Agency: o.catalogue.Agencies[0].ID}
				a.Login = "an1"
				_, err := o.people.Add(t.Context(), o.catalogue, a)
				results <- err
			}()
		}
		added := 0
		for range cap(results) {
			err := <-results
			if err == nil {
				added++
			} else if survey.KindOf(err) != survey.Conflict {
				t.Error(err)
			}
		}
		if added != 1 {
			t.Errorf("%d were added", added)
		}
	})
}

func TestOneFindsWhatIsStoredAboutOneself(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		an := o.add(t, "root", account.Clerk)
		o.enter(t, "root")
		asAn := *o.people
		asAn.Actor = an.Actor("page")
		byCommand := *o.people
		byCommand.Actor = survey.Actor{Name: "root", Where: "command"}
		for i, people := range []*account.People{&asAn, &byCommand} {
			a := &account.Account{Login: []string{"lan1", "lan2"}[i], Name: "Trần Thị Lan", Role: account.Clerk, Agency: an.Agency}
			if _, err := people.Add(t.Context(), o.catalogue, a); err != nil {
				t.Fatal(err)
			}
		}
		held, err := o.people.Held(t.Context(), o.catalogue, an.ID)
		if err != nil || held.Login != "root" || len(held.Sessions) != 1 {
			t.Fatal(held, err)
		}
		var did []string
		for _, row := range held.Log {
			did = append(did, row.Action+" "+row.Subject)
			if strings.Contains(row.After, "Lan") {
				t.Errorf("%s tells of somebody else: %s", row.Action, row.After)
			}
		}
		want := []string{"account.add root", "account.password root", "session.begin root", "account.add lan1"}
		if diff := cmp.Diff(want, did); diff != "" {
			t.Error(diff)
		}
	})
}

// What an administrator does while somebody signs in is not undone by it.
func TestSigningInUndoesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		a := o.add(t, "an1", account.Clerk)
		var once sync.Once
		o.signIn.Passwords = slow(t, func() {
			once.Do(func() {
				stored, err := o.people.Find(t.Context(), "an1")
				if err != nil {
					t.Fatal(err)
				}
				off := *stored
				off.Disabled, off.Role = true, account.Viewer
				if err := o.people.Change(t.Context(), o.catalogue, stored.Version(o.catalogue), &off); err != nil {
					t.Error(err)
				}
			})
		})
		b, err := o.signIn.Password(t.Context(), "an1", longPassword, "192.0.2.1", "")
		if survey.KindOf(err) != survey.Unauthenticated {
			t.Error(b, err)
		}
		stored, err := db.Account(t.Context(), a.ID)
		if err != nil || !stored.Disabled || stored.Role != account.Viewer {
			t.Error(stored, err)
		}
		if sessions, err := db.SessionsOf(t.Context(), a.ID); err != nil || len(sessions) > 0 {
			t.Error(sessions, err)
		}
	})
}

// slow tells when a hash is computed.
func slow(t *testing.T, meanwhile func()) *account.Passwords {
	t.Helper()
	p, err := account.NewPasswords(2)
	if err != nil {
		t.Fatal(err)
	}
	p.Calls = meanwhile
	return p
}

func TestChangesOfAnAccountEndItsSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		a := o.add(t, "an1", account.Clerk)
		other := o.enter(t, o.add(t, "binh", account.Clerk).Login)
		for name, change := range map[string]func(*account.Account){
			"role":      func(a *account.Account) { a.Role = account.Manager },
			"agency":    func(a *account.Account) { a.Agency = o.catalogue.Agencies[1].ID },
			"switching": func(a *account.Account) { a.Disabled = true },
		} {
			begun := o.enter(t, "an1")
			stored, err := db.Account(t.Context(), a.ID)
			if err != nil {
				t.Fatal(err)
			}
			after := *stored
			change(&after)
			if err := o.people.Change(t.Context(), o.catalogue, stored.Version(o.catalogue), &after); err != nil {
				t.Fatal(err)
			}
			if s, _, err := o.signIn.Find(t.Context(), begun.Token); s != nil || err != nil {
				t.Errorf("%s: the session goes on: %v", name, err)
			}
			again, err := db.Account(t.Context(), a.ID)
			if err == nil {
				err = o.people.Change(t.Context(), o.catalogue, again.Version(o.catalogue), stored)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if s, _, err := o.signIn.Find(t.Context(), other.Token); s == nil || err != nil {
			t.Error("somebody else was signed out", err)
		}
		stale := o.people.Change(t.Context(), o.catalogue, "another", a)
		if survey.KindOf(stale) != survey.Conflict {
			t.Error(stale)
		}
	})
}

// A link goes to nobody any more once the account is switched off or has another address.
func TestALinkIsVoidAfterAChangeOfAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		a := o.add(t, "an1", account.Clerk)
		for _, change := range []func(*account.Account){
			func(a *account.Account) { a.Email = "new@example.vn" }, func(a *account.Account) { a.Disabled = true },
		} {
			_, ticket, err := o.people.NewTicket(t.Context(), "an1")
			if err != nil {
				t.Fatal(err)
			}
			stored, err := db.Account(t.Context(), a.ID)
			if err != nil {
				t.Fatal(err)
			}
			after := *stored
			change(&after)
			if err := o.people.Change(t.Context(), o.catalogue, stored.Version(o.catalogue), &after); err != nil {
				t.Fatal(err)
			}
			if err := o.people.SetPassword(t.Context(), ticket, longPassword+"!"); survey.KindOf(err) != survey.NotFound {
				t.Error(err)
			}
		}
	})
}

func TestALinkWorksOnceAndForAnHour(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.add(t, "an1", account.Clerk)
		_, first, err := o.people.NewTicket(t.Context(), "AN1 ")
		if err != nil {
			t.Fatal(err)
		}
		_, second, err := o.people.NewTicket(t.Context(), "an1")
		if err != nil {
			t.Fatal(err)
		}
		begun := o.enter(t, "an1") // the old password works until then
		set := func(ticket string) survey.Kind {
			return survey.KindOf(o.people.SetPassword(t.Context(), ticket, longPassword))
		}
		if set(first) != survey.NotFound || set("") != survey.NotFound || set("\x00\xff") != survey.NotFound {
			t.Error("a link that is none works")
		}
		if err := o.people.SetPassword(t.Context(), second, "123456789012"); survey.KindOf(err) != survey.Invalid {
			t.Error(err)
		}
		o.clock = o.clock.Add(account.TicketTime)
		if set(second) != survey.NotFound {
			t.Error("it works after an hour")
		}
		o.clock = o.clock.Add(-time.Microsecond)
		if err := o.people.SetPassword(t.Context(), second, longPassword+" nhà"); err != nil {
			t.Error(err)
		}
		if set(second) != survey.NotFound {
			t.Error("it works twice")
		}
		if s, _, err := o.signIn.Find(t.Context(), begun.Token); s != nil || err != nil {
			t.Error("a session outlives the password", err)
		}
		if _, _, err := o.people.NewTicket(t.Context(), "nobody"); survey.KindOf(err) != survey.NotFound {
			t.Error(err)
		}
	})
}

func TestTheFirstSecretStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		if mark, err := db.SecretMark(t.Context()); err != nil || mark != "" {
			t.Fatal(mark, err)
		}
		for _, tt := range []struct {
			mark string
			same bool
		}{{"one", true}, {"two", false}, {"one", true}} {
			if same, err := db.SameSecret(t.Context(), tt.mark); err != nil || same != tt.same {
				t.Error(tt, same, err)
			}
		}
		if mark, err := db.SecretMark(t.Context()); err != nil || mark != "one" {
			t.Error(mark, err)
		}
	})
}

func TestAccountsAreListedByLogin(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		var want []string
		for _, login := range []string{"binh", "an1", "cuc"} {
			want = append(want, o.add(t, login, account.Clerk).Login)
		}
		slices.Sort(want)
		all, err := db.Accounts(t.Context())
		var got []string
		for _, a := range all {
			got = append(got, a.Login)
		}
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Error(diff, err)
		}
	})
}
