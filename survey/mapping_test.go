package survey

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sheetOf reads CSV as the room sheet does, which stands above this one.
func sheetOf(t testing.TB, text string) *Table {
	t.Helper()
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	records, err := r.ReadAll()
	if err != nil || len(records) == 0 {
		t.Fatalf("%q: %v", text, err)
	}
	table := &Table{Columns: records[0]}
	for i, cells := range records[1:] {
		table.Rows = append(table.Rows, Row{Line: i + 2, Cells: cells})
	}
	return table
}

// wrong are the mistakes of an error: line:column word.
func wrong(err error) []string {
	e, ok := errors.AsType[*Error](err)
	if !ok || len(e.Causes) == 0 {
		return nil
	}
	list := []string{e.Word}
	for _, c := range e.Causes {
		list = append(list, c.Field+" "+c.Word)
	}
	return list
}

const (
	exportHead  = "Dấu thời gian;Quầy;Thủ tục;Công chức;Kết quả;Ý kiến\n"
	mappingHead = "field;column;value;words\n"
	mappingBase = mappingHead + "form;;short@1;\nanswered_at;Dấu thời gian;;\ncounter;Quầy;;\n" +
		"TTHC;Thủ tục;;\nCC;Công chức;;\nKQ;Kết quả;;\n"
	mappingFull = mappingBase + "comment;Ý kiến;;\n"
)

func TestMappingMistakes(t *testing.T) {
	const refused = "responses.mapping_refused"
	tests := map[string]struct {
		mapping string
		want    []string
	}{
		"none": {mappingFull, nil},
		"heads are compared without regard to letters, blanks and marks": {
			strings.Replace(mappingFull, "Dấu thời gian", "  DẤU  thời\u00a0gian\u200b", 1), nil,
		},
		"fields that are no questions, in capitals": {strings.Replace(mappingFull, "counter", "COUNTER", 1), nil},
		"ignored columns":     {mappingBase + "ignore;Ý kiến;;\n", nil},
		"a column of its own": {"field;cột\nform;short@1\n", []string{refused, "1:cột import.column"}},
		"no field": {
			mappingFull + ";Thủ tục;;\n", []string{refused, "9:field import.needed"},
		},
		"an unknown field": {
			mappingFull + "TTHCC;Thủ tục;;\n", []string{refused, "9:field responses.field"},
		},
		"a field twice": {
			mappingFull + "TTHC;Thủ tục;;\n", []string{refused, "9:field responses.field_twice"},
		},
		"a column twice": {
			mappingFull + "TC;Thủ tục;;\n", []string{refused, "9:column responses.column_used"},
		},
		"a column that is not there": {
			mappingFull + "TC;Tiếp cận;;\n", []string{refused, "9:column responses.column_unknown"},
		},
		"a column that is left out": {mappingBase, []string{refused, "1:column responses.column_left"}},
		"no form": {
			strings.Replace(mappingFull, "form;;short@1;\n", "", 1), []string{refused, "1:field responses.form_missing"},
		},
		"an unknown form": {
			strings.Replace(mappingFull, "short@1", "short@9", 1), []string{refused, "2:value responses.form"},
		},
		"a form in a column": {
			strings.Replace(mappingFull, "form;;short@1", "form;Quầy;", 1),
			[]string{refused, "2:value responses.form_value", "4:column responses.column_used"},
		},
		"a question of another form": {
			strings.Replace(mappingFull, "TTHC;", "15;", 1), []string{refused, "5:field responses.field"},
		},
		"no counter and no time": {
			mappingHead + "form;;short@1;\nTC;Thủ tục;;\nignore;Dấu thời gian;;\nignore;Quầy;;\nignore;Công chức;;\n" +
				"ignore;Kết quả;;\nignore;Ý kiến;;\n",
			[]string{refused, "1:field responses.field_missing", "1:field responses.field_missing"},
		},
		"no question that counts": {
			mappingHead + "form;;short@1;\nO;Thủ tục;;\nanswered_at;Dấu thời gian;;\ncounter;Quầy;;\nignore;Công chức;;\n" +
				"ignore;Kết quả;;\nignore;Ý kiến;;\n",
			[]string{refused, "1:field responses.questions_none"},
		},
		"a column and a value": {
			strings.Replace(mappingFull, "Quầy;;", "Quầy;STP-01;", 1), []string{refused, "4:column responses.column_or_value"},
		},
		"neither": {
			mappingFull + "stage;;;\n", []string{refused, "9:column responses.column_or_value"},
		},
		"an answer that is the same for all": {
			mappingFull + "TC;;5;\n", []string{refused, "9:value responses.value"},
		},
		"a counter that is not there": {
			strings.Replace(mappingFull, "counter;Quầy;;", "counter;;STP-99;", 1),
			[]string{refused, "4:value responses.counter", "1:column responses.column_left"},
		},
		"a stage that is none": {
			mappingFull + "stage;;hôm nay;\n", []string{refused, "9:value responses.stage"},
		},
		"a time that is none": {
			strings.Replace(mappingFull, "answered_at;Dấu thời gian;;", "answered_at;;hôm qua;\nignore;Dấu thời gian;;", 1),
			[]string{refused, "3:value responses.time"},
		},
		"words without a meaning": {
			strings.Replace(mappingFull, "Thủ tục;;", "Thủ tục;;Tốt=5|Kém", 1), []string{refused, "5:words responses.words"},
		},
		"a meaning that is none": {
			strings.Replace(mappingFull, "Thủ tục;;", "Thủ tục;;Tốt=6|=5|Kém=", 1),
			[]string{refused, "5:words responses.words", "5:words responses.words", "5:words responses.words"},
		},
		"not applicable where the question has no such answer": {
			strings.Replace(mappingFull, "Công chức;;", "Công chức;;Không gặp=na", 1), []string{refused, "6:words responses.words"},
		},
		"a word twice": {
			strings.Replace(mappingFull, "Thủ tục;;", "Thủ tục;;Tốt=5|tốt =4", 1), []string{refused, "5:words responses.words_twice"},
		},
		"words of a comment": {
			strings.Replace(mappingFull, "Ý kiến;;", "Ý kiến;;Tốt=5", 1), []string{refused, "8:words responses.words_none"},
		},
		"an order of days that is none": {
			strings.Replace(mappingFull, "Dấu thời gian;;", "Dấu thời gian;;ymd", 1), []string{refused, "3:words responses.words_order"},
		},
		"words that name no counter": {
			strings.Replace(mappingFull, "Quầy;;", "Quầy;;Tầng 1=STP-99", 1), []string{refused, "4:words responses.words"},
		},
	}
	for name, tt := range tests {
		_, err := readMapping(province(), sheetOf(t, tt.mapping), sheetOf(t, exportHead))
		if d := cmp.Diff(tt.want, wrong(err)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestAnExportWhoseColumnsCannotBeToldApart(t *testing.T) {
	const refused = "responses.mapping_refused"
	tests := map[string]struct {
		export string
		want   []string
	}{
		"one name twice": {
			strings.Replace(exportHead, "\n", ";THỦ  TỤC\n", 1), []string{refused, "5:column responses.column_twice"},
		},
		"no name, and cells": {
			strings.Replace(exportHead, "\n", ";\n", 1) + "4/3/2026;STP-01;5;5;5;;mất tên", []string{refused, "1:column responses.column_nameless"},
		},
		"no name, and nothing in it": {strings.Replace(exportHead, "\n", ";\n", 1) + "4/3/2026;STP-01;5;5;5;;", nil},
	}
	for name, tt := range tests {
		_, err := readMapping(province(), sheetOf(t, mappingFull), sheetOf(t, tt.export))
		if d := cmp.Diff(tt.want, wrong(err)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestWordsThatAnswer(t *testing.T) {
	q := shortForm()
	result, officer := &q.Questions[3], &q.Questions[2]
	reversed := map[string]string{"1": "5", "2": "4", "3": "3", "4": "2", "5": "1"}
	const none = byte(0)
	tests := []struct {
		cell     string
		question *Question
		listed   map[string]string
		want     byte
	}{
		{"5", officer, nil, '5'},
		{"0", officer, nil, none},
		{"6", officer, nil, none},
		{"", officer, nil, LevelEmpty},
		{"Rất hài lòng", officer, nil, '5'},
		{" rất  HÀI lòng ", officer, nil, '5'},
		{"Ra\u0302\u0301t ha\u0300i lo\u0300ng", officer, nil, '5'},
		{"Không hài lòng", officer, nil, '2'},
		{"Very dis\u00adsatisfied", officer, nil, '1'},
		{"5 - Rất hài lòng", officer, nil, '5'},
		{"5. Rất hài lòng", officer, nil, '5'},
		{"(5) Rất hài lòng", officer, nil, '5'},
		{"5 Rất hài lòng", officer, nil, '5'},
		{"1 - Rất không hài lòng", officer, nil, '1'},
		{"1 - Rất hài lòng", officer, nil, none},
		{"5 - Tuyệt vời", officer, nil, none},
		{"55", officer, nil, none},
		{"5.0", officer, nil, none},
		{"5/5", officer, nil, none},
		{"Tốt", officer, nil, none},
		{"Tốt", officer, map[string]string{"tốt": "4"}, '4'},
		{"5 - Tốt", officer, map[string]string{"tốt": "5"}, '5'},
		{"4 - Tốt", officer, map[string]string{"tốt": "5"}, none},
		{"Hài lòng", officer, map[string]string{"hài lòng": "5"}, '5'},
		{"Không trả lời", officer, map[string]string{"không trả lời": "-"}, LevelEmpty},
		{"na", officer, nil, none},
		{"Chưa nhận kết quả", officer, nil, none},
		{"Chưa nhận kết quả", result, nil, LevelNotApplicable},
		{"No result yet", result, nil, LevelNotApplicable},
		{"NA", result, nil, LevelNotApplicable},
		{"n/a", result, nil, LevelNotApplicable},
		{"Chưa từng phản ánh", result, nil, none},
		{"Chưa có", result, map[string]string{"chưa có": "na"}, LevelNotApplicable},
		{"1", officer, reversed, '5'},
		{"1 - Rất hài lòng", officer, reversed, '5'},
		{"5 - Rất hài lòng", officer, reversed, none},
		{"4", officer, map[string]string{"1": "5", "2": "3"}, none},
	}
	for _, tt := range tests {
		got, ok := levelOf(levelWords(tt.question, tt.listed), tt.cell)
		if ok != (tt.want != none) || ok && got != tt.want {
			t.Errorf("%q, with %v: %q, %t; want %q", tt.cell, tt.listed, got, ok, tt.want)
		}
	}
}
