package edition

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"hailong/survey"
)

// anyScore is a satisfaction of any size, mostly near the minimum.
func anyScore(t *rapid.T) *Score {
	s := &Score{
		Target: 8300, Above: rapid.Bool().Draw(t, "above"), Minimum: 30, Received: 100,
		Known: rapid.Bool().Draw(t, "known"), Transactions: rapid.Int64Range(0, 300).Draw(t, "transactions"),
	}
	var sums survey.Sums
	factors := make([]Factor, 3)
	for range rapid.IntRange(0, 45).Draw(t, "responses") {
		var y, m int64
		for i := range factors {
			factors[i].Questions = i + 1
			given := rapid.Int64Range(0, int64(i+1)).Draw(t, "given")
			satisfied := rapid.Int64Range(0, given).Draw(t, "satisfied")
			factors[i].Given += given
			factors[i].Satisfied += satisfied
			y, m = y+satisfied, m+given
		}
		sums = sums.Add(survey.SumsOf(y, m))
	}
	s.N, s.Y, s.M, s.YY, s.YM, s.MM = sums.N, sums.Y, sums.M, sums.YY, sums.YM, sums.MM
	s.Factors = factors
	return s
}

// figures is a content as text with what Redact takes out left out of it.
func figures(t *rapid.T, c *Content) string {
	t.Helper()
	copied := *c
	copied.Agencies = nil
	for _, a := range c.Agencies {
		o := *a.Opinion
		o.Y, o.M, o.YY, o.YM, o.MM = 0, 0, 0, 0, 0
		o.Factors = nil
		for _, f := range a.Opinion.Factors {
			f.Satisfied, f.Given = 0, 0
			o.Factors = append(o.Factors, f)
		}
		a.Opinion = &o
		copied.Agencies = append(copied.Agencies, a)
	}
	text, err := json.MarshalIndent(copied, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestFiguresStayTheSameWhenRedacted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := sampleSet("department")
		c := &Content{Format: Format, Kind: CCHC, Family: "cchc", Year: 2022, Sets: []Set{set}}
		c.Groups = []Group{{Code: "department"}}
		for i := range rapid.IntRange(1, 4).Draw(t, "agencies") {
			a := given{code: string(rune('A' + i)), group: "department", sector: "administrative"}.agency(&set)
			a.Opinion = anyScore(t)
			c.Agencies = append(c.Agencies, a)
		}
		if err := c.Compute(); err != nil {
			t.Fatal(err)
		}
		before := figures(t, c)
		c.Redact()
		if err := c.Compute(); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(before, figures(t, c)); d != "" {
			t.Fatal(d)
		}
		for i := range c.Agencies {
			published(t, c.Agencies[i].Opinion)
		}
		c.Redact()
		if d := cmp.Diff(before, figures(t, c)); d != "" {
			t.Fatal("redacted twice", d)
		}
	})
}

// published wants nothing of the answers where no score is shown.
func published(t *rapid.T, o *Score) {
	t.Helper()
	if o.Score == "" && o.Y+o.M+o.YY+o.YM+o.MM != 0 {
		t.Fatalf("sums below the minimum: %+v", o)
	}
	for _, f := range o.Factors {
		if f.Score == "" && f.Satisfied != 0 || o.Score == "" && f.Given != 0 {
			t.Fatalf("a factor that is not shown: %+v", f)
		}
	}
}
