package survey

import (
	"encoding/hex"
	"io"
	"strings"
	"time"
)

// The ids are the database's own numbers; they never leave the program. Outside
// it an agency, a counter or a plan is named by its code, a counter also by its token.
type (
	// AgencyID names an agency within one database.
	AgencyID int64
	// CounterID names a counter within one database.
	CounterID int64
	// QuestionnaireID names one version of a questionnaire within one database.
	QuestionnaireID int64
	// PlanID names a survey plan within one database.
	PlanID int64
)

// Receipt (mã phiếu) is the UUIDv7 that the page or program made before sending,
// so that the same response sent twice is counted once.
type Receipt [16]byte

// NewReceipt makes a receipt from the time (milliseconds) and 74 random bits.
func NewReceipt(now time.Time, random io.Reader) (Receipt, error) {
	var r Receipt
	if _, err := io.ReadFull(random, r[6:]); err != nil {
		return r, err
	}
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		r[i] = byte(ms >> (40 - 8*i))
	}
	r[6] = r[6]&0x0f | 0x70
	r[8] = r[8]&0x3f | 0x80
	return r, nil
}

// ParseReceipt reads the 36-character form of a UUIDv7 (RFC 9562), in either case.
func ParseReceipt(s string) (Receipt, error) {
	var r Receipt
	bad := Fail(Invalid, "receipt.malformed", nil).At("receipt")
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return r, bad
	}
	if _, err := hex.Decode(r[:], []byte(s[:8]+s[9:13]+s[14:18]+s[19:23]+s[24:])); err != nil {
		return r, bad
	}
	if r[6]>>4 != 7 || r[8]>>6 != 2 {
		return r, bad
	}
	return r, nil
}

// String is the 36-character form.
func (r Receipt) String() string {
	var b [36]byte
	hex.Encode(b[0:8], r[0:4])
	hex.Encode(b[9:13], r[4:6])
	hex.Encode(b[14:18], r[6:8])
	hex.Encode(b[19:23], r[8:10])
	hex.Encode(b[24:36], r[10:16])
	b[8], b[13], b[18], b[23] = '-', '-', '-', '-'
	return string(b[:])
}

// Short is the code shown to the person, K7Q4-92TD: the last 40 bits, all random,
// in Crockford Base32. It tells neither the time nor the counter.
func (r Receipt) Short() string {
	var v uint64
	for _, b := range r[11:] {
		v = v<<8 | uint64(b)
	}
	var b strings.Builder
	for i := range 8 {
		if i == 4 {
			b.WriteByte('-')
		}
		b.WriteByte(crockford[v>>(35-5*i)&31])
	}
	return b.String()
}

// IsShort tells whether s has the form of a short code.
func IsShort(s string) bool {
	if len(s) != 9 || s[4] != '-' {
		return false
	}
	return strings.Trim(s[:4]+s[5:], crockford) == ""
}

// crockford is the alphabet of Crockford's Base32: no I, L, O, U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Token (mã quầy) names a counter on its printed code: 10 characters of Crockford
// Base32, 50 random bits. It hangs on the wall, so it is no secret, only hard to guess.
type Token string

// TokenLength is the number of characters of a token.
const TokenLength = 10

// NewToken draws a token from random, which is crypto/rand outside tests.
func NewToken(random io.Reader) (Token, error) {
	var b [TokenLength]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", err
	}
	for i := range b {
		b[i] = crockford[b[i]&31]
	}
	return Token(b[:]), nil
}

// ParseToken reads a token without regard to case, O as 0, I and L as 1.
func ParseToken(s string) (Token, error) {
	if len(s) != TokenLength {
		return "", Fail(NotFound, "counter.unknown", nil).At("counter")
	}
	b := []byte(strings.ToUpper(s))
	if len(b) != TokenLength {
		return "", Fail(NotFound, "counter.unknown", nil).At("counter")
	}
	for i, c := range b {
		switch c {
		case 'O':
			b[i] = '0'
		case 'I', 'L':
			b[i] = '1'
		default:
			if strings.IndexByte(crockford, c) < 0 {
				return "", Fail(NotFound, "counter.unknown", nil).At("counter")
			}
		}
	}
	return Token(b), nil
}
