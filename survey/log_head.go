package survey

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// LogHead is how far a log went at some time. Noted elsewhere, it shows later that
// nobody cut the log or wrote it anew from there on, not even with all rights.
type LogHead struct {
	Number int64
	Hash   string
}

// LogWhole is what the nightly check says of a log in which every row fits; the log's page
// looks for it.
const LogWhole = "log whole"

// String writes a head as ParseLogHead reads it, 12:5f…
func (h LogHead) String() string { return fmt.Sprintf("%d:%s", h.Number, h.Hash) }

// ParseLogHead reads NUMBER:HASH. An empty log has the head 0 and no hash.
func ParseLogHead(s string) (LogHead, error) {
	number, hash, _ := strings.Cut(strings.TrimSpace(s), ":")
	n, err := strconv.ParseInt(number, 10, 64)
	hash = strings.ToLower(hash)
	sum, notHex := hex.DecodeString(hash)
	if err != nil || notHex != nil || n < 0 || (n == 0) != (hash == "") || n > 0 && len(sum) != 32 {
		return LogHead{}, Fail(Invalid, "audit.head_form", nil)
	}
	return LogHead{Number: n, Hash: hash}, nil
}

// passes checks, after each row and at the end, that a walk comes through a head that
// was noted earlier; nil: none was.
func (h *LogHead) passes(c LogCheck, ended bool) error {
	switch {
	case h == nil:
	case c.Number == h.Number && c.Hash != h.Hash:
		return Fail(Conflict, "audit.rewritten", Args{"number": h.Number})
	case ended && c.Number < h.Number:
		return Fail(Conflict, "audit.cut", Args{"number": h.Number, "last": c.Number})
	}
	return nil
}
