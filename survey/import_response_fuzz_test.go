package survey

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
)

// tableOfLines makes a table of any text, as wide as its head; nil without a head.
func tableOfLines(text string) *Table {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = ';', -1, true
	records, err := r.ReadAll()
	if err != nil || len(records) == 0 {
		return nil
	}
	t := &Table{Columns: records[0]}
	for i, record := range records[1:] {
		cells := slices.Concat(record, make([]string, len(t.Columns)))[:len(t.Columns)]
		t.Rows = append(t.Rows, Row{Line: i + 2, Cells: cells})
	}
	return t
}

func FuzzImportResponses(f *testing.F) {
	f.Add(mappingFull, twins)
	f.Add(strings.Replace(mappingFull, "Kết quả;;", "Kết quả;;Chưa có=na|1=5", 1), exportHead+"2026/03/04 10:42:05 SA GMT+7;STP-01;5 - Rất hài lòng;Bình thường;Chưa có;ừ")
	f.Add(mappingHead+"form;;sipas@1;\nanswered_at;;4/3/2026;mdy\ncounter;;7K3MQ2XVT2;\n15;A;;\n28;B;;=|=\nstage;C;;x=-\n", "A;B;C\n1;na;x\n5;;Khác")
	f.Fuzz(func(t *testing.T, mapping, export string) {
		m, e := tableOfLines(mapping), tableOfLines(export)
		if m == nil || e == nil {
			return
		}
		c := province()
		read := func(rows []Row) *responseReader {
			ready, err := readMapping(c, m, e)
			if err != nil {
				if KindOf(err) != Invalid {
					t.Fatalf("a fault of ours: %v", err)
				}
				return nil
			}
			r := newResponseReader(c, ready, noon)
			for i := range rows {
				r.read(&rows[i])
			}
			return r
		}
		whole := read(e.Rows)
		if whole == nil {
			return
		}
		for _, mistake := range whole.mistakes {
			if mistake.Word == "internal" {
				t.Errorf("a fault of ours at %s", mistake.Field)
			}
		}
		seen := map[Receipt]bool{}
		for i := range whole.rows {
			o := &whole.rows[i].response
			holds(t, c, o)
			if seen[o.Receipt] || o.Channel != ChannelImport || o.AnsweredAt.After(noon.Add(maxAhead)) {
				t.Errorf("%+v", o)
			}
			seen[o.Receipt] = true
		}
		trial := whole.trial(len(e.Rows))
		if trial.New != len(whole.rows) || trial.New != trial.Counted+trial.Late+trial.Unanswered+trial.OtherForm {
			t.Errorf("%+v", trial)
		}
		shorter := receipts(read(e.Rows[:len(e.Rows)/2]))
		if !slices.Equal(shorter, receipts(whole)[:len(shorter)]) {
			t.Error("a longer file gives other receipts")
		}
	})
}
