package account

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"hailong/survey"
)

// Factor (yếu tố thứ hai) is a time-based one-time password (RFC 6238: SHA-1, 30 s,
// six digits, which every authenticator app knows) with codes for a lost phone.
type Factor struct {
	Sealed   []byte   // the shared key, sealed; empty: none set up
	Step     int64    // of the last code that was used: no code works twice
	Recovery []string // marks (see Secret.Mark) of the recovery codes that are left
}

// On tells whether a second factor is set up.
func (f *Factor) On() bool { return len(f.Sealed) > 0 }

const (
	factorPurpose = "second factor"
	period        = 30 // seconds
	keySize       = 20 // bytes, as RFC 4226 asks for SHA-1
	recoveryCodes = 10
	recoverySize  = 10 // characters of Base32: 50 bits
)

// Enrolment is a second factor before its first code was typed. The key is shown
// once; until then nothing is stored.
type Enrolment struct {
	Key     string // Base32, to be typed by hand
	Address string // otpauth://, for the QR code
}

// NewEnrolment draws a key for an account.
func NewEnrolment(issuer, login string) (Enrolment, error) {
	key, err := totp.Generate(totp.GenerateOpts{
		Issuer: issuer, AccountName: login, Period: period, SecretSize: keySize,
	})
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Key: key.Secret(), Address: key.URL()}, nil
}

// EnrolmentOf is an enrolment whose key is known already.
func EnrolmentOf(issuer, login, key string) (Enrolment, error) {
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(key)
	if err != nil || len(raw) != keySize {
		return Enrolment{}, survey.Fail(survey.Invalid, "factor.key", nil)
	}
	k, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: login, Period: period, Secret: raw})
	if err != nil {
		return Enrolment{}, err
	}
	return Enrolment{Key: k.Secret(), Address: k.URL()}, nil
}

// step is the step whose code was typed, 0 where it is none of now, before and after.
func step(key, code string, now time.Time) int64 {
	found := int64(0)
	for _, away := range []int64{-1, 0, 1} {
		at := now.Unix()/period + away
		want, err := totp.GenerateCodeCustom(key, time.Unix(at*period, 0).UTC(),
			totp.ValidateOpts{Period: period, Digits: otp.DigitsSix})
		if err == nil && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			found = at
		}
	}
	return found
}

// recoveryMark is what is stored of a recovery code. It has to be short enough to be
// copied by hand, so that a plain hash could be tried out by whoever stole the database.
func recoveryMark(secret *Secret, login, code string) string {
	return secret.Mark("recovery code", login+"\x00"+code)
}

// plainCode is a code without the blanks and dashes that people type.
func plainCode(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(s))
}

// use takes a code, of the app or for recovery, and uses it up. The error is
// Unauthenticated where it is neither.
func (f *Factor) use(secret *Secret, login, typed string, now time.Time) (recovered bool, err error) {
	code := plainCode(typed)
	if at := slices.Index(f.Recovery, recoveryMark(secret, login, code)); at >= 0 {
		f.Recovery = slices.Delete(slices.Clone(f.Recovery), at, at+1)
		return true, nil
	}
	key, err := secret.Open(factorPurpose, login, f.Sealed)
	if err != nil {
		return false, err
	}
	if at := step(string(key), code, now); at > f.Step {
		f.Step = at
		return false, nil
	}
	return false, survey.Fail(survey.Unauthenticated, "factor.wrong", nil).At("code")
}

// newFactor is the second factor of a key whose first code was typed, with its
// recovery codes as the person is shown them once.
func newFactor(secret *Secret, login, key, typed string, now time.Time) (Factor, []string, error) {
	at := step(key, plainCode(typed), now)
	if at == 0 {
		return Factor{}, nil, survey.Fail(survey.Invalid, "factor.wrong", nil).At("code")
	}
	sealed, err := secret.Seal(factorPurpose, login, []byte(key))
	if err != nil {
		return Factor{}, nil, err
	}
	f := Factor{Sealed: sealed, Step: at}
	codes := make([]string, recoveryCodes)
	for i := range codes {
		code := rand.Text()[:recoverySize]
		codes[i] = code[:recoverySize/2] + "-" + code[recoverySize/2:]
		f.Recovery = append(f.Recovery, recoveryMark(secret, login, code))
	}
	return f, codes, nil
}
