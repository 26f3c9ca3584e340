package frontend

import (
	"slices"
	"strings"
	"testing"

	"hailong/survey"
)

// The examples are computed; what the method says of them stands here once more, so
// that a change of either is noticed.
func TestMethodPageHasTheWorkedExamples(t *testing.T) {
	page := NewMethodPage(testFrame(survey.English, "/method", ""), emptyProvince())
	want := []string{
		"100 385 480 1,655 1,905 2,330 80.2083 373.0648 75.8663 83.9346 not_margin",
		"100 385 480 1,655 1,905 2,330 80.2083 621.7746 76.8953 83.1504 not_margin",
		"40 200 200 1,000 1,000 1,000 100.0000 40.0000 91.2378 100.0000 met_clear",
		"100 81 100 81 81 100 81.0000 100.0000 72.2212 87.4852 not_margin",
		"40 161 200 649 805 1,000 80.5000 200.0000 74.4560 85.3945 not_margin",
	}
	for i, e := range page.Examples {
		if got := texts(e.Cells) + " " + string(e.Badge.Verdict); got != want[i] {
			t.Errorf("%s: got %s, want %s", e.Name, got, want[i])
		}
	}
	if got := texts(page.Block); got != "80.6042 318.3244 75.9063 84.5722" {
		t.Errorf("the block: %s", got)
	}
	if got := texts(page.Needed); got != "80 223 286 371 385" {
		t.Errorf("needed: %s", got)
	}
	if len(page.Examples) != len(want) {
		t.Errorf("%d examples, want %d", len(page.Examples), len(want))
	}
}

func texts(cells []Cell) string {
	var list []string
	for _, c := range cells {
		list = append(list, c.Text)
	}
	return strings.Join(list, " ")
}

// The factors are those of the shipped forms: 5 of 6 questions, and 19 of 19.
func TestMethodPageCountsTheQuestions(t *testing.T) {
	page := NewMethodPage(testFrame(survey.Vietnamese, "/method", ""), emptyProvince())
	var got []string
	for _, f := range page.Factors {
		got = append(got, texts(f.Counts))
	}
	if want := []string{"1 4", "1 4", "1 5", "1 3", "1 3"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Each section is in the contents and the other way round.
func TestMethodPageHasItsSections(t *testing.T) {
	html := drawn(t, NewMethodPage(testFrame(survey.Vietnamese, "/method", ""), emptyProvince()))
	if n := strings.Count(html, `<section class="long" aria-labelledby="`); n != len(methodParts) {
		t.Errorf("%d sections, %d in the contents", n, len(methodParts))
	}
	for _, id := range methodParts {
		if !strings.Contains(html, `<h2 id="`+id+`">`) || !strings.Contains(html, `href="/method#`+id+`"`) {
			t.Errorf("no section %s", id)
		}
	}
	for _, source := range []string{"1001/QĐ-BNV", "I.11", "1159/BNV-CCHC", "Cochran", "Korn", "Wilson", "sipas-pooled-1"} {
		if !strings.Contains(html, source) {
			t.Errorf("%s is not named", source)
		}
	}
}
