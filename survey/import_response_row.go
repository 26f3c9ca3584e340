package survey

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"time"
)

// importRow is a row that was read, with its line for later mistakes.
type importRow struct {
	response Response
	line     int
	same     bool // it is stored already
}

// responseReader turns rows into responses and gathers every mistake.
type responseReader struct {
	TableReader
	catalogue *Catalogue
	mapping   *mapping
	now       time.Time
	rows      []importRow
	blank     int
	alike     int                       // rows that repeat another to the last sign
	ordinals  map[[sha256.Size]byte]int // how often the same row came before
	fault     error                     // not the file's
}

func newResponseReader(c *Catalogue, m *mapping, now time.Time) *responseReader {
	return &responseReader{catalogue: c, mapping: m, now: now, ordinals: map[[sha256.Size]byte]int{}}
}

// Err is what stopped the reading, else the rows' mistakes.
func (r *responseReader) Err() error {
	if r.fault != nil {
		return r.fault
	}
	return r.TableReader.Err()
}

// read reads a row. One without any answer and comment is no response: a person
// opened the form and sent it off, or a sheet's line was prepared and never used.
func (r *responseReader) read(row *Row) {
	r.row = row
	mistakes := len(r.mistakes)
	d := Draft{
		Form: r.mapping.form.Ref(), Channel: ChannelImport, Receipt: someReceipt,
		Answers: map[string]int{}, Comment: r.mapping.of(fieldComment).text(row),
	}
	r.answers(&d)
	if len(r.mistakes) == mistakes && len(d.Answers)+len(d.NA) == 0 && strings.TrimSpace(d.Comment) == "" {
		r.blank++
		return
	}
	counter := r.place(&d)
	d.AnsweredAt = r.time()
	d.Stage = r.stage()
	if len(r.mistakes) > mistakes {
		return
	}
	response, err := r.catalogue.Check(&d, r.now)
	if err != nil {
		r.refuse(err)
		return
	}
	response.Receipt = r.receipt(&response, counter)
	r.rows = append(r.rows, importRow{response: response, line: row.Line})
}

// someReceipt stands in for the one that is derived from what Check makes of a row.
const someReceipt = "00000000-0000-7000-8000-000000000000"

func (r *responseReader) answers(d *Draft) {
	for _, q := range r.mapping.questions {
		text := q.text(r.row)
		switch level, ok := levelOf(q.known, text); {
		case !ok:
			r.Fail(q.name, "responses.level", Args{"value": clip(text), "known": levelsKnown(q.question, q.words)})
		case level == LevelNotApplicable:
			d.NA = append(d.NA, q.question.Code)
		case level != LevelEmpty:
			d.Answers[q.question.Code] = int(level - '0')
		}
	}
}

// place fills in the counter and gives its code.
func (r *responseReader) place(d *Draft) (code string) {
	s := r.mapping.of(fieldCounter)
	if n := r.counter(s.name, r.mapping.counters, s.text(r.row)); n != nil {
		d.Counter, code = string(n.Token), n.Code
	}
	return code
}

func (r *responseReader) time() time.Time {
	s := r.mapping.of(fieldAnsweredAt)
	text := s.text(r.row)
	if strings.TrimSpace(text) == "" {
		r.Fail(s.name, "import.needed", nil)
		return time.Time{}
	}
	t, word := readMoment(text, s.monthFirst, r.catalogue.Zone)
	if word != "" {
		r.Fail(s.name, word, Args{"value": clip(text)})
	}
	return t
}

func (r *responseReader) stage() Stage {
	s := r.mapping.of(fieldStage)
	stage, known := r.mapping.stages[FoldWord(s.text(r.row))]
	if !known {
		r.failStage(s.name, s)
	}
	return stage
}

// refuse notes what Check found, at the column where a person mends it.
func (r *responseReader) refuse(err error) {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		r.fault = err // ours: no person can mend it in the file
		return
	}
	causes := e.Causes
	if len(causes) == 0 {
		causes = []*Error{e}
	}
	for _, cause := range causes {
		field := cause.Field
		if strings.HasPrefix(cause.Word, "plan.") {
			field = fieldAnsweredAt // the counter is right, the day is not
		}
		r.Fail(r.mapping.of(field).name, cause.Word, maps.Clone(cause.Args))
	}
}

// receipt derives a response's receipt from what it says, so that the same file, a
// longer one of the same form, and the same rows saved in another format give the
// same receipts. Rows that are alike in everything are told apart by their order.
func (r *responseReader) receipt(o *Response, counter string) Receipt {
	fields := []any{
		"import 1", counter, r.mapping.form.Ref(), o.AnsweredAt.Format(time.RFC3339Nano), o.Levels,
		o.Stage.String(), o.Comment,
	}
	sum := sumOf(fields)
	ordinal := r.ordinals[sum]
	r.ordinals[sum]++
	if ordinal > 0 {
		r.alike++
		sum = sumOf(append(fields, ordinal))
	}
	receipt, err := NewReceipt(o.AnsweredAt, bytes.NewReader(sum[:]))
	if err != nil {
		panic(err) // a sum has more bytes than a receipt takes
	}
	return receipt
}

func sumOf(fields []any) [sha256.Size]byte {
	text, err := json.Marshal(fields)
	if err != nil {
		panic(err) // texts and numbers always encode
	}
	return sha256.Sum256(text)
}
