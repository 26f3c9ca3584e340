package account

import (
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"hailong/survey"
)

// codeAt is what an authenticator app shows.
func codeAt(t testing.TB, key string, at time.Time) string {
	t.Helper()
	code, err := totp.GenerateCodeCustom(key, at, totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func enrolled(t testing.TB, secret *Secret) (key string, f Factor, recovery []string) {
	t.Helper()
	e, err := NewEnrolment("Hailong", "an")
	if err != nil {
		t.Fatal(err)
	}
	f, recovery, err = newFactor(secret, "an", e.Key, codeAt(t, e.Key, noon), noon)
	if err != nil {
		t.Fatal(err)
	}
	return e.Key, f, recovery
}

// RFC 6238, appendix B, shortened to six digits.
func TestCodesAreThoseOfTheStandard(t *testing.T) {
	const key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
	for unix, code := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037",
	} {
		if got := step(key, code, time.Unix(unix, 0)); got != unix/30 {
			t.Errorf("at %d the code is of step %d", unix, got)
		}
	}
}

func TestACodeWorksOnceAndForAMomentOnly(t *testing.T) {
	secret := testSecret(t)
	key, f, _ := enrolled(t, secret)
	use := func(typed string, now time.Time) error {
		_, err := f.use(secret, "an", typed, now)
		return err
	}
	if err := use(codeAt(t, key, noon), noon); survey.KindOf(err) != survey.Unauthenticated {
		t.Error("the code of the enrolment works again", err)
	}
	later := noon.Add(time.Minute)
	code := codeAt(t, key, later)
	if err := use(code[:3]+" "+code[3:], later.Add(30*time.Second)); err != nil {
		t.Error("a code of half a minute ago", err)
	}
	if err := use(code, later); err == nil {
		t.Error("a code works twice")
	}
	if err := use(codeAt(t, key, noon.Add(30*time.Second)), later); err == nil {
		t.Error("a code from before the last one works")
	}
	for _, typed := range []string{
		"", "000000", "abcdef", codeAt(t, key, later.Add(2*time.Minute)), codeAt(t, key, later.Add(-2*time.Minute)),
	} {
		if err := use(typed, later); survey.KindOf(err) != survey.Unauthenticated {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if err := use(codeAt(t, key, later.Add(time.Hour)), later.Add(time.Hour)); err != nil {
		t.Error(err)
	}
}

func TestRecoveryCodesWorkOnceEach(t *testing.T) {
	secret := testSecret(t)
	_, f, recovery := enrolled(t, secret)
	if len(recovery) != recoveryCodes {
		t.Fatal(recovery)
	}
	for i, code := range recovery {
		typed := strings.ToLower(strings.ReplaceAll(code, "-", " "))
		if recovered, err := f.use(secret, "an", typed, noon); err != nil || !recovered || len(f.Recovery) != recoveryCodes-1-i {
			t.Errorf("%s: %v, %v, %d left", code, recovered, err, len(f.Recovery))
		}
		if _, err := f.use(secret, "an", code, noon); err == nil {
			t.Errorf("%s works twice", code)
		}
	}
}

// Neither the key nor a recovery code can be told from what is stored, not even by
// trying codes out, without the service's secret.
func TestAStolenFactorOpensNothing(t *testing.T) {
	secret, other := testSecret(t), testSecret(t)
	key, f, recovery := enrolled(t, secret)
	if strings.Contains(string(f.Sealed), key) || f.Recovery[0] == Hash(plainCode(recovery[0])) {
		t.Error("it can be read")
	}
	later := noon.Add(time.Hour)
	for _, typed := range []string{recovery[0], codeAt(t, key, later)} {
		if _, err := f.use(other, "an", typed, later); err == nil {
			t.Error("it opens with another secret")
		}
		if _, err := f.use(secret, "binh", typed, later); err == nil {
			t.Error("it opens for another account")
		}
	}
}

func TestEnrolmentsAreOfOurKind(t *testing.T) {
	e, err := NewEnrolment("Hailong", "an")
	if err != nil || !strings.HasPrefix(e.Address, "otpauth://totp/Hailong:an?") {
		t.Fatal(e, err)
	}
	if again, err := EnrolmentOf("Hailong", "an", e.Key); err != nil || again.Key != e.Key {
		t.Error(again, err)
	}
	for _, bad := range []string{"", "x", e.Key[:16], e.Key + e.Key, "!" + e.Key[1:], strings.ToLower(e.Key)} {
		if _, err := EnrolmentOf("Hailong", "an", bad); survey.KindOf(err) != survey.Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if _, _, err := newFactor(testSecret(t), "an", e.Key, "000000", noon); survey.KindOf(err) != survey.Invalid {
		t.Error(err)
	}
}
