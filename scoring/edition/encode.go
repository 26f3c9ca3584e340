package edition

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"iter"

	jsonv2 "github.com/go-json-experiment/json"

	"hailong/survey"
)

// brokenDepth is how deep in the text each thing has a line of its own: a leaf, a set's
// item and a factor stand whole on one, so that a changed figure is one changed line.
const brokenDepth = 4

// Encode writes the content as it is frozen and as an archive holds it: the fields in the
// order of their types, maps by key, no sign escaped that need not be. The same content
// is the same bytes everywhere.
func Encode(c *Content) []byte { return inLines(c) }

// inLines writes a value of our own types.
func inLines(value any) []byte {
	var compact bytes.Buffer
	to := json.NewEncoder(&compact)
	to.SetEscapeHTML(false)
	if err := to.Encode(value); err != nil {
		panic(err) // types of our own that always encode
	}
	return broken(bytes.TrimSuffix(compact.Bytes(), []byte("\n")))
}

// broken puts what is not too deep on lines of its own, indented by one space a level.
func broken(compact []byte) []byte {
	l := lines{compact: compact, text: make([]byte, 0, len(compact)+len(compact)/8+1)}
	depth := 0
	for i, b := range outside(compact) {
		switch b {
		case '{', '[':
			if depth++; depth <= brokenDepth && compact[i+1] != '}' && compact[i+1] != ']' {
				l.line(i+1, depth)
			}
		case '}', ']':
			if depth--; depth < brokenDepth && compact[i-1] != '{' && compact[i-1] != '[' {
				l.line(i, depth)
			}
		case ',':
			if depth <= brokenDepth {
				l.line(i+1, depth)
			}
		case ':':
			if depth <= brokenDepth {
				l.upTo(i + 1)
				l.text = append(l.text, ' ')
			}
		}
	}
	l.line(len(compact), 0)
	return l.text
}

// outside yields the bytes of a valid JSON text that stand outside its strings.
func outside(text []byte) iter.Seq2[int, byte] {
	return func(yield func(int, byte) bool) {
		quoted, escaped := false, false
		for i, b := range text {
			if quoted {
				quoted = b != '"' || escaped
				escaped = b == '\\' && !escaped
				continue
			}
			if quoted = b == '"'; !quoted && !yield(i, b) {
				return
			}
		}
	}
}

// lines is a text that is being broken: what of it has been copied already.
type lines struct {
	compact, text []byte
	copied        int
}

func (l *lines) upTo(i int) {
	l.text = append(l.text, l.compact[l.copied:i]...)
	l.copied = i
}

func (l *lines) line(at, depth int) {
	l.upTo(at)
	l.text = append(l.text, '\n')
	for range depth {
		l.text = append(l.text, ' ')
	}
}

// Decode reads what Encode wrote. A form that is newer than this program's is refused in
// words of its own; what else it does not know is refused too: nothing is passed over.
func Decode(text []byte) (*Content, error) {
	c := &Content{}
	err := counted(text)
	if err == nil {
		err = strictly(text, c)
	}
	if err != nil || c.Format < 1 || c.Format > Format {
		return nil, refused(text, err)
	}
	return c, nil
}

// refused says why a text was not taken. Only here its form is looked for by itself: large
// texts are read once where nothing is wrong.
func refused(text []byte, err error) error {
	var form struct {
		Format int `json:"format"`
	}
	known := json.Unmarshal(text, &form)
	large, is := errors.AsType[*survey.Error](err)
	switch {
	case known != nil:
		return unreadable(known)
	case form.Format > Format:
		return survey.Fail(survey.Invalid, "verify.newer", survey.Args{"have": form.Format, "want": Format})
	case form.Format < 1:
		return unreadable(errors.New("no format is given"))
	case is:
		return large
	}
	return unreadable(err)
}

// strictly reads one JSON value. It refuses fields that it has no place for, and any that is
// there twice: of two, one program would take the first and another the last.
func strictly(text []byte, into any) error {
	return jsonv2.Unmarshal(text, into, jsonv2.RejectUnknownMembers(true))
}

func unreadable(err error) error {
	return survey.Fail(survey.Invalid, "verify.unreadable", survey.Args{"cause": err.Error()}).Because(err)
}

// Hash is the SHA-256 of frozen bytes, hex: it stands for all facts and figures.
func Hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
