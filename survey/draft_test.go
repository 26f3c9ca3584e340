package survey

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// noon is the present of these tests.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, office)

const aReceipt = "01890a5d-ac96-774b-bcce-b302099a8057"

// good is a draft that breaks no rule.
func good() *Draft {
	return &Draft{Counter: "7K3MQ2XVT1", Receipt: aReceipt, Channel: ChannelQR, Answers: map[string]int{"TC": 5}}
}

func TestAGoodDraftBecomesAResponse(t *testing.T) {
	d := good()
	d.Stage, d.NA, d.Comment = StageReceived, []string{"KQ", "KQ"}, "  Cảm ơn!\r\n"
	d.Answers = map[string]int{"TC": 5, "TTHC": 3, "O": 4}
	now := noon.Add(1500 * time.Nanosecond)
	got, err := province().Check(d, now)
	if err != nil {
		t.Fatal(err)
	}
	receipt, _ := ParseReceipt(aReceipt)
	at := noon.UTC().Add(2 * time.Microsecond)
	want := Response{
		Receipt: receipt, Counter: justice1, Plan: thisYear, Questionnaire: 1,
		AnsweredAt: at, ReceivedAt: at, Day: "2026-03-04", Channel: ChannelQR, Stage: StageReceived,
		Levels: "53-x-4", Status: StatusValid, Comment: "Cảm ơn!",
		Tally: Tally{
			TallyKey: TallyKey{Counter: justice1, Agency: 1, Plan: thisYear, Questionnaire: 1, Month: "2026-03", Channel: ChannelQR},
			Received: 1, Sums: Sums{1, 1, 2, 1, 2, 4}, Factors: [MaxFactors]Share{{1, 1}, {0, 1}},
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestCheckRefuses(t *testing.T) {
	tests := []struct {
		rule  string
		spoil func(*Draft)
		kind  Kind
		field string
		word  string
	}{
		{"an unknown counter", func(d *Draft) { d.Counter = "7K3MQ2XVT8" }, NotFound, "counter", "counter.unknown"},
		{"a replaced code", func(d *Draft) { d.Counter = "7K3MQ2XVT9" }, Closed, "counter", "counter.replaced"},
		{"a closed counter", func(d *Draft) { d.Counter = "7K3MQ2XVT3" }, Closed, "counter", "counter.closed"},
		{"a malformed receipt", func(d *Draft) { d.Receipt = "1" }, Invalid, "receipt", "receipt.malformed"},
		{"an unknown form", func(d *Draft) { d.Form = "short@9" }, Invalid, "form", "questionnaire.unknown"},
		{
			"a time ahead of ours", func(d *Draft) { d.AnsweredAt = noon.Add(maxAhead + time.Microsecond) },
			Invalid, "answered_at", "response.future",
		},
		{
			"a time of no plan", func(d *Draft) { d.AnsweredAt = noon.AddDate(-1, 9, 0) }, // 4 December
			Closed, "counter", "plan.ended",
		},
		{"nothing answered", func(d *Draft) { d.Answers = nil }, Invalid, "answers", "response.empty"},
		{"a stage alone", func(d *Draft) { d.Answers, d.Stage = nil, StageOther }, Invalid, "answers", "response.empty"},
		{"a blank comment alone", func(d *Draft) { d.Answers, d.Comment = nil, " \r\n\t\x01" }, Invalid, "answers", "response.empty"},
	}
	for _, tt := range tests {
		d := good()
		tt.spoil(d)
		_, err := province().Check(d, noon)
		if e, ok := err.(*Error); !ok || e.Kind != tt.kind || e.Field != tt.field || e.Word != tt.word {
			t.Errorf("%s: %v; want %s %s at %s", tt.rule, err, tt.kind, tt.word, tt.field)
		}
	}
}

func TestCheckNamesEachMistake(t *testing.T) {
	tests := []struct {
		rule  string
		spoil func(*Draft)
		want  map[string]string // field to word
	}{
		{"level 0", func(d *Draft) { d.Answers["TC"] = 0 }, map[string]string{"answers.TC": "response.level"}},
		{"level 6", func(d *Draft) { d.Answers["CC"] = 6 }, map[string]string{"answers.CC": "response.level"}},
		{"level -1", func(d *Draft) { d.Answers["O"] = -1 }, map[string]string{"answers.O": "response.level"}},
		{"an unknown question", func(d *Draft) { d.Answers["15"] = 5 }, map[string]string{"answers.15": "response.question"}},
		{"not applicable to an unknown question", func(d *Draft) { d.NA = []string{"15"} }, map[string]string{"answers.15": "response.question"}},
		{"not applicable where the form does not offer it", func(d *Draft) { d.NA = []string{"CC"} }, map[string]string{"answers.CC": "response.na"}},
		{
			"answered and not applicable", func(d *Draft) { d.Answers["KQ"], d.NA = 4, []string{"KQ"} },
			map[string]string{"answers.KQ": "response.level"},
		},
		{"a comment of 2001 characters", func(d *Draft) { d.Comment = strings.Repeat("ộ", 2001) }, map[string]string{"comment": "response.comment_long"}},
		{"NUL in the comment", func(d *Draft) { d.Comment = "a\x00b" }, map[string]string{"comment": "response.unreadable"}},
		{"a comment that is no UTF-8", func(d *Draft) { d.Comment = "a\xffb" }, map[string]string{"comment": "response.unreadable"}},
		{
			"everything at once", func(d *Draft) { d.Answers, d.NA, d.Comment = map[string]int{"TC": 9, "Z": 1}, []string{"CC"}, "\x00" },
			map[string]string{
				"answers.TC": "response.level", "answers.Z": "response.question", "answers.CC": "response.na",
				"comment": "response.unreadable",
			},
		},
	}
	for _, tt := range tests {
		d := good()
		tt.spoil(d)
		_, err := province().Check(d, noon)
		e, ok := err.(*Error)
		if !ok || e.Kind != Invalid || e.Word != "response.invalid" {
			t.Errorf("%s: %v", tt.rule, err)
			continue
		}
		got := map[string]string{}
		for _, cause := range e.Causes {
			got[cause.Field] = cause.Word
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%s: %s", tt.rule, d)
		}
	}
}

func TestCommentIsCleaned(t *testing.T) {
	tests := []struct{ rule, typed, want string }{
		{"accents are composed", "Ca\u0309m o\u031bn", "Cảm ơn"},
		{"line ends are one character", "một\r\nhai", "một\nhai"},
		{"control characters go, tabs and line ends stay", "a\x07b\tc\nd\x7fe", "ab\tc\nde"},
		{"2000 characters are taken", strings.Repeat("ộ", 2000), strings.Repeat("ộ", 2000)},
		{"counted after composing and trimming", " " + strings.Repeat("o\u0323\u0302", 2000) + " ", strings.Repeat("ộ", 2000)},
	}
	for _, tt := range tests {
		d := good()
		d.Comment = tt.typed
		if r, err := province().Check(d, noon); err != nil || r.Comment != tt.want {
			t.Errorf("%s: %.40q, %v", tt.rule, r.Comment, err)
		}
	}
}

func TestWhatIsStoredAndNotCounted(t *testing.T) {
	december := time.Date(2026, 12, 11, 0, 0, 0, 0, office)
	inTime := december.Add(-time.Microsecond)
	november := time.Date(2026, 11, 30, 23, 59, 59, 0, office)
	tests := []struct {
		rule  string
		draft func(*Draft)
		now   time.Time
		want  Status
	}{
		{"a comment alone", func(d *Draft) { d.Answers, d.Comment = nil, "Chờ lâu" }, noon, StatusEmpty},
		{"not applicable alone", func(d *Draft) { d.Answers, d.NA = nil, []string{"KQ"} }, noon, StatusEmpty},
		{"the overall question alone", func(d *Draft) { d.Answers = map[string]int{"O": 5} }, noon, StatusEmpty},
		{"sent on the last day that is accepted", func(d *Draft) { d.AnsweredAt = november }, inTime, StatusValid},
		{"sent a day later", func(d *Draft) { d.AnsweredAt = november }, december, StatusLate},
		{"empty stays empty, however late", func(d *Draft) { d.AnsweredAt, d.Answers = november, map[string]int{"O": 5} }, december, StatusEmpty},
		{"a device's clock a little ahead", func(d *Draft) { d.AnsweredAt = noon.Add(maxAhead) }, noon, StatusValid},
		{
			"a clock ahead over midnight of the first day", func(d *Draft) { d.AnsweredAt = time.Date(2026, 1, 1, 0, 1, 0, 0, office) },
			time.Date(2025, 12, 31, 23, 59, 0, 0, office), StatusValid,
		},
	}
	for _, tt := range tests {
		d := good()
		tt.draft(d)
		r, err := province().Check(d, tt.now)
		if err != nil || r.Status != tt.want {
			t.Errorf("%s: status %d, %v; want %d", tt.rule, r.Status, err, tt.want)
			continue
		}
		if counted := r.Tally.N == 1; counted != (tt.want == StatusValid) || r.Tally.Received != 1 {
			t.Errorf("%s: adds %+v", tt.rule, r.Tally)
		}
	}
}

func TestWhetherACounterWasOpenIsJudgedAtTheAnswersTime(t *testing.T) {
	d := good()
	d.Counter, d.AnsweredAt = "7K3MQ2XVT3", time.Date(2026, 1, 31, 23, 0, 0, 0, office)
	if r, err := province().Check(d, noon); err != nil || r.Day != "2026-01-31" {
		t.Errorf("answered on the counter's last day, sent in March: %v", err)
	}
}

func TestFormOfTheResponse(t *testing.T) {
	c := province()
	for form, want := range map[string]struct {
		id     QuestionnaireID
		counts bool
	}{
		"":        {1, true}, // what the counter shows now
		"short@1": {1, true},
		"short@2": {3, true},  // another version still counts
		"sipas@1": {2, false}, // another form never does
	} {
		d := good()
		d.Form, d.Answers = form, map[string]int{"TC": 5}
		if form == "sipas@1" {
			d.Answers = map[string]int{"15": 5}
		}
		r, err := c.Check(d, noon)
		if err != nil || r.Questionnaire != want.id || c.Counts(&r) != want.counts {
			t.Errorf("form %q: %d, %v, counts %v", form, r.Questionnaire, err, c.Counts(&r))
		}
	}
}
