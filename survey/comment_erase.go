package survey

import (
	"context"
	"strings"
	"time"
)

// ShortCode is what a receipt's short form says: its last 40 bits.
type ShortCode [5]byte

// shortLength is the number of characters of a short code, its hyphen left out.
const shortLength = 8

// hyphens are what stands between the halves of a code, as phones write it.
var hyphens = strings.NewReplacer("-", "", "–", "", "—", "", "‐", "", "‑", "", " ", "", "\u00a0", "")

// ParseShort reads a short code as a person copies it from the page: in either case,
// with or without its hyphen, O as 0, I and L as 1.
func ParseShort(s string) (ShortCode, error) {
	var code ShortCode
	bad := Fail(Invalid, "comment.code", nil).At("code")
	s = strings.ToUpper(hyphens.Replace(strings.TrimSpace(s)))
	if len(s) != shortLength {
		return code, bad
	}
	var v uint64
	for _, c := range []byte(strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s)) {
		digit := strings.IndexByte(crockford, c)
		if digit < 0 {
			return code, bad
		}
		v = v<<5 | uint64(digit)
	}
	for i := range code {
		code[i] = byte(v >> (32 - 8*i))
	}
	return code, nil
}

// CounterEver finds the counter that a token names or once named: what was written
// there can be erased after the code on the wall was replaced.
func (c *Catalogue) CounterEver(token string) (*Counter, error) {
	if counter := c.Counter(c.everCounter(token)); counter != nil {
		return counter, nil
	}
	return nil, Fail(NotFound, "counter.unknown", nil).At("counter")
}

// CommentEraser is what erasing a comment needs.
type CommentEraser interface {
	Transactor
	Recorder
	// EraseComments erases the comments left at a counter under a short code and says
	// how many there were. Imported ones have no code: theirs could be made by whoever
	// has the file.
	EraseComments(ctx context.Context, counter CounterID, code ShortCode) (int, error)
}

// citizen acts who has a receipt's code and no name.
var citizen = Actor{Name: "citizen", Where: "page"}

// EraseComment erases what the person with a receipt's short code has written at a
// counter; the answers stay, which nobody can tie to anybody. The counter may be
// closed, its survey over and its token replaced. NotFound does not say whether there
// was ever such a comment. The log keeps the counter and neither text nor code.
func EraseComment(
	ctx context.Context, store CommentEraser, c *Catalogue, token, short string, now func() time.Time,
) error {
	counter, err := c.CounterEver(token)
	if err != nil {
		return err
	}
	code, err := ParseShort(short)
	if err != nil {
		return err
	}
	return store.InTx(ctx, func(ctx context.Context) error {
		erased, err := store.EraseComments(ctx, counter.ID, code)
		if err != nil {
			return err
		}
		if erased == 0 {
			return Fail(NotFound, "comment.none", nil).At("code")
		}
		return store.Record(ctx, Entry{
			At: stamp(now), Actor: citizen, Action: "comment.erase", Subject: counter.Code,
		})
	})
}
