package edition

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"hailong/survey"
)

// leafOf finds an agency's leaf by its code.
func leafOf(t *testing.T, a *Agency, code string) *Leaf {
	t.Helper()
	for i := range a.Leaves {
		if a.Leaves[i].Code == code {
			return &a.Leaves[i]
		}
	}
	t.Fatalf("no leaf %s", code)
	return nil
}

// The largest figure that a sheet takes is closed, archived and recomputed, whatever the
// leaf's rule makes of it.
func TestTheLargestFigureIsPublished(t *testing.T) {
	c := sample()
	c.Sets[0].Items[6].Bands[0].Bound = MostFigure
	c.Sets[0].Items[6].Plain, c.Sets[0].Items[6].Empty = true, ""
	a := &c.Agencies[0]
	for code, figure := range map[string][2]int64{
		"1.1.3": {MostFigure, 0}, "1.2": {MostFigure, MostFigure}, "1.3": {MostFigure, 0}, "2.2": {1, MostFigure},
	} {
		l := leafOf(t, a, code)
		l.Num, l.Den = figure[0], figure[1]
	}
	other := leafOf(t, &c.Agencies[1], "1.2")
	other.Num, other.Den = MostFigure, 1
	if err := c.Fit(); err != nil {
		t.Fatal(err)
	}
	report := verified(t, archived(t, c, true), public())
	if len(report.Faults) > 0 {
		t.Error(saidOf(report))
	}
	for code, want := range map[string]int64{"1.1.3": 0, "1.2": 1500, "1.3": 1500, "2.2": 0} {
		if l := leafOf(t, a, code); l.Points != want || l.Excluded {
			t.Errorf("%s: %+v", code, l)
		}
	}
	if other.Points != 1500 {
		t.Errorf("%+v", other)
	}
}

// People are told of which agency and leaf a fact is that no edition can have, before the
// figures are computed and when they are frozen.
func TestPeopleAreToldWhatDoesNotFit(t *testing.T) {
	tests := map[string]struct {
		spoil        func(*Content)
		word         string
		agency, leaf any
	}{
		"a figure": {
			func(c *Content) { leafOf(t, &c.Agencies[2], "1.2").Num = MostFigure + 1 }, "edition.unfit", "STC", "1.2",
		},
		"below zero": {
			func(c *Content) { leafOf(t, &c.Agencies[2], "1.1.1").Given = -5 }, "edition.unfit", "STC", "1.1.1",
		},
		"points": {
			func(c *Content) { leafOf(t, &c.Agencies[1], "2.3").Given = MostFigure }, "edition.unfit", "SNV", "2.3",
		},
		"transactions": {
			func(c *Content) { c.Agencies[0].Opinion.Transactions = 1 << 50 }, "edition.unfit_agency", "SKHĐT", nil,
		},
		"a leaf less": {
			func(c *Content) { c.Agencies[0].Leaves = c.Agencies[0].Leaves[1:] }, "edition.unfit_agency", "SKHĐT", nil,
		},
		"a set":  {func(c *Content) { c.Sets[0].Items[2].Max = 1100 }, "edition.unfit_facts", nil, nil},
		"no set": {func(c *Content) { c.Groups[0].Set = 7 }, "edition.unfit_facts", nil, nil},
	}
	for name, test := range tests {
		c := sample()
		test.spoil(c)
		_, freezing := c.freeze()
		for _, err := range []error{c.Fit(), freezing} {
			e, ok := errors.AsType[*survey.Error](err)
			if !ok || e.Kind != survey.Conflict || e.Word != test.word ||
				e.Args["agency"] != test.agency || e.Args["leaf"] != test.leaf {
				t.Errorf("%s: %v %+v", name, err, e)
			}
		}
	}
	preview := sample()
	preview.Number, preview.ClosedOn = 0, ""
	if err := preview.Fit(); err != nil {
		t.Error("a preview has no number:", err)
	}
}

// An edition replaces one before it.
func TestReplacesAnEarlierOne(t *testing.T) {
	for replaces, fits := range map[int]bool{-1: false, 0: true, 1: true, 2: false, 3: false} {
		c := sample()
		c.Number, c.Replaces = 2, replaces
		if err := c.fits(); (err == nil) != fits {
			t.Errorf("%d: %v", replaces, err)
		}
	}
}

// A text of which a small archive makes gigabytes is refused before anything is made of it.
func TestDecodeRefusesWhatIsTooMuch(t *testing.T) {
	many := func(n int, part string) string { return strings.TrimSuffix(strings.Repeat(part+",", n), ",") }
	list := func(n int, part string) string { return "[" + many(n, part) + "]" }
	fields := `"x":0`
	tests := map[string]string{
		"agencies":       `"agencies":` + list(2_000_000, "{}"),
		"leaves":         `"agencies":[{"leaves":` + list(mostAgencies+1, "{}") + `}]`,
		"leaves of all":  `"agencies":` + list(mostAgencies, `{"leaves":`+list(600, "{}")+`}`),
		"classes":        `"groups":[{"classes":{` + many(mostParts+1, `"a":0`) + `}}]`,
		"texts":          `"criteria_sets":[{"items":[{"not_for":` + list(mostAgencies+1, `""`) + `}]}]`,
		"no such fields": many(mostParts+1, fields),
		"too deep":       `"x":` + strings.Repeat("[", deepest) + strings.Repeat("]", deepest),
	}
	for name, text := range tests {
		if _, err := Decode([]byte(`{"format":1,` + text + `}`)); !says(err, "verify.large") {
			t.Errorf("%s: %v", name, err)
		}
	}
	files := members(t, archived(t, sample(), true))
	files[0].text = []byte(`{"format":1,` + tests["agencies"] + `}`)
	bomb := zipped(t, files)
	if _, err := Verify(bytes.NewReader(bomb), int64(len(bomb)), nil); !says(err, "verify.large") {
		t.Error(err)
	}
	if err := counted([]byte(`{"a":"{[,\"` + many(mostAgencies+1, ",") + `"}`)); err != nil {
		t.Error("commas in a text are counted:", err)
	}
}

// An edition of a size that no province has is still read.
func TestALargeEditionIsRead(t *testing.T) {
	if _, err := Decode(Encode(large(500, 150))); err != nil {
		t.Error(err)
	}
}
