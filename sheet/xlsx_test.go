package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"hailong/survey"
)

// workbook is a file that excelize writes, as shared texts and typed cells.
func workbook(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// must ends the test where a workbook cannot be made.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// varied has what workbooks of people have.
func varied(t testing.TB) []byte {
	return workbook(t, func(f *excelize.File) {
		set := func(at string, value any) { must(t, f.SetCellValue("Sheet1", at, value)) }
		for i, name := range []string{" code ", "name", "count", "share", "open", "begin", "sum"} {
			set(string(rune('A'+i))+"3", name)
		}
		set("A5", "STP")
		must(t, f.SetCellRichText("Sheet1", "B5", []excelize.RichTextRun{
			{Text: "Sở ", Font: &excelize.Font{Bold: true}}, {Text: "Tư pha\u0301p "},
		}))
		set("C5", 30)
		set("D5", 0.1+0.2)
		set("E5", true)
		day := "d-mmm-yy"
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &day})
		must(t, err)
		set("F5", 46085)
		must(t, f.SetCellStyle("Sheet1", "F5", "F5", style))
		must(t, f.SetCellFormula("Sheet1", "G5", "C5*2"))
		must(t, f.MergeCell("Sheet1", "A6", "B6"))
		set("A6", "merged")
		set("E6", false)
	})
}

func TestAWorkbookOfManyKindsOfCells(t *testing.T) {
	want := &survey.Table{
		Columns: []string{"code", "name", "count", "share", "open", "begin", "sum"},
		Rows: []survey.Row{
			{Line: 5, Cells: []string{"STP", "Sở Tư pháp", "30", "0.3", "1", "2026-03-04", ""}},
			{Line: 6, Cells: []string{"merged", "", "", "", "0", "", ""}},
		},
	}
	got, err := Read(bytes.NewReader(varied(t)))
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("%v, %s", err, d)
	}
}

func TestTheFirstVisibleSheetIsRead(t *testing.T) {
	file := workbook(t, func(f *excelize.File) {
		for i, name := range []string{"Sheet1", "deep", "seen", "later"} {
			_, err := f.NewSheet(name)
			must(t, err)
			must(t, f.SetCellValue(name, "A1", name))
			must(t, f.SetCellValue(name, "A2", i))
		}
		f.SetActiveSheet(2)
		must(t, f.SetSheetVisible("Sheet1", false))
		must(t, f.SetSheetVisible("deep", false, true))
	})
	if got, err := Read(bytes.NewReader(file)); err != nil || got.Columns[0] != "seen" {
		t.Errorf("%+v, %v", got, err)
	}
}

// Parts of a workbook as other programs write them.
const (
	rels     = `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="/xl/workbook.xml"/></Relationships>`
	bookRels = `<Relationships><Relationship Id="s" Type="http://x/worksheet" Target="worksheets/one.xml"/>` +
		`<Relationship Id="c" Type="http://x/chartsheet" Target="charts/one.xml"/>` +
		`<Relationship Id="t" Type="http://x/sharedStrings" Target="texts.xml"/><Relationship Id="f" Type="http://x/styles" Target="styles.xml"/></Relationships>`
	bookXML = `<x:workbook xmlns:x="y"><x:workbookPr date1904="0"/><x:sheets><x:sheet name="c" r:id="c"/><x:sheet name="s" sheetId="9" r:id="s"/></x:sheets></x:workbook>`
	textXML = `<sst><si><t>shared</t><rPh sb="0" eb="1"><t>spoken</t></rPh></si><si><r><t>a_x0</t></r><r><t>041_ </t></r><r><t>_x005F_x0041__x000D_</t></r></si><si/></sst>`
	styles1 = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-42A]dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="#,##0 &quot;days&quot;"/>` +
		`<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>` +
		`<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="166"/><xf numFmtId="20"/></cellXfs></styleSheet>`
)

// packed is a workbook with one sheet, whose parts may be replaced.
func packed(t testing.TB, rows string, other map[string]string) []byte {
	t.Helper()
	parts := map[string]string{
		"_rels/.rels": rels, "xl/workbook.xml": bookXML, "xl/_rels/workbook.xml.rels": bookRels, "xl/texts.xml": textXML,
		"xl/styles.xml": styles1, "xl/worksheets/one.xml": "<worksheet><sheetData>" + rows + "</sheetData></worksheet>",
	}
	for name, text := range other {
		parts[name] = text
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		must(t, err)
		_, err = io.WriteString(w, text)
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

const headOfOne = `<row r="1"><c t="inlineStr"><is><t>a</t></is></c></row>`

func TestACellIsTheFactThatAPersonSees(t *testing.T) {
	for xml, want := range map[string]string{
		`<c><v>30</v></c>`: "30", `<c><v>30.0</v></c>`: "30", `<c><v>3E1</v></c>`: "30", `<c><v>-0</v></c>`: "0", `<c><v>-0.0</v></c>`: "0",
		`<c t="n"><v>0.30000000000000004</v></c>`: "0.3", `<c><v>83.25</v></c>`: "83.25", `<c><v>1.5E-7</v></c>`: "0.00000015",
		`<c><v>9007199254740993</v></c>`: "9007199254740993", `<c><v>1E20</v></c>`: "100000000000000000000",
		`<c t="b"><v>1</v></c>`: "1", `<c t="b"><v>0</v></c>`: "0", `<c t="b"><v>true</v></c>`: "1",
		`<c t="s"><v>0</v></c>`: "shared", `<c t="s"><v>1</v></c>`: "a_x0041_ _x0041_",
		`<c t="str"><f>A1</f><v>a_x000D_&#10;b</v></c>`: "a\nb", `<c><f>1+1</f><v>2</v></c>`: "2",
		`<c t="inlineStr"><is><r><t>a&#13;</t></r><r><t>b </t></r></is></c>`: "a\nb",
		`<c t="inlineStr"><is><t>'=1+1</t></is></c>`:                         "'=1+1", `<c t="inlineStr"><is><t>#N/A</t></is></c>`: "#N/A",
		`<c t="d"><v>2026-03-04</v></c>`: "2026-03-04", `<c t="d"><v>2026-03-04T10:42:05</v></c>`: "2026-03-04 10:42:05", `<c t="d"><v>2026-03-04T00:00:00</v></c>`: "2026-03-04",
		`<c s="1"><v>46085</v></c>`: "2026-03-04", `<c s="2"><v>46085</v></c>`: "2026-03-04", `<c s="3"><v>46085</v></c>`: "46085",
		`<c s="4"><v>46085.445891203708</v></c>`: "2026-03-04 10:42:05", `<c s="1"><v>46084.999999</v></c>`: "2026-03-04",
		`<c s="5"><v>1.5</v></c>`: "1.5", `<c s="6"><v>0.4375</v></c>`: "10:30:00", `<c s="1"><v>1</v></c>`: "1900-01-01", `<c s="1"><v>61</v></c>`: "1900-03-01",
		`<c s="1"><v>2958465</v></c>`: "9999-12-31", `<c s="1"><v>2958466</v></c>`: "2958466", `<c s="1"><v>-1</v></c>`: "-1", `<c s="99"><v>7</v></c>`: "7",
	} {
		if got := cells(t, packed(t, headOfOne+"<row>"+xml+"</row>", nil)); len(got) != 1 || got[0][0] != want {
			t.Errorf("%s: %q, want %q", xml, got, want)
		}
	}
}

func TestDaysAreCountedFrom1904WhereTheWorkbookSaysSo(t *testing.T) {
	for _, yes := range []string{"1", "true"} {
		old := map[string]string{"xl/workbook.xml": strings.Replace(bookXML, `date1904="0"`, `date1904="`+yes+`"`, 1)}
		got := cells(t, packed(t, headOfOne+`<row><c s="1"><v>44623.5</v></c></row><row><c s="1"><v>1</v></c></row>`, old))
		if d := cmp.Diff([][]string{{"2026-03-04 12:00:00"}, {"1904-01-02"}}, got); d != "" {
			t.Error(d)
		}
	}
}

func TestRowsAndColumnsOfASheetStandWhereTheirNumbersSay(t *testing.T) {
	text := func(at, s string) string { return fmt.Sprintf(`<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, at, s) }
	file := packed(t, `<row r="3">`+text("B3", "b")+text("D3", "d")+`<c r="F3" s="1"/></row><row r="4" spans="1:3"/><row r="9">`+
		text("C9", " ")+text("D9", "x")+`<c r="ZZ9" s="1"/></row><row>`+text("A10", "y")+`</row>`, nil)
	want := &survey.Table{
		Columns: []string{"", "b", "", "d"},
		Rows:    []survey.Row{{Line: 9, Cells: []string{"", "", "", "x"}}, {Line: 10, Cells: []string{"y", "", "", ""}}},
	}
	got, err := Read(bytes.NewReader(file))
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("%v, %s", err, d)
	}
}

func TestAllMistakesOfASheetAreNamedAtOnce(t *testing.T) {
	_, err := Read(bytes.NewReader(packed(t, headOfOne+
		`<row r="3"><c t="e"><v>#N/A</v></c></row><row r="5"><c><v>1</v></c><c r="D5"><v>2</v></c></row>`+
		`<row r="6"><c t="inlineStr"><is><t>a_x0007_b</t></is></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>`, nil)))
	want := []survey.Args{
		{"line": 3, "column": "a", "value": "#N/A"},
		{"line": 5, "column": "D", "cells": 4, "columns": 1},
		{"line": 6, "column": "a", "value": "a\ufffdb"},
		{"line": 6, "column": "B", "value": "#DIV/0!"},
	}
	if d := cmp.Diff(want, causes(t, err, len(want))); d != "" {
		t.Error(d)
	}
}

func TestReadXLSXRefuses(t *testing.T) {
	whole := packed(t, headOfOne, nil)
	with := func(name, text string) []byte { return packed(t, headOfOne, map[string]string{name: text}) }
	flipped := bytes.Clone(whole)
	flipped[bytes.Index(whole, []byte("PK\x01\x02"))-20] ^= 1
	for rule, tt := range map[string]struct {
		file []byte
		word string
	}{
		"half a file":                  {whole[:len(whole)/2], "sheet.no_workbook"},
		"another archive":              {with("_rels/.rels", "<a/>"), "sheet.no_workbook"},
		"a text document":              {with("xl/workbook.xml", "<w:document/>"), "sheet.no_workbook"},
		"a binary workbook":            {with("_rels/.rels", strings.Replace(rels, "workbook.xml", "styles.bin", 1)), "sheet.no_workbook"},
		"no visible sheet":             {with("xl/workbook.xml", strings.Replace(bookXML, `sheetId="9"`, `state="hidden"`, 1)), "sheet.hidden"},
		"a sheet without cells":        {packed(t, "", nil), "import.empty"},
		"a sheet of blanks":            {packed(t, `<row><c t="inlineStr"><is><t> </t></is></c></row>`, nil), "import.empty"},
		"a sheet that ends early":      {with("xl/worksheets/one.xml", "<worksheet><sheetData>"+headOfOne), "sheet.damaged"},
		"a sheet without rows' place":  {with("xl/worksheets/one.xml", "<worksheet/>"), "sheet.damaged"},
		"a flipped bit":                {flipped, "sheet.damaged"},
		"a text that is not there":     {packed(t, `<row><c t="s"><v>3</v></c></row>`, nil), "sheet.damaged"},
		"a text before the first":      {packed(t, `<row><c t="s"><v>-1</v></c></row>`, nil), "sheet.damaged"},
		"a number that is none":        {packed(t, `<row><c><v>thirty</v></c></row>`, nil), "sheet.damaged"},
		"a number without end":         {packed(t, `<row><c><v>Inf</v></c></row>`, nil), "sheet.damaged"},
		"a type that nobody knows":     {packed(t, `<row><c t="z"><v>1</v></c></row>`, nil), "sheet.damaged"},
		"a style that is none":         {packed(t, `<row><c s="x"><v>1</v></c></row>`, nil), "sheet.damaged"},
		"rows out of order":            {packed(t, `<row r="2"/><row r="1"/>`, nil), "sheet.damaged"},
		"a row beyond the last":        {packed(t, `<row r="1048577"/>`, nil), "sheet.damaged"},
		"cells out of order":           {packed(t, `<row><c r="B1"/><c r="A1"/></row>`, nil), "sheet.damaged"},
		"a cell beyond the last":       {packed(t, `<row><c r="XFE1"/></row>`, nil), "sheet.damaged"},
		"a cell with a name of no use": {packed(t, `<row><c r="1"/></row>`, nil), "sheet.damaged"},
		"tags that close nothing":      {packed(t, `</row></sheetData></worksheet></a>`, nil), "sheet.damaged"},
	} {
		if _, err := Read(bytes.NewReader(tt.file)); !says(err, survey.Invalid, tt.word) {
			t.Errorf("%s: %v, want %s", rule, err, tt.word)
		}
	}
}

// A few kilobytes may unpack to more than the machine has.
func TestABombIsTooLarge(t *testing.T) {
	one := func(text string) map[string]string { return map[string]string{"xl/worksheets/one.xml": text} }
	for name, file := range map[string][]byte{
		"one long text":  packed(t, headOfOne+"<row>"+strings.Repeat(" ", maxToken+1)+"</row>", nil),
		"one long tag":   packed(t, "", one("<worksheet "+strings.Repeat(`a="" `, maxToken/5)+"/>")),
		"many open tags": packed(t, "", one(strings.Repeat("<a>", maxToken))),
		"many cells":     packed(t, headOfOne+strings.Repeat(`<row><c><v>1</v></c></row>`, maxToken/10), nil),
	} {
		if len(file) > 64<<10 {
			t.Errorf("%s: %d bytes", name, len(file))
		}
		if _, err := readXLSX(file, 5*maxToken/2); !says(err, survey.TooLarge, "sheet.unpacked") {
			t.Errorf("%s: %v", name, err)
		}
	}
	far := packed(t, strings.Repeat(`<row><c r="XFD1" t="b"><v>1</v></c></row>`, 400), nil)
	if _, err := Read(bytes.NewReader(far)); !says(err, survey.TooLarge, "sheet.cells_many") {
		t.Errorf("cells far out: %v", err)
	}
}

func FuzzReadXLSX(f *testing.F) {
	_, ours := written(f, facts())
	for _, file := range [][]byte{ours, varied(f), packed(f, headOfOne+`<row><c s="1"><v>46085</v></c></row>`, nil), []byte("PK")} {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		table, err := readXLSX(file, 1<<20)
		if err != nil {
			if kind := survey.KindOf(err); kind != survey.Invalid && kind != survey.TooLarge {
				t.Errorf("%v", err)
			}
			return
		}
		checkTable(t, table)
	})
}

// Compression hides a part's text from the fuzzer; here it is written in the open.
func FuzzReadSheet(f *testing.F) {
	f.Add(headOfOne+`<row><c s="1"><v>46085</v></c><c t="s"><v>1</v></c></row>`, textXML, styles1, bookXML)
	f.Fuzz(func(t *testing.T, rows, texts, styles, book string) {
		file := packed(t, rows, map[string]string{"xl/texts.xml": texts, "xl/styles.xml": styles, "xl/workbook.xml": book})
		table, err := readXLSX(file, 1<<20)
		if err != nil {
			if kind := survey.KindOf(err); kind != survey.Invalid && kind != survey.TooLarge {
				t.Errorf("%v", err)
			}
			return
		}
		checkTable(t, table)
	})
}

// A spreadsheet set to another country takes 05/01 for the first of May, and leaves
// 13/02, which is no day there, as a text: nobody sees it.
func TestAColumnOfDaysAndOfDaysAsTextIsRefused(t *testing.T) {
	may := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	write := func(first, second any) []byte {
		f := excelize.NewFile()
		for cell, value := range map[string]any{"A1": "code", "B1": "opened_on", "A2": "1", "B2": first, "A3": "2", "B3": second} {
			if err := f.SetCellValue("Sheet1", cell, value); err != nil {
				t.Fatal(err)
			}
		}
		b, err := f.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	_, err := Read(bytes.NewReader(write(may, "13/02/2026")))
	e, ok := errors.AsType[*survey.Error](err)
	if !ok || len(e.Causes) != 1 || e.Causes[0].Word != "sheet.swapped_days" || e.Causes[0].Field != "3:opened_on" {
		t.Errorf("%v", err)
	}
	for name, file := range map[string][]byte{
		"days alone": write(may, may), "texts alone": write("05/01/2026", "13/02/2026"), "a day and 2026-02-13": write(may, "2026-02-13"),
	} {
		if _, err := Read(bytes.NewReader(file)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
