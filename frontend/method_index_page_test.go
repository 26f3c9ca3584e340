package frontend

import (
	"fmt"
	"strings"
	"testing"

	"hailong/survey"
)

// The example is computed; what the rules give by hand stands here once more.
func TestMethodOfTheIndexHasItsExample(t *testing.T) {
	if faults := indexSet.Faults(); len(faults) > 0 {
		t.Fatalf("the example's set would be refused: %+v", faults)
	}
	page := NewMethodIndexPage(testFrame(survey.English, "/method/index", ""), emptyProvince())
	got := ""
	for _, l := range page.Leaves {
		got += l.Code + " " + l.Points + "/" + l.Max + ", "
	}
	want := "1.1 4.44/5.00, 1.2 3.50/4.00, 2.1 0.60/1.00, 2.2 not applicable/2.00, 3.1 9.00/10.00, 3.2 +0.50/2.00, 3.3 −0.25/3.00, "
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if page.Step != "100 × 17.54 / 20.00 + 0.50 − 0.25 = 87.95" {
		t.Error(page.Step)
	}
	if !strings.Contains(page.Ends, "8.02 or 9.72") || !strings.Contains(page.Ends, "83.05 or 91.55") {
		t.Error(page.Ends)
	}
	var places []string
	for _, p := range page.Places {
		places = append(places, fmt.Sprint(p.Name, " ", p.Rank, p.Range, " ", p.Index, " ", p.Low, "–", p.High, " ", p.Class))
	}
	if got := strings.Join(places, "; "); got != "Agency B 1(1–2) 91.86 89.68–93.77 Good; Agency A 2(1–2) 87.95 83.05–91.55 Fair; Agency C 3(3) 82.68 82.68–82.68 Fair" {
		t.Error(got)
	}
}

// Each section is in the contents and the other way round, in both languages, and links
// lead from the one method to the other.
func TestMethodOfTheIndexHasItsSections(t *testing.T) {
	for _, lang := range []survey.Lang{survey.Vietnamese, survey.English} {
		html := drawn(t, NewMethodIndexPage(testFrame(lang, "/method/index", ""), emptyProvince()))
		if n := strings.Count(html, `<section class="long" aria-labelledby="`); n != len(methodIndexParts) {
			t.Errorf("%d sections, %d in the contents", n, len(methodIndexParts))
		}
		for _, id := range methodIndexParts {
			if !strings.Contains(html, `<h2 id="`+id+`">`) || !strings.Contains(html, `#`+id+`"`) {
				t.Errorf("no section %s", id)
			}
		}
		if !strings.Contains(html, `href="/method`) {
			t.Error("no way to the method of satisfaction")
		}
	}
	html := drawn(t, NewMethodPage(testFrame(survey.Vietnamese, "/method", ""), emptyProvince()))
	if !strings.Contains(html, `href="/method/index"`) {
		t.Error("no way from the method of satisfaction to that of the index")
	}
}
