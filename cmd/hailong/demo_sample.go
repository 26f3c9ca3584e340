package main

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"
	"strings"

	"hailong/sheet"
	"hailong/survey"
)

// demoSeed makes every demonstration the same.
const demoSeed = 2022

// demoAgencies are the 44 agencies of the plan of 2022.
//
//go:embed sample/agencies_2022.csv
var demoAgencies []byte

// demoRandom draws the same tokens each time, so that a printed code goes on
// working when the demonstration is started again. Real tokens never come from it.
func demoRandom() io.Reader {
	var seed [32]byte
	seed[0] = demoSeed & 0xff
	return rand.NewChaCha8(seed)
}

// demoYear is one year's official plan.
type demoYear struct {
	year         int
	starts, ends survey.Day
}

// demoCalendar is what the demonstration's present is.
type demoCalendar struct {
	present, past demoYear
	yesterday     survey.Day
}

// demoYears picks the running year, or before 1 March last year's, prolonged so
// that it still takes answers: a demonstration in January should not be empty.
func demoYears(today survey.Day) demoCalendar {
	year := today.Time().Year()
	ends := day(year, "12-31")
	if today < day(year, "03-01") {
		ends = day(year, "03-01").AddDays(-1)
		year--
	}
	return demoCalendar{
		present:   demoYear{year, day(year, "01-01"), ends},
		past:      demoYear{year - 1, day(year-1, "01-01"), day(year-1, "12-31")},
		yesterday: today.AddDays(-1),
	}
}

func day(year int, rest string) survey.Day { return survey.Day(strconv.Itoa(year) + "-" + rest) }

// setUpDemo imports agencies, counters and plans as Sở Nội vụ would.
func setUpDemo(ctx context.Context, setup *survey.Setup, years demoCalendar) error {
	if _, err := setup.InstallQuestionnaires(ctx); err != nil {
		return err
	}
	agencies, err := sheet.ReadCSV(bytes.NewReader(demoAgencies))
	if err != nil {
		return err
	}
	if _, err := setup.ImportAgencies(ctx, agencies, nil, ""); err != nil {
		return err
	}
	if _, err := setup.ImportCounters(ctx, demoCounters(agencies)); err != nil {
		return err
	}
	_, err = setup.ImportPlans(ctx, demoPlans(agencies, years))
	return err
}

// demoDesks are the counters of agencies that have several; the others have one.
var demoDesks = map[string][]string{
	"STP":     {"Quầy Lý lịch tư pháp", "Quầy Hộ tịch, quốc tịch", "Quầy Luật sư, công chứng"},
	"STNMT":   {"Quầy Đất đai", "Quầy Môi trường, khoáng sản"},
	"SXD":     {"Quầy Cấp phép xây dựng", "Quầy Quy hoạch"},
	"SKHDT":   {"Quầy Đăng ký kinh doanh", "Quầy Đầu tư"},
	"UBND-NT": {"Quầy Đất đai", "Quầy Hộ tịch, chứng thực", "Quầy Đăng ký kinh doanh"},
	"UBND-CR": {"Quầy Đất đai", "Quầy Hộ tịch, chứng thực"},
	"UBND-NH": {"Quầy Đất đai", "Quầy Hộ tịch, chứng thực"},
	"BHXH":    {"Quầy Thu, sổ thẻ", "Quầy Chế độ bảo hiểm"},
}

func demoCounters(agencies *survey.Table) *survey.Table {
	t := &survey.Table{Columns: []string{
		"code", "agency", "name_vi", "name_en", "place_vi", "place_en", "hours",
	}}
	for _, row := range agencies.Rows {
		agency, group := row.Cells[0], row.Cells[3]
		desks := demoDesks[agency]
		if desks == nil {
			desks = []string{"Bộ phận Tiếp nhận và Trả kết quả"}
		}
		place := [2]string{"Trụ sở cơ quan", "At the agency"}
		if group == "department" {
			place = [2]string{"Trung tâm Phục vụ hành chính công tỉnh", "Provincial Public Service Centre"}
		}
		for i, desk := range desks {
			t.Rows = append(t.Rows, survey.Row{Line: len(t.Rows) + 2, Cells: []string{
				fmt.Sprintf("%s-%02d", agency, i+1), agency, desk, fmt.Sprintf("Counter %d", i+1),
				place[0], place[1], "1-5 07:30-11:30 13:30-17:00",
			}})
		}
	}
	return t
}

// demoGroups are the groups of the plan of 2022: its agencies are surveyed and ranked.
var demoGroups = []string{"department", "district", "central_branch", "public_unit"}

// demoLong are the two counters, of two agencies, that try the 19 questions.
const demoLong = "STP-03|UBND-NT-03"

func demoPlans(agencies *survey.Table, years demoCalendar) *survey.Table {
	t := &survey.Table{Columns: []string{
		"code", "year", "name_vi", "name_en", "starts", "ends", "form", "target", "groups", "counters",
		"transactions", "official", "public",
	}}
	add := func(cells ...string) {
		t.Rows = append(t.Rows, survey.Row{Line: len(t.Rows) + 2, Cells: cells})
	}
	for _, y := range []demoYear{years.present, years.past} {
		year := strconv.Itoa(y.year)
		add(year, year, "Khảo sát năm "+year, "Survey of "+year, string(y.starts), string(y.ends), "short@1", ">83",
			strings.Join(demoGroups, "|"), "", demoTransactions(agencies), "yes", "yes")
	}
	y := years.present
	year := strconv.Itoa(y.year)
	add(year+"-19", year, "Khảo sát thử phiếu 19 câu năm "+year, "Trial of the 19 questions, "+year,
		string(y.starts), string(y.ends), "sipas@1", ">83", "", demoLong, "", "no", "yes")
	return t
}

func demoTransactions(agencies *survey.Table) string {
	var pairs []string
	for i, row := range agencies.Rows {
		pairs = append(pairs, fmt.Sprintf("%s=%d", row.Cells[0], demoCharacter(i).transactions))
	}
	return strings.Join(pairs, "|")
}
