package survey

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// LogRow is an entry as the chained log stores it: all text, so that its hash is
// the same on both databases and in an export.
type LogRow struct {
	Number                        int64
	At                            string // RFC 3339, UTC, microseconds
	Actor, Place, Action, Subject string
	Before, After                 string // JSON
	Previous, Hash                string // SHA-256, hex; Previous is empty in the first row
}

// NewLogRow makes the row that follows the one with number and hash.
func NewLogRow(e Entry, number int64, previous string) (LogRow, error) {
	before, err := json.Marshal(e.Before)
	if err != nil {
		return LogRow{}, fmt.Errorf("log %s: %w", e.Action, err)
	}
	after, err := json.Marshal(e.After)
	if err != nil {
		return LogRow{}, fmt.Errorf("log %s: %w", e.Action, err)
	}
	r := LogRow{
		Number: number, At: e.At.UTC().Format("2006-01-02T15:04:05.000000Z07:00"),
		Actor: e.Actor.Name, Place: e.Actor.Where, Action: e.Action, Subject: e.Subject,
		Before: string(before), After: string(after), Previous: previous,
	}
	r.Hash = r.Sum()
	return r, nil
}

// Sum is the SHA-256 of all fields but the hash, as a JSON list of texts: the
// order and the bounds of the fields are part of it.
func (r LogRow) Sum() string {
	fields, err := json.Marshal([]string{
		r.Previous, strconv.FormatInt(r.Number, 10), r.At, r.Actor, r.Place,
		r.Action, r.Subject, r.Before, r.After,
	})
	if err != nil {
		panic(err) // a list of strings always encodes
	}
	sum := sha256.Sum256(fields)
	return hex.EncodeToString(sum[:])
}

// readable tells whether the row is UTF-8: bytes that are not would all count as the
// same sign in its hash.
func (r LogRow) readable() bool {
	fields := []string{r.At, r.Actor, r.Place, r.Action, r.Subject, r.Before, r.After}
	return utf8.ValidString(strings.Join(fields, "\n"))
}

// LogCheck walks the chained log from its first row on.
type LogCheck struct {
	Number int64  // of the last row that fits
	Hash   string // of that row
}

// Next checks that a row follows; the error names it and what does not fit. A number
// that was passed already is no gap: somebody put the row there.
func (c *LogCheck) Next(r LogRow) error {
	switch {
	case r.Number <= c.Number:
		return Fail(Conflict, "log.inserted", Args{"number": r.Number})
	case r.Number != c.Number+1:
		return Fail(Conflict, "log.missing", Args{"number": c.Number + 1})
	case r.Previous != c.Hash:
		return Fail(Conflict, "log.inserted", Args{"number": r.Number})
	case r.Hash != r.Sum() || !r.readable():
		return Fail(Conflict, "log.altered", Args{"number": r.Number})
	}
	c.Number, c.Hash = r.Number, r.Hash
	return nil
}

// End checks the chain against its head, which knows how long it should be.
func (c *LogCheck) End(number int64, hash string) error {
	if c.Number != number || c.Hash != hash {
		return Fail(Conflict, "log.missing", Args{"number": c.Number + 1})
	}
	return nil
}

// stamp is the moment of an entry with what the log keeps of it.
func stamp(now func() time.Time) time.Time { return now().UTC().Round(time.Microsecond) }

// Fingerprint is a short mark of plain values: another one means that something of
// them changed.
func Fingerprint(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // values of our own that always encode
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:12])
}
