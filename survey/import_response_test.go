package survey

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// readResponses reads an export by a mapping in the made-up province, at noon of
// 4 March 2026.
func readResponses(t testing.TB, mapping, export string) *responseReader {
	t.Helper()
	c := province()
	c.Counters[0].Name = Text{VI: "Quầy Lý lịch tư pháp"}
	c.Counters[1].Name, c.Counters[3].Name = Text{VI: "Quầy một cửa"}, Text{VI: "Quầy một cửa"}
	table := sheetOf(t, export)
	m, err := readMapping(c, sheetOf(t, mapping), table)
	if err != nil {
		t.Fatal(wrong(err))
	}
	r := newResponseReader(c, m, noon)
	for i := range table.Rows {
		r.read(&table.Rows[i])
	}
	return r
}

func TestARowBecomesAResponse(t *testing.T) {
	mapping := strings.Replace(mappingFull, "Kết quả;;", "Kết quả;;Chưa có=na", 1)
	export := exportHead + `04/03/2026 10:42:05;STP-01;Hài lòng;5;Chưa có;"  Cán bộ
tận tình  "`
	r := readResponses(t, mapping, export)
	if err := r.Err(); err != nil || len(r.rows) != 1 {
		t.Fatalf("%v, %d rows", wrong(err), len(r.rows))
	}
	got := r.rows[0].response
	want := Response{
		Receipt: got.Receipt, Counter: justice1, Plan: thisYear, Questionnaire: 1,
		AnsweredAt: time.Date(2026, 3, 4, 3, 42, 5, 0, time.UTC), ReceivedAt: noon.UTC(), Day: "2026-03-04",
		Channel: ChannelImport, Levels: "-45x--", Status: StatusValid, Comment: "Cán bộ\ntận tình", Tally: got.Tally,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if _, err := ParseReceipt(got.Receipt.String()); err != nil {
		t.Errorf("receipt %s: %v", got.Receipt, err)
	}
	if got.Tally.Channel != ChannelImport || got.Tally.Sums != SumsOf(2, 2) {
		t.Errorf("tally %+v", got.Tally)
	}
}

func TestRowMistakesNameRowAndColumn(t *testing.T) {
	long := strings.Repeat("ý", MaxComment+1)
	tests := map[string]struct {
		row  string
		want []string
	}{
		"a word that nobody knows":          {"4/3/2026 10:42;STP-01;Tốt;5;5;", []string{"2:Thủ tục responses.level"}},
		"a word of another question":        {"4/3/2026 10:42;STP-01;4;Chưa nhận kết quả;5;", []string{"2:Công chức responses.level"}},
		"an unknown counter":                {"4/3/2026 10:42;STP-99;5;5;5;", []string{"2:Quầy responses.counter"}},
		"a name that several counters have": {"4/3/2026 10:42;Quầy một cửa;5;5;5;", []string{"2:Quầy responses.counter_many"}},
		"no counter":                        {"4/3/2026 10:42;;5;5;5;", []string{"2:Quầy import.needed"}},
		"no time":                           {";STP-01;5;5;5;", []string{"2:Dấu thời gian import.needed"}},
		"a time that is none":               {"sáng nay;STP-01;5;5;5;", []string{"2:Dấu thời gian responses.time"}},
		"the month first":                   {"3/14/2026 10:42;STP-01;5;5;5;", []string{"2:Dấu thời gian responses.time_month_first"}},
		"in the future":                     {"5/3/2026 10:42;STP-01;5;5;5;", []string{"2:Dấu thời gian response.future"}},
		"after the plan":                    {"1/12/2025 10:42;STP-01;5;5;5;", []string{"2:Dấu thời gian plan.ended"}},
		"before any plan":                   {"1/12/2024 10:42;STP-01;5;5;5;", []string{"2:Dấu thời gian plan.not_begun"}},
		"at a closed counter":               {"4/3/2026 10:42;STP-03;5;5;5;", []string{"2:Quầy counter.closed"}},
		"a comment too long":                {"4/3/2026 10:42;STP-01;5;5;5;" + long, []string{"2:Ý kiến response.comment_long"}},
		"everything at once": {
			"3/14/2026;STP-99;7;Tốt;8;",
			[]string{
				"2:Thủ tục responses.level", "2:Công chức responses.level", "2:Kết quả responses.level",
				"2:Quầy responses.counter", "2:Dấu thời gian responses.time_month_first",
			},
		},
		"an answer that cannot be read is no blank row": {"4/3/2026;STP-01;?;;;", []string{"2:Thủ tục responses.level"}},
	}
	for name, tt := range tests {
		r := readResponses(t, mappingFull, exportHead+tt.row)
		if d := cmp.Diff(append([]string{"import.refused"}, tt.want...), wrong(r.Err())); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		if len(r.rows)+r.blank != 0 {
			t.Errorf("%s: the row was taken", name)
		}
	}
}

func TestCountersAreFoundByWhatMenWrite(t *testing.T) {
	mapping := strings.Replace(mappingFull, "Quầy;;", "Quầy;;Tầng 1=STP-01|một cửa=CDYT-01", 1)
	for cell, want := range map[string]CounterID{
		"STP-01": justice1, "stp-01": justice1, "7K3MQ2XVT1": justice1, "7k3mq2xvt9": justice1,
		"Quầy lý lịch TƯ PHÁP": justice1, "tầng 1": justice1, "Một cửa": college,
	} {
		r := readResponses(t, mapping, exportHead+"4/3/2026 10:42;"+cell+";5;;;")
		if err := r.Err(); err != nil || r.rows[0].response.Counter != want {
			t.Errorf("%q: %v", cell, wrong(err))
		}
	}
}

func TestWhatIsTheSameForAllRowsStandsInTheMapping(t *testing.T) {
	mapping := mappingHead + "form;;short@1;\nanswered_at;;4/3/2026;\ncounter;;STP-01;\nstage;;received;\nTC;Tiếp cận;;\n"
	r := readResponses(t, mapping, "Tiếp cận\n5\n4\n")
	if err := r.Err(); err != nil || len(r.rows) != 2 {
		t.Fatalf("%v, %d rows", wrong(err), len(r.rows))
	}
	o := r.rows[1].response
	if o.Counter != justice1 || !o.AnsweredAt.Equal(noon) || o.Stage != StageReceived || o.Levels != "4-----" {
		t.Errorf("%+v", o)
	}
}

func TestStagesAreReadByTheirWords(t *testing.T) {
	mapping := strings.Replace(mappingFull, "KQ;Kết quả;;", "stage;Kết quả;;Đến lấy giấy=received|?=-", 1)
	for cell, want := range map[string]Stage{
		"Nộp hồ sơ": StageSubmitted, "add papers": StageSupplemented, "refused": StageRefused,
		"đến lấy giấy": StageReceived, "?": StageNone, "": StageNone,
	} {
		r := readResponses(t, mapping, exportHead+"4/3/2026 10:42;STP-01;5;;"+cell+";")
		if err := r.Err(); err != nil || r.rows[0].response.Stage != want {
			t.Errorf("%q: %v", cell, wrong(err))
		}
	}
	r := readResponses(t, mapping, exportHead+"4/3/2026 10:42;STP-01;5;;đi chơi;")
	if d := cmp.Diff([]string{"import.refused", "2:Kết quả responses.stage"}, wrong(r.Err())); d != "" {
		t.Error(d)
	}
}

func TestARowWithoutAnswersIsLeftOut(t *testing.T) {
	r := readResponses(t, mappingFull, exportHead+"4/3/2026;STP-01;;;;\n;;;;;\nhôm qua;STP-99;;;; \n4/3/2026;STP-01;;;;Cảm ơn\n")
	if err := r.Err(); err != nil || r.blank != 3 || len(r.rows) != 1 || r.rows[0].response.Status != StatusEmpty {
		t.Errorf("%v, %d blank, %+v", wrong(err), r.blank, r.rows)
	}
}

const twins = exportHead + "4/3/2026 10:42:05;STP-01;5;5;5;\n4/3/2026 10:42:05;STP-01;5;5;5;\n" +
	"4/3/2026 10:42:05;STP-01;5;5;4;\n4/3/2026 10:42:05;STP-01;5;5;5;tốt\n4/3/2026 10:42:05;CDYT-01;5;5;5;\n" +
	"4/3/2026 10:42:06;STP-01;5;5;5;\n"

func receipts(r *responseReader) []Receipt {
	list := make([]Receipt, len(r.rows))
	for i := range r.rows {
		list[i] = r.rows[i].response.Receipt
	}
	return list
}

func TestReceiptsFollowFromTheAnswers(t *testing.T) {
	first := receipts(readResponses(t, mappingFull, twins))
	seen := map[Receipt]bool{}
	for _, receipt := range first {
		if seen[receipt] {
			t.Errorf("%s is there twice", receipt)
		}
		seen[receipt] = true
	}
	tests := map[string]string{
		"the same file":    twins,
		"a longer file":    twins + "4/3/2026 10:42:05;STP-01;5;5;5;\n4/3/2026 11:00;STP-01;1;;;\n",
		"rows between":     strings.Replace(twins, exportHead, exportHead+"4/3/2026 9:00;STP-01;1;;;\n", 1),
		"times in another": strings.ReplaceAll(twins, "4/3/2026", "2026-03-04"),
		"counters by name": strings.ReplaceAll(twins, "STP-01", "Quầy Lý lịch tư pháp"),
		"levels by word":   strings.ReplaceAll(twins, ";5;", ";Rất hài lòng;"),
	}
	for name, export := range tests {
		again := map[Receipt]bool{}
		for _, receipt := range receipts(readResponses(t, mappingFull, export)) {
			again[receipt] = true
		}
		for i, receipt := range first {
			if !again[receipt] {
				t.Errorf("%s: row %d has another receipt", name, i+2)
			}
		}
	}
}

// Counter, answers and comment are each part of the receipt: a row that is gone
// moves no other's.
func TestARowThatIsLeftOutChangesNoOtherReceipt(t *testing.T) {
	first := receipts(readResponses(t, mappingFull, twins))
	rows := strings.SplitAfter(strings.TrimPrefix(twins, exportHead), "\n")
	for i := 1; i < len(first); i++ {
		fewer := exportHead + strings.Join(slices.Delete(slices.Clone(rows), i, i+1), "")
		want := slices.Delete(slices.Clone(first), i, i+1)
		if got := receipts(readResponses(t, mappingFull, fewer)); !slices.Equal(got, want) {
			t.Errorf("without row %d: %v, want %v", i+2, got, want)
		}
	}
}

func TestATrialSaysWhatIsInTheFile(t *testing.T) {
	export := exportHead + "4/3/2026 10:42:05;STP-01;5;4;Chưa nhận kết quả;\n4/3/2026 10:42:05;STP-01;5;4;Chưa nhận kết quả;\n" +
		"1/6/2025;STP-01;1;;;\n3/3/2026;STP-02;;3;;\n4/3/2026;CDYT-01;;;;Cảm ơn\n4/3/2026;CDYT-01;;;;\n"
	r := readResponses(t, mappingFull, export)
	got := r.trial(6)
	short := r.mapping.form
	want := &ResponseTrial{
		Form: "short@1", Rows: 6, Blank: 1, Alike: 1, New: 5,
		Counted: 2, Late: 1, Unanswered: 1, OtherForm: 1, First: "2025-06-01", Last: "2026-03-04",
		Questions: []QuestionCount{
			{Question: &short.Questions[1], Levels: [5]int{1, 0, 0, 0, 2}, Empty: 2},
			{Question: &short.Questions[2], Levels: [5]int{0, 0, 1, 2, 0}, Empty: 2},
			{Question: &short.Questions[3], NotApplicable: 2, Empty: 3},
		},
		Counters:  []CounterCount{{"CDYT-01", 1}, {"STP-01", 3}, {"STP-02", 1}},
		catalogue: got.catalogue, list: got.list,
	}
	if d := cmp.Diff(*want, *got, cmp.AllowUnexported(ResponseTrial{}), cmp.Comparer(func(a, b *Catalogue) bool { return a == b })); d != "" {
		t.Error(d)
	}
	if len(got.list) != 5 {
		t.Errorf("%d are new", len(got.list))
	}
}
