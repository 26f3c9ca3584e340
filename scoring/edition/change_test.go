package edition_test

import (
	"fmt"
	"strings"
	"testing"

	"hailong/scoring/edition"
)

// corrected is what is told of an edition that was changed after the one it corrects.
func corrected(t *testing.T, change func(*edition.Content)) (figures, texts []string) {
	t.Helper()
	published, next := yearOfTwo(t), yearOfTwo(t)
	change(next)
	next.Format = 0 // which closing gives it
	changes, err := next.Changes(published)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		said := fmt.Sprint(strings.TrimPrefix(c.Word, "edition_change."), " ", c.Args["agency"], " ", c.Args["leaf"],
			" ", c.Args["what"], " ", c.Args["printed"], "→", c.Args["computed"])
		if c.Text {
			texts = append(texts, said)
			continue
		}
		figures = append(figures, said)
	}
	return figures, texts
}

func yearOfTwo(t *testing.T) *edition.Content {
	t.Helper()
	c := &edition.Content{
		Format: edition.Format, Kind: edition.CCHC, Family: "cchc", Year: 2025, Number: 1, ClosedOn: "2026-01-12",
		Sets: []edition.Set{criteria()}, Groups: []edition.Group{{Code: "department", Name: edition.Text{VI: "Sở"}}},
		Agencies: []edition.Agency{judgedAt("A", 4000), judgedAt("B", 3000)},
	}
	c.Agencies[0].Opinion, c.Agencies[1].Opinion = asked(90, 100), asked(5, 20) // of B only the number is published
	c.Redact()
	if err := c.Compute(); err != nil {
		t.Fatal(err)
	}
	return c
}

// A correction tells each figure that it changes, also of those whom nobody touched.
func TestACorrectionTellsItsFigures(t *testing.T) {
	figures, texts := corrected(t, func(c *edition.Content) { c.Agencies[1].Leaves[0].Given = 4000 })
	said := strings.Join(figures, "\n")
	for _, want := range []string{"leaf B 1.1.1 leaf.points 3000→4000", "agency B <nil> result.points 7000→8000", "group <nil> <nil> group.mean"} {
		if !strings.Contains(said, want) {
			t.Errorf("lacks %q:\n%s", want, said)
		}
	}
	if len(texts) > 0 {
		t.Error("words that are the same:", texts)
	}
	figures, _ = corrected(t, func(c *edition.Content) { c.Agencies[0].Code = "C" })
	said = strings.Join(figures, "\n")
	if !strings.Contains(said, "agency_new C") || !strings.Contains(said, "agency_gone A") {
		t.Error("the one who came and the one who went:", said)
	}
	figures, _ = corrected(t, func(c *edition.Content) { c.Sets[0].Classes[0].Cut = 9500 })
	if !strings.Contains(strings.Join(figures, "\n"), "sets") {
		t.Error("another set:", figures)
	}
}

// One that changes nothing tells nothing, and a name is no figure. What closing takes out is
// taken out before the two are held against each other.
func TestACorrectionOfANameChangesNoFigure(t *testing.T) {
	figures, texts := corrected(t, func(c *edition.Content) { c.Agencies[1].Opinion = asked(5, 20) })
	if len(figures)+len(texts) > 0 {
		t.Error("nothing was changed:", figures, texts)
	}
	figures, texts = corrected(t, func(c *edition.Content) {
		c.Agencies[0].Name.VI, c.Groups[0].Name.VI, c.Agencies[0].Leaves[0].From = "Sở A", "Các sở", edition.FromSecond
	})
	if len(figures) > 0 || len(texts) != 2 {
		t.Error("figures", figures, "words", texts)
	}
}
