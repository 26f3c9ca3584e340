package store_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"hailong/account"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

func TestOnlyTheHashOfASessionIsStored(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		a := o.add(t, "an1", account.Clerk)
		begun := o.enter(t, "an1")
		sessions, err := db.SessionsOf(t.Context(), a.ID)
		if err != nil || len(sessions) != 1 {
			t.Fatal(sessions, err)
		}
		s := sessions[0]
		if s.Hash != account.Hash(begun.Token) || strings.Contains(s.Hash, begun.Token) || s.Stage != account.Full {
			t.Error(s)
		}
		if found, _, err := o.signIn.Find(t.Context(), s.Hash); found != nil || err != nil {
			t.Error("the hash is as good as the token", err)
		}
	})
}

func TestASessionEndsByTheClock(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.add(t, "an1", account.Clerk)
		lives := func(token string) bool {
			s, a, err := o.signIn.Find(t.Context(), token)
			if err != nil || (s == nil) != (a == nil) {
				t.Fatal(s, a, err)
			}
			return s != nil
		}
		begun := o.enter(t, "an1")
		for range 6 { // in use, it lasts twelve hours
			o.clock = o.clock.Add(account.IdleTime - time.Second)
			if !lives(begun.Token) {
				t.Fatal("it ends in use")
			}
		}
		o.clock = storetest.Noon.Add(account.SessionTime)
		if lives(begun.Token) {
			t.Error("it lasts longer than twelve hours")
		}
		begun = o.enter(t, "an1")
		o.clock = o.clock.Add(account.IdleTime)
		if lives(begun.Token) {
			t.Error("it lasts idle for two hours")
		}
		if err := o.signIn.Expire(t.Context()); err != nil {
			t.Fatal(err)
		}
		all, err := db.Accounts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		sessions, err := db.SessionsOf(t.Context(), all[0].ID)
		if err != nil || len(sessions) != 1 { // of the very moment: the next night's
			t.Error(sessions, err)
		}
		o.clock = o.clock.Add(time.Second)
		if err := o.signIn.Expire(t.Context()); err != nil {
			t.Fatal(err)
		}
		if sessions, err := db.SessionsOf(t.Context(), all[0].ID); err != nil || len(sessions) != 0 {
			t.Error(sessions, err)
		}
	})
}

func code(t *testing.T, key string, at time.Time) string {
	t.Helper()
	c, err := totp.GenerateCodeCustom(key, at, totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (o *office) find(t *testing.T, token string) *account.Session {
	t.Helper()
	s, _, err := o.signIn.Find(t.Context(), token)
	if err != nil || s == nil {
		t.Fatal(s, err)
	}
	return s
}

// enrol signs an administrator in for the first time.
func (o *office) enrol(t *testing.T, login string) (begun *account.Begun, key string, recovery []string) {
	t.Helper()
	half := o.enter(t, login)
	if half.Stage != account.Enrol {
		t.Fatal(half.Stage)
	}
	e, err := account.NewEnrolment("Hailong", login)
	if err != nil {
		t.Fatal(err)
	}
	begun, recovery, err = o.signIn.Enrol(t.Context(), o.find(t, half.Token), e.Key, code(t, e.Key, o.clock))
	if err != nil {
		t.Fatal(err)
	}
	if s, _, err := o.signIn.Find(t.Context(), half.Token); s != nil || err != nil {
		t.Error("the step before is still a session", err)
	}
	return begun, e.Key, recovery
}

func TestEachStepHasASessionOfItsOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		a := o.add(t, "an1", account.Admin)
		first, key, recovery := o.enrol(t, "an1")
		if first.Stage != account.Full || len(recovery) != 10 {
			t.Fatal(first, recovery)
		}
		o.clock = o.clock.Add(time.Minute)
		half := o.enter(t, "an1")
		session := o.find(t, half.Token)
		if half.Stage != account.Code || half.Known != "" {
			t.Error(half)
		}
		if _, _, err := o.signIn.Enrol(t.Context(), session, key, code(t, key, o.clock)); survey.KindOf(err) != survey.Conflict {
			t.Error("a second factor is replaced with the password alone", err)
		}
		typed := code(t, key, o.clock)
		var work sync.WaitGroup
		results := make(chan error, 3)
		for range cap(results) { // sent three times at once
			work.Go(func() {
				_, err := o.signIn.SecondFactor(t.Context(), session, typed)
				results <- err
			})
		}
		work.Wait()
		close(results)
		in := 0
		for err := range results {
			if err == nil {
				in++
			}
		}
		sessions, err := db.SessionsOf(t.Context(), a.ID)
		if in != 1 || err != nil || len(sessions) != 2 {
			t.Errorf("one code lets in %d times: %v, %v", in, sessions, err)
		}
		again := o.find(t, o.enter(t, "an1").Token)
		if _, err := o.signIn.SecondFactor(t.Context(), again, typed); survey.KindOf(err) != survey.Unauthenticated {
			t.Error("a code works twice", err)
		}
		if _, err := o.signIn.SecondFactor(t.Context(), again, recovery[0]); err != nil {
			t.Error(err)
		}
		again = o.find(t, o.enter(t, "an1").Token)
		if _, err := o.signIn.SecondFactor(t.Context(), again, recovery[0]); survey.KindOf(err) != survey.Unauthenticated {
			t.Error("a recovery code works twice", err)
		}
		if err := o.people.DropFactor(t.Context(), "an1"); err != nil {
			t.Fatal(err)
		}
		if _, err := o.signIn.SecondFactor(t.Context(), again, recovery[1]); survey.KindOf(err) != survey.Conflict {
			t.Error("a step goes on that was ended", err)
		}
	})
}

func TestAStolenSessionChangesNoSecret(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		o.add(t, "an1", account.Admin)
		begun, key, recovery := o.enrol(t, "an1")
		session := o.find(t, begun.Token)
		e, err := account.NewEnrolment("Hailong", "an1")
		if err != nil {
			t.Fatal(err)
		}
		set := func(proof string) error {
			_, err := o.signIn.SetFactor(t.Context(), session, e.Key, code(t, e.Key, o.clock), proof)
			return err
		}
		for _, proof := range []string{"", longPassword, "000000", code(t, key, o.clock)} {
			if err := set(proof); survey.KindOf(err) != survey.Invalid {
				t.Errorf("%q: %v", proof, err)
			}
		}
		o.clock = o.clock.Add(time.Hour)
		begun = o.enter(t, "an1")
		full, err := o.signIn.SecondFactor(t.Context(), o.find(t, begun.Token), recovery[0])
		if err != nil {
			t.Fatal(err)
		}
		session = o.find(t, full.Token)
		if err := set(code(t, key, o.clock)); err != nil {
			t.Error(err)
		}
		guess := func() error { return o.signIn.ChangePassword(t.Context(), session, "not it at all", longPassword+"!") }
		limited := 0
		for range 12 {
			if survey.KindOf(guess()) == survey.Limited {
				limited++
			}
		}
		if limited == 0 {
			t.Error("a session guesses the password without end")
		}
		if err := o.signIn.ChangePassword(t.Context(), session, longPassword, longPassword+"!"); survey.KindOf(err) != survey.Limited {
			t.Error(err)
		}
		o.clock = o.clock.Add(15 * time.Minute)
		if err := o.signIn.ChangePassword(t.Context(), session, longPassword, longPassword+"!"); err != nil {
			t.Error(err)
		}
	})
}

func TestAnAccountWithoutPasswordIsToldSo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		a := &account.Account{Login: "sso", Name: "An", Role: account.Clerk, Agency: o.catalogue.Agencies[0].ID}
		if _, err := o.people.Add(t.Context(), o.catalogue, a); err != nil {
			t.Fatal(err)
		}
		begun, err := o.signIn.Trusted(t.Context(), "SSO", "oidc")
		if err != nil || begun.Stage != account.Full {
			t.Fatal(begun, err)
		}
		session := o.find(t, begun.Token)
		if err := o.signIn.ChangePassword(t.Context(), session, "", longPassword); survey.KindOf(err) != survey.Conflict {
			t.Error(err)
		}
		e, err := account.NewEnrolment("Hailong", "sso")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.signIn.SetFactor(t.Context(), session, e.Key, code(t, e.Key, o.clock), ""); err != nil {
			t.Error(err)
		}
		if _, err := o.signIn.Trusted(t.Context(), "sso", account.DemoWay); survey.KindOf(err) != survey.Forbidden {
			t.Error("a demonstration's way in works outside of one", err)
		}
	})
}

// Tries sent at once do not all find the door open.
func TestTriesAreCountedOneByOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := newOffice(t, db)
		var work sync.WaitGroup
		kinds := make(chan survey.Kind, 20)
		for range cap(kinds) {
			work.Go(func() {
				_, err := o.signIn.Password(t.Context(), "nobody", "không phải mật khẩu", "192.0.2.1", "")
				kinds <- survey.KindOf(err)
			})
		}
		work.Wait()
		close(kinds)
		count := map[survey.Kind]int{}
		for kind := range kinds {
			count[kind]++
		}
		if count[survey.Unauthenticated] > 4 || count[survey.Limited] < 10 {
			t.Error(count)
		}
		o.clock = o.clock.Add(25 * time.Hour)
		if err := o.signIn.Expire(t.Context()); err != nil {
			t.Fatal(err)
		}
		var left int
		if err := db.Raw().QueryRow("SELECT count(*) FROM sign_in_try").Scan(&left); err != nil || left != 0 {
			t.Error(left, err)
		}
	})
}
