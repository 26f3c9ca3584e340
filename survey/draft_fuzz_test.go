package survey

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func FuzzDraftCheck(f *testing.F) {
	f.Add("7K3MQ2XVT1", aReceipt, "", "TC", 5, "KQ", "Cảm ơn", int64(0), int8(0))
	f.Add("7K3MQ2XVT2", aReceipt, "sipas@1", "15", 3, "28", "", int64(-86400), int8(3))
	f.Add("", "", "short@2", "", 0, "", "\x00", int64(1), int8(-1))
	f.Fuzz(func(t *testing.T, counter, receipt, form, code string, level int, na, comment string, ago int64, stage int8) {
		c := province()
		d := &Draft{
			Counter: counter, Receipt: receipt, Form: form, Channel: ChannelQR, Stage: Stage(stage),
			Answers: map[string]int{code: level, "TC": 4}, NA: []string{na}, Comment: comment,
			AnsweredAt: noon.Add(time.Duration(ago%40_000_000) * time.Second),
		}
		before := maps.Clone(d.Answers)
		r, err := c.Check(d, noon)
		if err != nil {
			if KindOf(err) == Internal {
				t.Errorf("a fault of ours: %v", err)
			}
			return
		}
		holds(t, c, &r)
		if !maps.Equal(before, d.Answers) {
			t.Error("the draft was changed")
		}
	})
}

// holds checks what is true of every response that may be stored.
func holds(t *testing.T, c *Catalogue, r *Response) {
	t.Helper()
	q := c.Questionnaire(r.Questionnaire)
	if len(r.Levels) != len(q.Questions) || strings.Trim(string(r.Levels), "12345x-") != "" {
		t.Errorf("levels %q on %s", r.Levels, q.Ref())
	}
	var y, m int64
	for _, share := range r.Tally.Factors {
		y, m = y+share.Satisfied, m+share.Given
		if share.Satisfied > share.Given {
			t.Errorf("factor with %+v", share)
		}
	}
	want := SumsOf(y, m)
	if r.Tally.Sums != want || (m > 0) != (r.Status == StatusValid) {
		t.Errorf("status %d, sums %+v, factors say %+v", r.Status, r.Tally.Sums, want)
	}
	if r.Tally.Month != r.Day.Month() || !slices.Contains([]Status{StatusValid, StatusLate, StatusEmpty}, r.Status) {
		t.Errorf("%+v", r)
	}
	if len([]rune(r.Comment)) > MaxComment || strings.ContainsRune(r.Comment, 0) {
		t.Errorf("comment %q", r.Comment)
	}
}
