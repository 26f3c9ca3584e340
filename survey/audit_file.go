package survey

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// auditLine is a row of the log as a line of a file. What was before and after stays
// the text that was hashed, to the last byte.
type auditLine struct {
	Number   int64  `json:"number"`
	At       string `json:"at"`
	Actor    string `json:"actor"`
	Place    string `json:"place"`
	Action   string `json:"action"`
	Subject  string `json:"subject"`
	Before   string `json:"before"`
	After    string `json:"after"`
	Previous string `json:"previous"`
	Hash     string `json:"hash"`
}

// LogColumns head a table of the log.
var LogColumns = []string{
	"number", "at", "actor", "place", "action", "subject", "before", "after", "previous", "hash",
}

// Cells are a row's under LogColumns.
func (r LogRow) Cells() []any {
	return []any{r.Number, r.At, r.Actor, r.Place, r.Action, r.Subject, r.Before, r.After, r.Previous, r.Hash}
}

// Line is the row as a line of JSON, from which its hash can be computed again.
func (r LogRow) Line() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(auditLine(r))
	return b.Bytes(), err
}

// longestLine bounds a line of a file: an entry of a plan with thousands of counters
// takes some hundred kilobytes.
const longestLine = 64 << 20

// AuditFile recomputes the chain of an exported log, and checks that it comes through
// the noted head (nil: none). The file alone cannot tell whether its end is missing.
// A line must be just as Line writes it: of two fields of one name, a reader might
// see the other.
func AuditFile(file io.Reader, noted *LogHead) (check LogCheck, err error) {
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		var line auditLine
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			return check, unlikeLine(check, err)
		}
		again, err := LogRow(line).Line()
		if err != nil || !bytes.Equal(bytes.TrimSuffix(again, []byte("\n")), lines.Bytes()) {
			return check, unlikeLine(check, err)
		}
		if err := check.Next(LogRow(line)); err != nil {
			return check, err
		}
		if err := noted.passes(check, false); err != nil {
			return check, err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return check, unlikeLine(check, lines.Err())
	}
	if lines.Err() != nil {
		return check, lines.Err()
	}
	return check, noted.passes(check, true)
}

func unlikeLine(check LogCheck, err error) error {
	return Fail(Invalid, "audit.line", Args{"line": check.Number + 1}).Because(err)
}
