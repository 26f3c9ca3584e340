package frontend

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hailong/scoring"
	"hailong/scoring/report"
	book "hailong/sheet"
	"hailong/survey"
)

// officeTables are the tables of all pages, by name.
func officeTables(t *testing.T, p *province, lang survey.Lang) map[string]*Table {
	t.Helper()
	const origin = "https://hailong.example.vn"
	all := map[string]*Table{}
	for plan := survey.PlanID(1); plan <= 4; plan++ {
		name := fmt.Sprintf(" plan %d", plan)
		home := NewHomePage(testFrame(lang, "/", ""), p.catalogue, p.plan(plan), p.board(t, plan))
		all["home"+name] = home.Table(origin)
		for i := range p.catalogue.Groups {
			g := &p.catalogue.Groups[i]
			for _, query := range []string{"", "q=xyz", "sort=name&order=desc", "verdict=too_few"} {
				values, _ := url.ParseQuery(query)
				page := NewGroupPage(testFrame(lang, "/", ""), p.board(t, plan), g, values)
				all["group "+g.Code+query+name] = page.Table(origin)
			}
		}
		for _, a := range p.catalogue.PlanAgencies(p.plan(plan)) {
			d := p.detail(t, plan, a.ID)
			all["agency "+a.Code+name] = NewAgencyTable(testFrame(lang, "/", ""), d, origin)
		}
	}
	return all
}

// everything is what a table's files hold, unpacked.
func everything(t *testing.T, table *Table) string {
	t.Helper()
	var csv, xlsx bytes.Buffer
	if err := book.WriteCSV(&csv, table.Flat()); err != nil {
		t.Fatal(err)
	}
	if err := book.WriteXLSX(&xlsx, table.Workbook()...); err != nil {
		t.Fatal(err)
	}
	parts, err := zip.NewReader(bytes.NewReader(xlsx.Bytes()), int64(xlsx.Len()))
	if err != nil {
		t.Fatal(err)
	}
	text := csv.String()
	for _, part := range parts.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		text += string(b)
	}
	return text
}

// row finds a row of the flat table, its cells by head, nil where there is none.
func (t *Table) row(part, code string) map[string]any {
	flat := t.Flat()
	for _, cells := range flat.Rows {
		if cells[0] == part && cells[1] == code {
			row := map[string]any{}
			for i, head := range flat.Head {
				row[head] = cells[i]
			}
			return row
		}
	}
	return nil
}

// unsaid is what a missing word, an empty placeholder or a broken number looks like.
var unsaid = regexp.MustCompile(`table\.[a-z_]+|\{[a-z]+\}|NaN|%!`)

func TestTablesAreSound(t *testing.T) {
	p := newProvince()
	for _, lang := range survey.Languages {
		for name, table := range officeTables(t, p, lang) {
			text := everything(t, table)
			if found := unsaid.FindString(text); found != "" {
				t.Errorf("%s %s: has %q", lang, name, found)
			}
			for _, s := range table.Workbook() {
				for _, row := range s.Rows {
					if len(row) != len(s.Head) {
						t.Errorf("%s %s, %s: %d cells under %d heads", lang, name, s.Name, len(row), len(s.Head))
					}
				}
			}
		}
	}
}

// hiddenCells are parts of an agency that its page keeps back, by part and code.
func hiddenCells(d *report.Detail) map[string][]report.Cell {
	hidden := map[string][]report.Cell{}
	keep := func(part string, cells []report.Cell) {
		for _, c := range cells {
			if !c.Score.Eligible() || !d.Score.Eligible() && part == "question" {
				hidden[part] = append(hidden[part], c)
			}
		}
	}
	var factors []report.Cell
	for _, f := range d.Factors {
		factors = append(factors, report.Cell{Code: f.Code, Score: f.Score})
	}
	keep("agency", []report.Cell{{Code: d.Agency.Code, Score: d.Score}})
	keep("factor", factors)
	keep("month", d.Months)
	keep("counter", d.Counters)
	keep("channel", d.Channels)
	keep("stage", d.Stages)
	keep("question", d.Questions)
	return hidden
}

// unlisted tells whether the page lists no such parts at all: an agency without a score
// has neither factors nor questions.
func unlisted(d *report.Detail, part string) bool {
	return !d.Score.Eligible() && (part == "factor" || part == "question")
}

// What a page keeps back is in no file: below the minimum, a counter that would give
// another away, a factor that too few answered.
func TestNothingThatAPageHidesIsInItsTable(t *testing.T) {
	p := newProvince()
	seen := map[scoring.Official]int{}
	for _, lang := range survey.Languages {
		for _, a := range p.catalogue.PlanAgencies(p.plan(1)) {
			d := p.detail(t, 1, a.ID)
			if a.ID == 2 {
				d.Factors[4].Score.Official = scoring.TooFew
				d.Questions[4].Score.Official = scoring.TooFew
			}
			table := NewAgencyTable(testFrame(lang, "/", ""), d, "")
			text := everything(t, table)
			for part, cells := range hiddenCells(d) {
				for _, c := range cells {
					seen[c.Score.Official]++
					name := part + " " + a.Code + " " + c.Code
					checkUnsaid(t, name, text, c.Score)
					if row := table.row(part, c.Code); row != nil || !unlisted(d, part) {
						checkHidden(t, name, row, c.Score)
					}
				}
			}
		}
	}
	if seen[scoring.TooFew] == 0 || seen[scoring.NoService] == 0 || seen[scoring.Withheld] == 0 {
		t.Errorf("the province has %v hidden cells: not every kind was tried", seen)
	}
}

// checkHidden looks at the row of a figure that is hidden: it has the count and nothing
// else, and a count of answers is none of responses.
func checkHidden(t *testing.T, name string, row map[string]any, s scoring.Score) {
	t.Helper()
	if row == nil {
		t.Fatalf("%s: no row", name)
	}
	for _, head := range []string{"satisfied", "score", "low", "high", "target", "certain", "previous_score", "change"} {
		if row[head] != nil {
			t.Errorf("%s: %s is %v", name, head, row[head])
		}
	}
	counted, other := "responses", "answers"
	if row["part"] == "factor" || row["part"] == "question" {
		counted, other = other, counted
	}
	if row[counted] != s.Responses || row[other] != nil {
		t.Errorf("%s: %v %s, want %d; %v %s", name, row[counted], counted, s.Responses, row[other], other)
	}
}

func checkUnsaid(t *testing.T, name, text string, s scoring.Score) {
	t.Helper()
	for _, x := range []float64{s.Percent(), s.Interval.Low, s.Interval.High} {
		if number := strconv.FormatFloat(x, 'f', -1, 64); len(number) > 7 && strings.Contains(text, number) {
			t.Errorf("%s: the files hold %s", name, number)
		}
	}
}

// Below the minimum the province's and the group's tables have the count only.
func TestTablesOfManyHideTheSmall(t *testing.T) {
	p := newProvince()
	for name, table := range officeTables(t, p, survey.Vietnamese) {
		if !strings.HasSuffix(name, "plan 1") || strings.HasPrefix(name, "agency") {
			continue
		}
		text := everything(t, table)
		for _, id := range []survey.AgencyID{6, 7, 14} {
			d := p.detail(t, 1, id)
			checkUnsaid(t, name+" "+d.Agency.Code, text, d.Score)
			group := "group " + d.Agency.Group
			row, all := table.row("agency", d.Agency.Code), []string{"home", group, group + "sort=name&order=desc"}
			if row != nil || slices.Contains(all, strings.TrimSuffix(name, " plan 1")) {
				checkHidden(t, name+" "+d.Agency.Code, row, d.Score)
			}
		}
	}
}

func TestAGroupsTableIsFilteredAndSortedAsItsPage(t *testing.T) {
	p := newProvince()
	values, _ := url.ParseQuery("q=so&sort=name&order=desc")
	f := testFrame(survey.Vietnamese, "/groups/department", "")
	table := NewGroupPage(f, p.board(t, 1), p.catalogue.GroupByCode("department"), values).Table("https://x.vn")
	var codes []string
	for _, row := range table.Flat().Rows {
		codes = append(codes, row[1].(string))
	}
	if got, want := strings.Join(codes, " "), "SYT STP STNMT SNN SNV SDL SNGV department"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	notes := table.Workbook()[2].Rows
	if last := notes[len(notes)-1]; last[1] != "tên có “so”, so với chỉ tiêu: tất cả" {
		t.Errorf("the filter is not said: %v", last)
	}
	page := slices.IndexFunc(notes, func(row []any) bool { return row[0] == "Địa chỉ trang" })
	if want := "https://x.vn/groups/department?order=desc&q=so&sort=name&year=2022"; notes[page][1] != want {
		t.Errorf("the page is at %v", notes[page][1])
	}
}

func TestAgencyWorkbookHasASheetForEachPart(t *testing.T) {
	p := newProvince()
	want := map[survey.Lang]string{
		survey.Vietnamese: "Tổng hợp|Yếu tố|Tháng|Quầy|Kênh|Giai đoạn|Câu hỏi|Phương pháp",
		survey.English:    "Summary|Factors|Months|Counters|Channels|Stages|Questions|Method",
	}
	for _, lang := range survey.Languages {
		var names []string
		for _, s := range NewAgencyTable(testFrame(lang, "/", ""), p.detail(t, 1, 2), "").Workbook() {
			names = append(names, s.Name)
		}
		if got := strings.Join(names, "|"); got != want[lang] {
			t.Errorf("got %s", got)
		}
	}
}

func TestFilesAreNamedInASCII(t *testing.T) {
	official, trial := survey.Plan{Official: true, Year: 2026}, survey.Plan{Code: "thử/1"}
	real, demo := &Office{}, &Office{Frame: Frame{Simulated: true}}
	for want, got := range map[string]string{
		"hailong-2026":            real.tableName(&official),
		"hailong-MO-PHONG-2026":   demo.tableName(&official),
		"hailong-2026-department": real.tableName(&official, "department"),
		"hailong-th--1-UBND-NT":   real.tableName(&trial, "UBND-NT"),
		"hailong-2026---":         real.tableName(&official, `"Đ`),
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
