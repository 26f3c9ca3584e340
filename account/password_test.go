package account

import (
	"strings"
	"sync"
	"testing"
	"time"

	"hailong/survey"
)

func TestPasswordRules(t *testing.T) {
	for password, word := range map[string]string{
		"mười một kí":                         "password.length",
		"đủ mười hai":                         "password.length",
		"con mèo nằm trên mái":                "",
		strings.Repeat("Ố1aB?", 25) + "xyz":   "",
		strings.Repeat("Ố1aB?", 25) + "xyzw":  "password.length",
		"con mèo \xff nằm trên mái":           "password.length",
		"            ":                        "password.length",
		"aaaaaaaaaaaaaaaa":                    "password.easy",
		"123123123123":                        "password.easy",
		"1234567890123":                       "password.easy",
		"9876543210987":                       "password.easy",
		"qwertyuiop123":                       "password.easy",
		"Password12345":                       "password.easy",
		"P@ssw0rd 1234":                       "password.easy",
		"Mật khẩu 1234":                       "password.easy",
		"nguyenvanan1":                        "password.easy",
		"Nguyễn Văn An":                       "password.easy",
		"an.nguyen2345":                       "password.easy",
		"hailong Khánh Hòa":                   "password.easy",
		"correct horse battery staple":        "",
		"4815162342 số trong phim":            "",
		"<script>alert(1)</script> ' OR 1=1;": "",
	} {
		err := CheckPassword(password, "an.nguyen", "Nguyễn Văn An", "hailong")
		got := ""
		if e, ours := err.(*survey.Error); ours {
			got = e.Word
		}
		if got != word {
			t.Errorf("%q: %q, want %q", password, got, word)
		}
	}
}

func passwords(t testing.TB) *Passwords {
	t.Helper()
	p, err := NewPasswords(2)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAPasswordIsTheSameFromEveryKeyboard(t *testing.T) {
	p, composed := passwords(t), "mèo đen rất đẹp"
	apart := "me\u0300o đen râ\u0301t đe\u0323p"
	hash, err := p.hash(t.Context(), composed)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatal(hash, err)
	}
	for typed, want := range map[string]bool{composed: true, apart: true, "meo đen rất đẹp": false, "": false} {
		if got, err := p.match(t.Context(), typed, hash); err != nil || got != want {
			t.Errorf("%q matches: %v, %v", typed, got, err)
		}
	}
	again, err := p.hash(t.Context(), composed)
	if err != nil || again == hash {
		t.Error("two accounts with one password have one hash", err)
	}
	if got, err := p.match(t.Context(), "", ""); err != nil || got {
		t.Errorf("where nothing is stored, nothing matches: %v, %v", got, err)
	}
}

// Only so many hashes are computed at once, whoever asks; the rest waits, or is told to
// come again.
func TestHashesWaitTheirTurn(t *testing.T) {
	p := passwords(t)
	p.wait = time.Millisecond
	for range cap(p.slots) {
		p.slots <- struct{}{}
	}
	if _, err := p.match(t.Context(), "x", ""); survey.KindOf(err) != survey.Unavailable {
		t.Error(err)
	}
	<-p.slots
	<-p.slots
	p.wait = time.Minute
	var work sync.WaitGroup
	for range 6 {
		work.Go(func() {
			if _, err := p.match(t.Context(), "x", ""); err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
}
