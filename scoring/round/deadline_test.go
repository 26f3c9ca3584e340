package round

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/survey"
)

func TestDeadlinesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]survey.Day{
		"Quý I/2022":                      "2022-03-31",
		"quý iv/2022":                     "2022-12-31",
		"Quý II, III/2022":                "2022-09-30",
		"Quý I và quý II năm 2022":        "2022-06-30",
		"Quý II - IV/2022":                "2022-12-31",
		"Quý 3/2022":                      "2022-09-30",
		"Trong quý II/2022.":              "2022-06-30",
		"Trong Quý III":                   "2022-09-30",
		"Quý IV/năm 2023":                 "2023-12-31",
		"Tháng 3/2022":                    "2022-03-31",
		"Tháng 02/2024":                   "2024-02-29",
		"Tháng 6, 12/2022":                "2022-12-31",
		"Trong tháng 6":                   "2022-06-30",
		"Tháng 11 năm 2022":               "2022-11-30",
		"Năm 2022":                        "2022-12-31",
		"Trong năm 2022 (theo hướng dẫn)": "2022-12-31",
		"Trong năm":                       "2022-12-31",
		"6 tháng đầu năm 2022":            "2022-06-30",
		"Trước ngày 15/12/2022":           "2022-12-15",
		"Trước 15/12/2022":                "2022-12-15",
		"Chậm nhất ngày 5/4":              "2022-04-05",
		"15/12/2022":                      "2022-12-15",
		"Quý\u00a0I/2022":                 "2022-03-31",
		"Qu\u0079\u0301 I/2022":           "2022-03-31", // decomposed
		"Tháng 3/2021":                    "2021-03-31",
		"Từ tháng 11/2022":                "",
		"Từ năm 2022-2025":                "",
		"Năm 2022 - 2023":                 "",
		"Thường xuyên":                    "",
		"Theo quy định":                   "",
		"Trước tháng 6/2022":              "", // the end of May, or of June
		"Đầu quý II/2022":                 "",
		"Quý III, I/2022":                 "",
		"Quý V/2022":                      "",
		"Quý IIII/2022":                   "",
		"Tháng 13/2022":                   "",
		"Tháng 0/2022":                    "",
		"30/2/2022":                       "",
		"Năm 1022":                        "",
		"Năm":                             "",
		"":                                "",
		"Quý I/2022, tháng 6/2022":        "",
		"Hằng quý":                        "",
		"Trong năm 2022 theo tiến độ của Bộ": "",
	} {
		got, ok := ReadDeadline(text, 2022)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v; want %q", text, got, ok, want)
		}
	}
}

// The province's plan of 2022, as it was issued: 39 of its 60 deadlines name a day, three
// of them in the year before.
func TestTheDeadlinesOfThePlanOf2022(t *testing.T) {
	read, questioned := map[survey.Day]int{}, []string{}
	unread := map[string]int{}
	for _, row := range planOf2022(t).Rows {
		number, text := row.Cells[0]+"."+row.Cells[2], row.Cells[5]
		day, ok := ReadDeadline(text, 2022)
		switch {
		case !ok:
			unread[text]++
		case Questioned(day, 2022):
			questioned = append(questioned, number+" "+string(day))
		default:
			read[day]++
		}
	}
	taskDiff(t, read, map[survey.Day]int{
		"2022-01-31": 2, "2022-03-31": 7, "2022-06-30": 4, "2022-09-30": 1, "2022-12-31": 22,
	})
	taskDiff(t, questioned, []string{"III.3 2021-03-31", "VII.1 2021-12-31", "VII.6 2021-03-31"})
	taskDiff(t, unread, map[string]int{
		"Theo tiến độ triển khai của Trung ương": 5, "Từ tháng 11/2022": 3, "Theo chỉ đạo của UBND tỉnh": 2,
		"Theo tiến độ của Trung ương": 1, "Theo tiến độ triển khai của cấp có thẩm quyền": 1,
		"Từ Quý I/2022": 1, "Từ năm 2022-2025": 1, "Thường xuyên": 1, "Thực hiện theo tiến độ được phê duyệt": 1,
		"Từ năm 2022": 1, "Năm 2022 - 2023 (sau khi có hướng dẫn của Bộ Khoa học và Công nghệ)": 1,
		"Theo tiến độ của Bộ Nội vụ": 1, "Theo quy định": 1, "Theo Đề án/Hướng dẫn của Bộ Nội vụ": 1,
	})
}

func taskDiff[T any](t *testing.T, got, want T) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func planOf2022(t testing.TB) *survey.Table {
	t.Helper()
	table, err := PlanTasks2022()
	if err != nil || len(table.Rows) != 60 {
		t.Fatal(table, err)
	}
	return table
}

// Whatever is read is a day that there is, the last of its month unless one was named.
func FuzzReadDeadline(f *testing.F) {
	for _, row := range planOf2022(f).Rows {
		f.Add(row.Cells[5], 2022)
	}
	for _, s := range slices.Sorted(maps.Keys(quarters)) {
		f.Add("Trước ngày 1/"+s+"/2022 (quý "+s+")", 2023)
	}
	f.Fuzz(func(t *testing.T, text string, year int) {
		if year < 2000 || year > 2099 {
			return
		}
		day, ok := ReadDeadline(text, year)
		if !ok {
			if day != "" {
				t.Fatalf("%q: unread, and %q", text, day)
			}
			return
		}
		at, err := time.Parse(time.DateOnly, string(day))
		if err != nil || at.Year() < 2000 || at.Year() > 2099 {
			t.Fatalf("%q: %q", text, day)
		}
		if at.AddDate(0, 0, 1).Day() != 1 && strings.Count(text, "/") == 0 {
			t.Fatalf("%q: %q is no month's end", text, day)
		}
	})
}
