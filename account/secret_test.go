package account

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
	"time"

	"hailong/survey"
)

func TestWhatIsSealedOpensForItsPurposeAlone(t *testing.T) {
	secret := testSecret(t)
	sealed, err := secret.Seal("a", "an", []byte("bi-mat"))
	if err != nil || bytes.Contains(sealed, []byte("bi-mat")) {
		t.Fatal(sealed, err)
	}
	if plain, err := secret.Open("a", "an", sealed); err != nil || string(plain) != "bi-mat" {
		t.Error(string(plain), err)
	}
	again, err := secret.Seal("a", "an", []byte("bi-mat"))
	if err != nil || bytes.Equal(again, sealed) {
		t.Error("the same is sealed alike", err)
	}
	altered := bytes.Clone(sealed)
	altered[len(altered)-1] ^= 1
	for _, bad := range []struct {
		purpose, owner string
		sealed         []byte
	}{{"b", "an", sealed}, {"a", "binh", sealed}, {"a", "an", altered}, {"a", "an", nil}, {"a", "an", sealed[:8]}} {
		if _, err := secret.Open(bad.purpose, bad.owner, bad.sealed); survey.KindOf(err) != survey.Invalid {
			t.Errorf("%v opens: %v", bad, err)
		}
	}
}

func TestMarksDiffer(t *testing.T) {
	one, two := testSecret(t), testSecret(t)
	seen := map[string]bool{}
	for _, mark := range []string{one.Mark("a", "x"), one.Mark("a", "y"), one.Mark("b", "x"), two.Mark("a", "x")} {
		if seen[mark] || len(mark) != 64 {
			t.Error(mark)
		}
		seen[mark] = true
	}
	if !seen[one.Mark("a", "x")] {
		t.Error("the same value has two marks")
	}
}

func TestTokensAreLongAndNeverTheSame(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		token := newToken()
		if len(token) != 43 || seen[token] || strings.ContainsAny(token, "+/=") {
			t.Fatal(token)
		}
		seen[token] = true
	}
}

func TestABrowserIsKnownToItsAccountForAYear(t *testing.T) {
	now := noon
	s := &SignIn{Secret: testSecret(t), Now: func() time.Time { return now }}
	an, binh := &Account{ID: 7}, &Account{ID: 8}
	mark := s.mark(an)
	if !s.knows(an, mark) || s.knows(binh, mark) || s.knows(nil, mark) {
		t.Error("it is known to others, or not to its own")
	}
	for _, forged := range []string{
		strings.Replace(mark, "7 ", "8 ", 1), mark + "0", " " + mark, mark + " ", strings.ToUpper(mark), "",
		(&SignIn{Secret: testSecret(t), Now: s.Now}).mark(an),
	} {
		if s.knows(an, forged) || s.knows(binh, forged) {
			t.Errorf("%q is believed", forged)
		}
	}
	if now = noon.Add(KnownTime); s.knows(an, mark) {
		t.Error("it is known after a year")
	}
}

// No text but the mark itself makes a browser known.
func FuzzMark(f *testing.F) {
	s := &SignIn{Secret: testSecret(f), Now: func() time.Time { return noon }}
	a := &Account{ID: 7}
	mark := s.mark(a)
	for _, seed := range []string{"", "7", "7 9999999999 ", "7 99999999999999999999 x", "  ", "7 -1 " + s.Secret.Mark("known browser", "7 0")} {
		f.Add(seed)
	}
	f.Add(strings.Replace(mark, strconv.Itoa(7), "+7", 1))
	f.Fuzz(func(t *testing.T, text string) {
		if s.knows(a, text) && text != mark {
			t.Errorf("%q is believed", text)
		}
	})
}
