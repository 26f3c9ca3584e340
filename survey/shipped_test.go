package survey

import (
	"encoding/csv"
	"os"
	"testing"
)

// rows reads a CSV of testdata, each row by column name.
func rows(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, cell := range line {
			row[lines[0][i]] = cell
		}
		list = append(list, row)
	}
	return list
}

func TestShippedShortFormHasTheAgreedWording(t *testing.T) {
	q, want := Shipped()[0], rows(t, "short_form.csv")
	if q.Ref() != "short@1" || q.Seconds != 30 || len(q.Questions) != len(want) {
		t.Fatalf("%s, %d seconds, %d questions", q.Ref(), q.Seconds, len(q.Questions))
	}
	for i, row := range want {
		counts := row["counts"] == "yes"
		agreed := Question{
			Code: row["code"], Factor: row["factor"], Counts: counts,
			Text:          Text{row["text_vi"], row["text_en"]},
			Hint:          Text{row["hint_vi"], row["hint_en"]},
			NotApplicable: Text{row["not_applicable_vi"], row["not_applicable_en"]},
		}
		if q.Questions[i] != agreed {
			t.Errorf("question %d\n got %+v\nwant %+v", i+1, q.Questions[i], agreed)
		}
	}
}

func TestShippedSipasHasTheOfficialWording(t *testing.T) {
	q, want := Shipped()[1], rows(t, "sipas_items_1001.csv")
	if q.Ref() != "sipas@1" || q.Seconds != 180 || len(q.Questions) != len(want) {
		t.Fatalf("%s, %d seconds, %d questions", q.Ref(), q.Seconds, len(q.Questions))
	}
	for i, row := range want {
		got := q.Questions[i]
		if got.Code != row["item_no"] || got.Text.VI != row["text_vi"] || got.Factor != row["factor_code"] {
			t.Errorf("item %s: %+v", row["item_no"], got)
		}
		if name := q.Factors[q.FactorIndex(got.Factor)].Name.VI; name != row["factor_vi"] {
			t.Errorf("item %s: factor %q, want %q", row["item_no"], name, row["factor_vi"])
		}
	}
}

func TestShippedSipasOffersNotApplicableWhereThereIsNothingToRate(t *testing.T) {
	offered := map[string]Text{}
	for _, question := range Shipped()[1].Questions {
		if question.NotApplicable != (Text{}) {
			offered[question.Code] = question.NotApplicable
		}
	}
	for _, code := range []string{"28", "29", "30"} {
		if offered[code] != (Text{"Chưa nhận kết quả", "No result yet"}) {
			t.Errorf("%s offers %+v", code, offered[code])
		}
	}
	for _, code := range []string{"31", "32", "33"} {
		if offered[code] != (Text{"Chưa từng phản ánh", "Never complained"}) {
			t.Errorf("%s offers %+v", code, offered[code])
		}
	}
	if len(offered) != 6 {
		t.Errorf("%d questions offer it, want 6", len(offered))
	}
}

func TestShippedQuestionnairesAreUsableAndComplete(t *testing.T) {
	for _, q := range Shipped() {
		if err := q.Check(); err != nil {
			t.Error(err)
		}
		for _, f := range q.Factors {
			if f.Name.VI == "" || f.Name.EN == "" || f.Short.VI == "" || f.Short.EN == "" {
				t.Errorf("%s: factor %s is not named in both languages", q.Ref(), f.Code)
			}
		}
		for _, question := range q.Questions {
			if question.Text.EN == "" {
				t.Errorf("%s: question %s has no English", q.Ref(), question.Code)
			}
		}
	}
}
