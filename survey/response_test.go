package survey

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestChannelsAndStagesAreReadByTheirNames(t *testing.T) {
	for _, name := range channelNames[1:] {
		if c, err := ParseChannel(name); err != nil || c.String() != name || c.Open() != (name == "qr" || name == "link") {
			t.Errorf("channel %s is read as %s, %v", name, c, err)
		}
	}
	for _, name := range stageNames {
		if s, err := ParseStage(name); err != nil || s.String() != name {
			t.Errorf("stage %q is read as %s, %v", name, s, err)
		}
	}
	for _, name := range []string{"QR", "fax", " qr", strings.Repeat("x", 1000)} {
		if _, err := ParseChannel(name); KindOf(err) != Invalid || len(err.Error()) > 100 {
			t.Errorf("channel %.10q: %v", name, err)
		}
		if _, err := ParseStage(name); KindOf(err) != Invalid {
			t.Errorf("stage %.10q: %v", name, err)
		}
	}
	if _, err := ParseChannel(""); KindOf(err) != Invalid {
		t.Errorf("a channel must be said: %v", err)
	}
	for _, s := range Stages {
		if s == StageNone {
			t.Error("nobody chooses to say nothing")
		}
	}
}

// The questions of the short form are TC, TTHC, CC, KQ, PAKN and the overall O.
func TestLevelsAreCountedByTheRule(t *testing.T) {
	q := shortForm()
	tests := []struct {
		rule   string
		levels Levels
		sums   Sums
		shares map[string]Share
	}{
		{
			"4 and 5 are satisfied", "45----",
			Sums{1, 2, 2, 4, 4, 4},
			map[string]Share{"TC": {1, 1}, "TTHC": {1, 1}},
		},
		{
			"Bình thường is given and not satisfied", "3-----",
			Sums{1, 0, 1, 0, 0, 1},
			map[string]Share{"TC": {0, 1}},
		},
		{
			"1 and 2 are given and not satisfied", "512---",
			Sums{1, 1, 3, 1, 3, 9},
			map[string]Share{"TC": {1, 1}, "TTHC": {0, 1}, "CC": {0, 1}},
		},
		{
			"empty and not applicable are in neither", "4--xx-",
			Sums{1, 1, 1, 1, 1, 1},
			map[string]Share{"TC": {1, 1}},
		},
		{"overall never counts", "-----5", Sums{}, nil},
		{"overall changes nothing", "4----1", Sums{1, 1, 1, 1, 1, 1}, map[string]Share{"TC": {1, 1}}},
		{"nothing that counts is no response of the sums", "---xx3", Sums{}, nil},
	}
	for _, tt := range tests {
		sums, factors := tt.levels.Count(&q)
		if sums != tt.sums {
			t.Errorf("%s: %s gives %+v, want %+v", tt.rule, tt.levels, sums, tt.sums)
		}
		var want [MaxFactors]Share
		for code, share := range tt.shares {
			want[q.FactorIndex(code)] = share
		}
		if d := cmp.Diff(want, factors); d != "" {
			t.Errorf("%s: %s", tt.rule, d)
		}
	}
}

func TestFactorsGatherTheirQuestions(t *testing.T) {
	q := sipas()
	levels := Levels("5432" + "1111" + "55555" + "xxx" + "---")
	sums, factors := levels.Count(&q)
	if want := (Sums{1, 7, 13, 49, 91, 169}); sums != want {
		t.Errorf("got %+v, want %+v", sums, want)
	}
	want := [MaxFactors]Share{{2, 4}, {0, 4}, {5, 5}}
	if d := cmp.Diff(want, factors); d != "" {
		t.Error(d)
	}
}

func TestTallyOfAResponseByItsStatus(t *testing.T) {
	q := shortForm()
	r := Response{Counter: 3, Plan: 2, Questionnaire: 1, Day: "2026-03-04", Channel: ChannelKiosk, Levels: "4-----"}
	tests := map[Status]Tally{
		StatusValid: {Received: 1, Sums: Sums{1, 1, 1, 1, 1, 1}, Factors: [MaxFactors]Share{{1, 1}}},
		StatusLate:  {Received: 1, Late: 1},
		StatusEmpty: {Received: 1},
	}
	for status, want := range tests {
		want.TallyKey = TallyKey{Counter: 3, Agency: 9, Plan: 2, Questionnaire: 1, Month: "2026-03", Channel: ChannelKiosk}
		r.Status = status
		if d := cmp.Diff(want, TallyOf(&r, 9, &q)); d != "" {
			t.Errorf("status %d: %s", status, d)
		}
	}
}

func TestSameAnswers(t *testing.T) {
	r := Response{Counter: 1, Questionnaire: 1, Levels: "5-----", Stage: StageOther}
	same := r
	same.Comment, same.Day, same.Channel = "khác", "2026-01-01", ChannelLink
	if !r.SameAnswers(&same) {
		t.Error("comment, time and channel make no other answer")
	}
	for name, change := range map[string]func(*Response){
		"counter": func(o *Response) { o.Counter = 2 }, "form": func(o *Response) { o.Questionnaire = 2 },
		"levels": func(o *Response) { o.Levels = "4-----" }, "stage": func(o *Response) { o.Stage = StageNone },
	} {
		o := r
		change(&o)
		if r.SameAnswers(&o) {
			t.Errorf("another %s is another answer", name)
		}
	}
}
