package survey

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// waitingOn is comments by day and counter: "03-01 1x3" is three of 1 March at counter 1.
func waitingOn(t *testing.T, text string) []WaitingComment {
	t.Helper()
	var list []WaitingComment
	for part := range strings.SplitSeq(text, ", ") {
		var day string
		var counter, count int
		if _, err := fmt.Sscanf(part, "%s %dx%d", &day, &counter, &count); err != nil {
			t.Fatal(part, err)
		}
		for range count {
			list = append(list, WaitingComment{
				Receipt: Receipt{byte(len(list))}, Counter: CounterID(counter), Day: Day("2026-" + day),
			})
		}
	}
	return list
}

func TestPutTogether(t *testing.T) {
	for _, test := range []struct{ name, waiting, want string }{
		{"four wait", "03-01 1x4", ""},
		{"five of a day", "03-01 1x5", "03-01..03-01 5 [1]"},
		{"the fifth comes on the same day as four others", "03-01 1x1, 03-02 1x4", "03-01..03-02 5 [1]"},
		{"a day is not cut", "03-01 1x4, 03-02 1x9", "03-01..03-02 13 [1]"},
		{"what is left waits", "03-01 1x5, 03-02 1x4", "03-01..03-01 5 [1]"},
		{"two releases", "03-01 1x5, 03-02 1x2, 03-03 1x3", "03-01..03-01 5 [1]; 03-02..03-03 5 [1]"},
		{"days without any lie between", "01-05 1x1, 02-20 1x4", "01-05..02-20 5 [1]"},
		{
			"oldest first, however they are stored", "03-03 1x3, 03-01 1x5, 03-02 1x2",
			"03-01..03-01 5 [1]; 03-02..03-03 5 [1]",
		},
		{"today waits", "03-01 1x4, 03-04 1x9", ""},
		{"tomorrow waits: a clock that ran ahead", "03-05 1x9", ""},
		{"too few of each counter", "03-01 1x4, 03-01 2x4", "03-01..03-01 8 []"},
		{"five of each", "03-01 1x5, 03-01 2x5", "03-01..03-01 10 [1 2]"},
		{"the rest would be told by what is named", "03-01 1x5, 03-01 2x3", "03-01..03-01 8 []"},
		{"the smallest hides the rest", "03-01 1x6, 03-01 2x5, 03-01 3x1", "03-01..03-01 12 [1]"},
		{"a rest of five hides itself", "03-01 1x5, 03-01 2x2, 03-01 3x3", "03-01..03-01 10 [1]"},
	} {
		var got []string
		for _, r := range PutTogether(7, waitingOn(t, test.waiting), "2026-03-04") {
			if r.Agency != 7 {
				t.Errorf("%s: agency %d", test.name, r.Agency)
			}
			got = append(got, fmt.Sprintf("%s..%s %d %v", r.First[5:], r.Last[5:], len(r.Comments),
				slices.Sorted(maps.Keys(r.Named))))
		}
		if got := strings.Join(got, "; "); got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, got, test.want)
		}
	}
}

// The order within a release has nothing to do with the receipts, which begin with the
// time, nor with the order in which the database gives them.
func TestCommentsAreMixed(t *testing.T) {
	var stored []ReleasedComment
	for i := range 40 {
		stored = append(stored, ReleasedComment{
			Receipt: Receipt{0: byte(i)}, Text: fmt.Sprintf("%02d", i), Counter: 3, Named: i%2 == 0,
		})
	}
	backwards := slices.Clone(stored)
	slices.Reverse(backwards)
	comments := mixed(stored)
	if d := cmp.Diff(comments, mixed(backwards)); d != "" {
		t.Errorf("the order depends on the database's:\n%s", d)
	}
	inTime := 0
	for i, c := range comments {
		if i > 0 && c.Text > comments[i-1].Text {
			inTime++
		}
		if odd := c.Text[1]%2 == 1; odd != (c.Counter == 0) {
			t.Errorf("comment %s is of counter %d", c.Text, c.Counter)
		}
	}
	if inTime < 10 || inTime > 30 {
		t.Errorf("%d of 39 follow in time", inTime)
	}
}

func TestPagesHoldWholeReleases(t *testing.T) {
	var releases []CommentRelease
	for i, count := range []int{5, 44, 7, 60, 5, 5} {
		releases = append(releases, CommentRelease{ID: ReleaseID(i), Count: count})
	}
	for _, test := range []struct {
		asked, page int
		want        []ReleaseID
	}{
		{1, 1, []ReleaseID{0, 1, 2}},
		{2, 2, []ReleaseID{3}},
		{3, 3, []ReleaseID{4, 5}},
		{0, 1, []ReleaseID{0, 1, 2}},
		{-3, 1, []ReleaseID{0, 1, 2}},
		{99, 3, []ReleaseID{4, 5}},
	} {
		page := pageOf(releases, test.asked)
		var got []ReleaseID
		for _, r := range page.Releases {
			got = append(got, r.ID)
		}
		if page.Page != test.page || page.Pages != 3 || page.Count != 126 || !slices.Equal(got, test.want) {
			t.Errorf("page %d: %+v", test.asked, page)
		}
	}
	if page := pageOf(nil, 1); page.Pages != 1 || page.Page != 1 || len(page.Releases) != 0 {
		t.Errorf("nothing: %+v", page)
	}
}

func TestFoldSearch(t *testing.T) {
	if got := FoldSearch("Chờ ĐỢI quá lâu"); got != "cho doi qua lau" {
		t.Error(got)
	}
}

func TestParseShort(t *testing.T) {
	receipt := Receipt{11: 0x12, 12: 0x34, 13: 0x56, 14: 0x78, 15: 0x9a}
	want := ShortCode(receipt[11:])
	short := receipt.Short()
	for _, typed := range []string{
		short, strings.ToLower(short), strings.Replace(short, "-", "", 1), strings.Replace(short, "-", " – ", 1),
		"  " + short + "\n",
	} {
		if got, err := ParseShort(typed); err != nil || got != want {
			t.Errorf("%q: %x, %v; want %x", typed, got, err, want)
		}
	}
	zero, err := ParseShort("OoIi-LlOO")
	if same, _ := ParseShort("0011-1100"); err != nil || zero != same {
		t.Errorf("O, I and L: %x, %v", zero, err)
	}
	for _, bad := range []string{"", "K7Q4", "K7Q4-92T", "K7Q4-92TDD", "K7Q4-92TU", "K7Q4_92TD", "ÀÀÀÀ", "K7Q4-92T\xff", "'; DROP"} {
		if _, err := ParseShort(bad); KindOf(err) != Invalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestMonthsBefore(t *testing.T) {
	for _, test := range []struct {
		day    Day
		months int
		want   Day
	}{
		{"2026-03-04", 24, "2024-03-04"},
		{"2026-01-15", 1, "2025-12-15"},
		{"2026-03-31", 1, "2026-02-28"},
		{"2024-03-31", 1, "2024-02-29"},
		{"2024-02-29", 24, "2022-02-28"},
		{"2026-12-31", 6, "2026-06-30"},
	} {
		if got := monthsBefore(test.day, test.months); got != test.want {
			t.Errorf("%d months before %s: %s, want %s", test.months, test.day, got, test.want)
		}
	}
}
