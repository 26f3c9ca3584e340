package edition

import (
	"bytes"
	"crypto/ed25519"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"hailong/survey"
)

// Report is what a check of an archive found.
type Report struct {
	Content  *Content
	Decision *Decision // nil: not published
	Hash     string    // of edition.json, as the log of changes names it
	Files    int
	Figures  int  // how many figures were computed again
	Signed   bool // by the key inside, which proves no more than that nothing changed since
	Known    bool // by the key that was handed in
	Faults   survey.Mistakes
}

// verifying is a check under way.
type verifying struct {
	*unpacked
	report   Report
	sums     map[string]string // what SHA256SUMS says
	expected map[string]bool   // files that the edition has
}

// Verify recomputes an archive: the sums of its files, every figure from its facts, its
// tables cell by cell, its signature. key is the province's; nil where nobody gave it. What
// differs stands in the report, how it was packed first; an error means that it could not be
// read at all.
func Verify(r io.ReaderAt, size int64, key ed25519.PublicKey) (*Report, error) {
	files, err := unpack(r, size)
	if err != nil {
		return nil, err
	}
	v := &verifying{unpacked: files, sums: map[string]string{}, expected: map[string]bool{}}
	v.report.Files = len(files.order)
	if files.layout != nil {
		v.report.Faults.Add(files.layout)
	}
	for _, step := range []func() error{
		func() error { return v.signature(key) }, v.content, v.decision, v.tables, v.texts, v.rest,
	} {
		if err := step(); err != nil {
			if files.layout != nil {
				return nil, files.layout
			}
			return nil, err
		}
	}
	return &v.report, nil
}

func (v *verifying) fault(word string, args survey.Args) {
	v.report.Faults.Add(survey.Fail(survey.Conflict, word, args))
}

// take reads a file that the edition has, and holds it against its sum.
func (v *verifying) take(name string) ([]byte, error) {
	v.expected[name] = true
	text, there, err := v.read(name)
	if err != nil {
		return nil, err
	}
	if !there {
		v.fault("verify.missing", survey.Args{"file": name})
		return nil, nil
	}
	if v.sums[name] != Hash(text) && name != sumsFile && name != signatureFile {
		v.fault("verify.sum", survey.Args{"file": name})
	}
	return text, nil
}

// signature reads the sums and who signed them.
func (v *verifying) signature(key ed25519.PublicKey) error {
	sums, err := v.take(sumsFile)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(sums)) {
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		if !ok || v.sums[name] != "" {
			v.fault("verify.sums", nil)
			break
		}
		v.sums[name] = sum
	}
	signature, err := v.take(signatureFile)
	if err != nil {
		return err
	}
	keyText, err := v.take(keyFile)
	if err != nil {
		return err
	}
	inside, notKey := ParseKey(keyText)
	v.report.Signed = notKey == nil && ed25519.Verify(inside, sums, signature)
	if !v.report.Signed {
		v.fault("verify.signature", nil)
	}
	v.report.Known = key != nil && ed25519.Verify(key, sums, signature)
	if key != nil && !v.report.Known {
		v.fault("verify.other_key", nil)
	}
	return nil
}

// content reads the edition and computes it again.
func (v *verifying) content() error {
	text, err := v.take(contentFile)
	if err != nil {
		return err
	}
	if text == nil {
		return survey.Fail(survey.Invalid, "verify.missing", survey.Args{"file": contentFile})
	}
	c, err := Decode(text)
	if err != nil {
		return err
	}
	v.report.Content, v.report.Hash = c, Hash(text)
	if !bytes.Equal(Encode(c), text) {
		v.fault("verify.form", survey.Args{"file": contentFile})
	}
	computed, err := c.again()
	if err != nil {
		v.fault("verify.facts", survey.Args{"cause": err.Error()})
		return nil
	}
	v.report.Figures = computed.figures()
	v.report.Faults = append(v.report.Faults, c.differences(computed)...)
	return nil
}

// again computes all figures from the facts, in a copy.
func (c *Content) again() (*Content, error) {
	if err := c.fits(); err != nil {
		return nil, err
	}
	other, err := Decode(Encode(c))
	if err != nil {
		return nil, err
	}
	return other, other.Compute()
}

// figures counts what is computed: of a leaf its points, of an agency what is printed.
func (c *Content) figures() int {
	count := len(c.Blocks) + len(c.Groups)
	for i := range c.Agencies {
		a := &c.Agencies[i]
		count += len(a.Leaves)
		if a.Opinion != nil {
			count += 1 + len(a.Opinion.Factors)
		}
		if a.Result != nil {
			count += 1 + len(a.Result.Areas)
		}
	}
	return count
}

// decision holds the signed decision against what the archive says of it.
func (v *verifying) decision() error {
	if v.files[decisionFile] == nil && v.files[signedFile] == nil {
		return nil
	}
	text, err := v.take(decisionFile)
	if err != nil {
		return err
	}
	pdf, err := v.take(signedFile)
	if err != nil || text == nil || pdf == nil {
		return err
	}
	d := &Decision{}
	if err := strictly(text, d); err != nil {
		return unreadable(err)
	}
	v.report.Decision = d
	closed, decided := survey.Day(v.report.Content.ClosedOn), survey.Day(d.Day)
	switch {
	case !bytes.Equal(inLines(d), text):
		v.fault("verify.form", survey.Args{"file": decisionFile})
	case d.SHA256 != Hash(pdf) || d.Size != int64(len(pdf)):
		v.fault("verify.pdf", nil)
	case d.Of != v.report.Hash:
		v.fault("verify.of", nil)
	}
	if !bytes.HasPrefix(pdf, []byte(pdfMark)) {
		v.fault("verify.not_pdf", nil)
	}
	if decided.Time().IsZero() || decided.Time().Before(closed.Time()) {
		v.fault("verify.day", survey.Args{"printed": dash(d.Day), "closed": dash(string(closed))})
	}
	return nil
}

// tables writes each table anew from edition.json and names the first cell that differs.
func (v *verifying) tables() error {
	return v.report.Content.tables(func(t table) error {
		text, err := v.take(t.name)
		if err != nil || text == nil {
			return err
		}
		if !bytes.Equal(text, t.text()) {
			word, args := t.differs(text)
			v.fault(word, args)
		}
		return nil
	})
}

// differs names the first cell in which a file is another than the table.
func (t *table) differs(text []byte) (word string, args survey.Args) {
	args = survey.Args{"file": t.name}
	from := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(text, []byte(byteOrderMark))))
	from.FieldsPerRecord = -1
	for line, want := range t.rows {
		args["line"] = line + 1
		row, err := from.Read()
		if err != nil || len(row) != len(want) {
			return "verify.line", args
		}
		for i := range row {
			if row[i] == want[i] {
				continue
			}
			if i >= len(t.rows[0]) { // an agency with more areas than the first
				return "verify.line", args
			}
			args["column"], args["printed"], args["computed"] = t.rows[0][i], dash(row[i]), dash(want[i])
			return "verify.cell", args
		}
	}
	args["line"] = len(t.rows) + 1
	if _, err := from.Read(); !errors.Is(err, io.EOF) {
		return "verify.line", args
	}
	return "verify.form", survey.Args{"file": t.name}
}

// dash stands for an empty cell, and keeps a long one short.
func dash(cell string) string {
	const most = 100
	if short := []rune(cell); len(short) > most {
		return string(short[:most]) + "…"
	}
	if cell == "" {
		return "–"
	}
	return cell
}

// texts holds what is there to be read by people against what the program writes.
func (v *verifying) texts() error {
	for _, name := range []string{methodFile, readmeFile} {
		text, err := v.take(name)
		if err != nil {
			return err
		}
		if text != nil && !v.report.Content.worded(name, v.report.Decision, text) {
			v.fault("verify.form", survey.Args{"file": name})
		}
	}
	return nil
}

// rest checks that there is no file more and no sum more.
func (v *verifying) rest() error {
	for _, name := range v.order {
		if !v.expected[name] {
			v.fault("verify.extra", survey.Args{"file": name})
		}
	}
	for name := range v.sums {
		if v.files[name] == nil && !v.expected[name] {
			v.fault("verify.sums", nil)
			break
		}
	}
	return nil
}
