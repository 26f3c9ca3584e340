package survey

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// lines is an exported log.
func lines(t *rapid.T, rows []LogRow) []byte {
	var file []byte
	for _, r := range rows {
		line, err := r.Line()
		if err != nil {
			t.Fatal(err)
		}
		file = append(file, line...)
	}
	return file
}

// fileWord checks a file and gives the word of what does not fit, empty where all does.
func fileWord(t *rapid.T, file []byte, noted *LogHead) string {
	_, err := AuditFile(bytes.NewReader(file), noted)
	if err == nil {
		return ""
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatal(err)
	}
	return e.Word
}

func TestAnyByteOfAnExportedLogThatIsChangedNamesItsRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := chain(t)
		file := lines(t, rows)
		check, err := AuditFile(bytes.NewReader(file), nil)
		if head := rows[len(rows)-1]; err != nil || check != (LogCheck{head.Number, head.Hash}) {
			t.Fatal(check, err)
		}
		at := rapid.IntRange(0, len(file)-2).Draw(t, "at")
		row := int64(1 + bytes.Count(file[:at], []byte("\n")))
		was := file[at]
		file[at] = rapid.Byte().Filter(func(b byte) bool { return b != was }).Draw(t, "byte")
		_, err = AuditFile(bytes.NewReader(file), nil)
		e, ok := errors.AsType[*Error](err)
		// The byte may have been its number's.
		passed := ok && e.Word == "log.inserted" && e.Args["number"].(int64) < row
		if !ok || e.Args["number"] != row && e.Args["line"] != row && !passed {
			t.Fatalf("row %d was changed: %v", row, err)
		}
	})
}

func TestALineMayNotSayAThingTwice(t *testing.T) {
	row, err := NewLogRow(Entry{At: noon, Actor: Program, Action: "x"}, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	line, err := row.Line()
	if err != nil {
		t.Fatal(err)
	}
	twice := strings.Replace(string(line), `"number":1,`, `"number":1,"actor":"somebody else",`, 1)
	_, err = AuditFile(strings.NewReader(twice), nil)
	if e, ok := errors.AsType[*Error](err); !ok || e.Word != "audit.line" {
		t.Error(err)
	}
}

func TestANotedHeadIsReadAsItWasPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := chain(t)
		head := LogHead{rows[len(rows)-1].Number, rows[len(rows)-1].Hash}
		if again, err := ParseLogHead(" " + head.String() + "\n"); err != nil || again != head {
			t.Fatal(again, err)
		}
	})
	if head, err := ParseLogHead(LogHead{}.String()); err != nil || head != (LogHead{}) {
		t.Error(head, err)
	}
	for _, s := range []string{"", "x", "1", "1:", ":", "0:" + strings.Repeat("0", 64), "-1:" + strings.Repeat("0", 64), "7:xyz"} {
		if head, err := ParseLogHead(s); KindOf(err) != Invalid {
			t.Errorf("%q: %v, %v", s, head, err)
		}
	}
}

// A field that a later version adds is no difference to what was logged before.
func TestAFieldThatTheLogDidNotKnowCountsAsEmpty(t *testing.T) {
	compare := func(logged, present string) (fields []string) {
		a, err1 := decoded([]byte(logged))
		b, err2 := decoded([]byte(present))
		if errors.Join(err1, err2) != nil {
			t.Fatal(err1, err2)
		}
		for _, d := range (LogDifference{}).between("", a, b) {
			fields = append(fields, d.Field)
		}
		return fields
	}
	same := [][2]string{
		{`{"Code":"A"}`, `{"Code":"A","New":"","List":null,"Map":{},"Flag":false,"Number":0}`},
		{`{"Code":"A","Old":[]}`, `{"Code":"A"}`},
	}
	for _, pair := range same {
		if found := compare(pair[0], pair[1]); found != nil {
			t.Errorf("%v differ: %v", pair, found)
		}
	}
	if found := compare(`{"Code":"A"}`, `{"Code":"A","New":"x"}`); len(found) != 1 || found[0] != "New" {
		t.Error(found)
	}
	if found := compare(`{"N":9007199254740993}`, `{"N":9007199254740992}`); len(found) != 1 {
		t.Error("a large number lost its last digit")
	}
}
