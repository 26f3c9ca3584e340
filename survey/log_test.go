package survey

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// chain draws a log of at least two rows.
func chain(t *rapid.T) []LogRow {
	text := rapid.StringN(0, 12, -1)
	var rows []LogRow
	previous := ""
	for i := range rapid.IntRange(2, 8).Draw(t, "rows") {
		e := Entry{
			At:     noon.Add(time.Duration(i) * time.Second),
			Actor:  Actor{Name: text.Draw(t, "actor"), Where: text.Draw(t, "where")},
			Action: text.Draw(t, "action"), Subject: text.Draw(t, "subject"),
			Before: text.Draw(t, "before"), After: map[string]string{"name": text.Draw(t, "after")},
		}
		row, err := NewLogRow(e, int64(i+1), previous)
		if err != nil {
			t.Fatal(err)
		}
		rows, previous = append(rows, row), row.Hash
	}
	return rows
}

// firstBad walks a log and gives the number that the check names, 0 where all fits.
func firstBad(rows []LogRow, head LogRow) int64 {
	var check LogCheck
	for _, r := range rows {
		if err := check.Next(r); err != nil {
			return err.(*Error).Args["number"].(int64)
		}
	}
	if err := check.End(head.Number, head.Hash); err != nil {
		return err.(*Error).Args["number"].(int64)
	}
	return 0
}

// texts are the fields of a row that somebody might like to change.
func texts(r *LogRow) []*string {
	return []*string{&r.At, &r.Actor, &r.Place, &r.Action, &r.Subject, &r.Before, &r.After, &r.Previous, &r.Hash}
}

func TestAnUntouchedLogFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := chain(t)
		if bad := firstBad(rows, rows[len(rows)-1]); bad != 0 {
			t.Fatalf("row %d is said not to fit", bad)
		}
	})
}

func TestTheFirstChangedRowIsNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := chain(t)
		head := rows[len(rows)-1]
		i := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
		field := texts(&rows[i])[rapid.IntRange(0, 8).Draw(t, "field")]
		was := *field
		*field = rapid.String().Filter(func(s string) bool { return s != was }).Draw(t, "other")
		if bad := firstBad(rows, head); bad != int64(i+1) {
			t.Fatalf("row %d was changed, named is %d", i+1, bad)
		}
	})
}

func TestAChangedNumberIsNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := chain(t)
		head := rows[len(rows)-1]
		i := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
		was := rows[i].Number
		rows[i].Number = rapid.Int64().Filter(func(n int64) bool { return n != was }).Draw(t, "other")
		if rapid.Bool().Draw(t, "hashed anew") {
			rows[i].Hash = rows[i].Sum()
		}
		want := min(rows[i].Number, int64(i+1)) // a lower number is of a row that was put in
		if bad := firstBad(rows, head); bad != want {
			t.Fatalf("row %d was changed, named is %d", i+1, bad)
		}
	})
}

func TestANumberThatWasPassedIsNoGap(t *testing.T) {
	for number, word := range map[int64]string{-5: "log.inserted", 0: "log.inserted", 2: "log.missing", 9: "log.missing"} {
		row, err := NewLogRow(Entry{At: noon, Actor: Program, Action: "x"}, number, "")
		if err != nil {
			t.Fatal(err)
		}
		err = new(LogCheck).Next(row)
		if e, ok := errors.AsType[*Error](err); !ok || e.Word != word {
			t.Errorf("%d: %v", number, err)
		}
	}
}

func TestALogThatEndsEarlyNamesTheFirstRowThatIsMissing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := chain(t)
		left := rapid.IntRange(0, len(rows)-1).Draw(t, "left")
		if bad := firstBad(rows[:left], rows[len(rows)-1]); bad != int64(left+1) {
			t.Fatalf("%d rows are left, named is %d", left, bad)
		}
	})
}

func TestBytesThatAreNoTextAreNotTakenForOthers(t *testing.T) {
	row, err := NewLogRow(Entry{At: noon, Action: "x", Subject: "\ufffd"}, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	row.Subject = "\xff" // both are the same in JSON, and so in the hash
	if bad := firstBad([]LogRow{row}, row); bad != 1 {
		t.Errorf("named is %d", bad)
	}
}

// rewritten is a log written anew from a row on, hashes and all, as only somebody with
// all rights could.
func rewritten(t *rapid.T, rows []LogRow, from int) []LogRow {
	rows = slices.Clone(rows)
	for i := from; i < len(rows); i++ {
		if i == from {
			rows[i].Subject += "x"
		} else {
			rows[i].Previous = rows[i-1].Hash
		}
		rows[i].Hash = rows[i].Sum()
	}
	if bad := firstBad(rows, rows[len(rows)-1]); bad != 0 {
		t.Fatalf("the chain alone cannot tell, and names %d", bad)
	}
	return rows
}

func TestALogWrittenAnewLeavesTheNotedHead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := chain(t)
		from := rapid.IntRange(0, len(rows)-1).Draw(t, "from")
		at := rapid.IntRange(0, len(rows)-1).Draw(t, "noted")
		noted := &LogHead{rows[at].Number, rows[at].Hash}
		word := ""
		if at >= from {
			word = "audit.rewritten"
		}
		if got := fileWord(t, lines(t, rewritten(t, rows, from)), noted); got != word {
			t.Fatalf("written anew from %d, noted at %d: %q, want %q", from+1, at+1, got, word)
		}
		left := rapid.IntRange(0, len(rows)).Draw(t, "left")
		word = ""
		if left <= at {
			word = "audit.cut"
		}
		if got := fileWord(t, lines(t, rows[:left]), noted); got != word {
			t.Fatalf("%d rows are left, noted at %d: %q, want %q", left, at+1, got, word)
		}
	})
}

func TestAChangeWithANewHashShowsAtTheNextRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := chain(t)
		head := rows[len(rows)-1]
		i := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
		rows[i].Subject += "x"
		rows[i].Hash = rows[i].Sum()
		if bad := firstBad(rows, head); bad != int64(i+2) {
			t.Fatalf("row %d was changed and hashed anew, named is %d", i+1, bad)
		}
	})
}

func TestRemovedInsertedAndSwappedRowsAreNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := chain(t)
		head := rows[len(rows)-1]
		i := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
		removed := slices.Delete(slices.Clone(rows), i, i+1)
		if bad := firstBad(removed, head); bad != int64(i+1) {
			t.Fatalf("row %d was removed, named is %d", i+1, bad)
		}
		twice := slices.Insert(slices.Clone(rows), i+1, rows[i])
		if bad := firstBad(twice, head); bad != int64(i+1) {
			t.Fatalf("row %d is there twice, named is %d", i+1, bad)
		}
		forged, err := NewLogRow(Entry{At: noon, Action: "forged"}, int64(i+1), rows[i].Previous)
		if err != nil {
			t.Fatal(err)
		}
		forged.Previous = strings.Repeat("0", 64) // who forges a row has to guess what it follows
		forged.Hash = forged.Sum()
		if bad := firstBad(slices.Insert(slices.Clone(rows), i, forged), head); bad != int64(i+1) {
			t.Fatalf("a row was put before %d, named is %d", i+1, bad)
		}
		if i == 0 {
			return
		}
		swapped := slices.Clone(rows)
		swapped[i-1], swapped[i] = swapped[i], swapped[i-1]
		if bad := firstBad(swapped, head); bad != int64(i) {
			t.Fatalf("rows %d and %d were swapped, named is %d", i, i+1, bad)
		}
		swapped[i-1].Number, swapped[i].Number = int64(i), int64(i+1)
		if bad := firstBad(swapped, head); bad != int64(i) {
			t.Fatalf("rows %d and %d were swapped and numbered anew, named is %d", i, i+1, bad)
		}
	})
}

func TestARowsFieldsDoNotFlowTogether(t *testing.T) {
	a := LogRow{Actor: "ab", Place: "c"}
	b := LogRow{Actor: "a", Place: "bc"}
	if a.Sum() == b.Sum() {
		t.Error("moving the bound between two fields keeps the hash")
	}
}

// The hash is part of what is published: it is the same on every machine and for ever.
func TestLogRowIsAsItWasOnceWritten(t *testing.T) {
	e := Entry{At: noon, Actor: Program, Action: "agency.add", Subject: "STP", After: Text{"Sở Tư pháp", "Justice"}}
	r, err := NewLogRow(e, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	want := LogRow{
		Number: 1, At: "2026-03-04T05:00:00.000000Z", Actor: "hailong", Place: "program",
		Action: "agency.add", Subject: "STP", Before: "null", After: `{"VI":"Sở Tư pháp","EN":"Justice"}`,
		Hash: "d8e6fdb75c115e4f1004266aba9b0a62ae38aa8648e4d06715e9b4ee102afe2f",
	}
	if r != want {
		t.Errorf("got  %+v\nwant %+v", r, want)
	}
	if _, err := NewLogRow(Entry{Action: "x", After: func() {}}, 1, ""); err == nil {
		t.Error("what does not encode was logged")
	}
}
