package survey

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says what went wrong in terms that a surface can act on. The list is
// closed; what fits none of them is Internal and is never shown to a person.
type Kind uint8

// The kinds of errors.
const (
	Internal        Kind = iota // a fault of ours or of the machine: logged, not shown
	Invalid                     // what was sent breaks a rule
	NotFound                    // no such thing, or not for this person
	Conflict                    // it clashes with what is stored
	Unauthenticated             // who is this?
	Forbidden                   // known, and not allowed
	Closed                      // the time for it is over, or has not come
	Limited                     // too many in too short a time
	TooLarge                    // more bytes than we read
	Unavailable                 // the same again later does no harm
)

var kindNames = [...]string{
	"internal", "invalid", "not_found", "conflict", "unauthenticated",
	"forbidden", "closed", "limited", "too_large", "unavailable",
}

// String is the kind's stable name, as used in logs and problem types.
func (k Kind) String() string { return kindNames[k] }

// Args fill the {placeholders} of a sentence in the catalogues of words.
type Args map[string]any

// Error is the one error that crosses rooms. Word names a sentence in the
// catalogues of words (vi, en), so that the surface, not the rule, picks the
// language. Causes holds the single mistakes where several were found.
type Error struct {
	Kind   Kind
	Field  string // the input's field, as its sender named it
	Word   string
	Args   Args
	Retry  time.Duration // for Limited and Unavailable: when to try again
	Causes []*Error
	Err    error // what lies under it, for the log
}

// Fail makes an Error of a kind that says word.
func Fail(kind Kind, word string, args Args) *Error {
	return &Error{Kind: kind, Word: word, Args: args}
}

// At names the field that the error is about.
func (e *Error) At(field string) *Error { e.Field = field; return e }

// Because keeps what lies under the error, for the log.
func (e *Error) Because(err error) *Error { e.Err = err; return e }

// Error is for logs and developers: stable, English, without what a person typed.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Kind, e.Word)
	if e.Field != "" {
		fmt.Fprintf(&b, " at %s", e.Field)
	}
	if len(e.Causes) > 0 {
		fmt.Fprintf(&b, " (%d mistakes)", len(e.Causes))
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap gives what lies under the error.
func (e *Error) Unwrap() error { return e.Err }

// KindOf is the kind of the first Error in err's chain; Internal where there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// Mistakes collects the faults of one input, so that a person sees all at once.
type Mistakes []*Error

// Add appends a mistake.
func (m *Mistakes) Add(e *Error) { *m = append(*m, e) }

// Err is nil without mistakes; else one error that holds them all.
func (m Mistakes) Err(word string) error {
	if len(m) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Word: word, Args: Args{"count": len(m)}, Causes: m}
}
