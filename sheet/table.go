package sheet

import (
	"fmt"
	"regexp"

	"github.com/xuri/excelize/v2"

	"hailong/survey"
)

// maxMistakes is how many mistakes are named; the rest is only counted.
const maxMistakes = 100

// cell is one cell as it was read.
type cell struct {
	text  string
	fault string // the word of what is wrong with it
	day   bool   // a spreadsheet's own day, not a text
}

// builder makes a table of rows and collects what is wrong with them, so that a
// person mends the file once.
type builder struct {
	table    survey.Table
	cells    int
	mistakes survey.Mistakes
	count    int
	days     []bool     // columns with a spreadsheet's own days
	typed    []typedDay // the first day that each column has as a text
}

// typedDay is a day that is a text; on line 0 there is none.
type typedDay struct {
	line int
	text string
}

// add takes the next row. Where the file stores no empty cells at the end of a row
// (sparse), a short row is whole.
func (b *builder) add(line int, row []cell, sparse bool) error {
	filled := filledPart(row)
	if len(filled) == 0 {
		return nil
	}
	if b.cells += max(len(row), len(b.table.Columns)); b.cells > maxCells {
		return survey.Fail(survey.TooLarge, "sheet.cells_many", survey.Args{"max": maxCells})
	}
	if b.table.Columns == nil {
		b.table.Columns = texts(filled, len(filled))
		b.days, b.typed = make([]bool, len(filled)), make([]typedDay, len(filled))
		b.faults(line, filled)
		return nil
	}
	if b.faults(line, filled) || b.ragged(line, row, filled, sparse) {
		return nil
	}
	b.noteDays(line, filled)
	cells := texts(filled, len(b.table.Columns))
	b.table.Rows = append(b.table.Rows, survey.Row{Line: line, Cells: cells})
	return nil
}

// slashDay is a day as people type it, with the day or the month first.
var slashDay = regexp.MustCompile(`^\d{1,2}/\d{1,2}/\d{4}`)

func (b *builder) noteDays(line int, row []cell) {
	for i, c := range row {
		switch {
		case c.day:
			b.days[i] = true
		case b.typed[i].line == 0 && slashDay.MatchString(c.text):
			b.typed[i] = typedDay{line, c.text}
		}
	}
}

// swapped refuses a column of which a spreadsheet took some days for its own and left
// others as texts: one set to another country has then turned 05/01 into May, and
// left 13/02, which is no day there.
func (b *builder) swapped() {
	for i := range b.table.Columns {
		if t := b.typed[i]; b.days[i] && t.line > 0 {
			b.fail(t.line, i, "sheet.swapped_days", survey.Args{"value": clip(t.text)})
		}
	}
}

// filledPart leaves out the empty cells at the end.
func filledPart(row []cell) []cell {
	for len(row) > 0 && row[len(row)-1].text == "" {
		row = row[:len(row)-1]
	}
	return row
}

func texts(row []cell, width int) []string {
	list := make([]string, width)
	for i, c := range row {
		list[i] = c.text
	}
	return list
}

// faults notes the cells of a row that cannot be read.
func (b *builder) faults(line int, row []cell) (found bool) {
	for i, c := range row {
		if c.fault != "" {
			b.fail(line, i, c.fault, survey.Args{"value": clip(c.text)})
			found = true
		}
	}
	return found
}

// ragged notes a row that does not fit the head row.
func (b *builder) ragged(line int, row, filled []cell, sparse bool) bool {
	columns := len(b.table.Columns)
	if len(filled) > columns {
		extra := columns
		for filled[extra].text == "" {
			extra++
		}
		b.fail(line, extra, "sheet.cells", survey.Args{"cells": len(filled), "columns": columns})
		return true
	}
	if len(row) < columns && !sparse {
		b.fail(line, len(row), "sheet.cells", survey.Args{"cells": len(row), "columns": columns})
		return true
	}
	return false
}

// fail notes a mistake as the rules above do: with its row and column.
func (b *builder) fail(line, place int, word string, args survey.Args) {
	if b.count++; b.count > maxMistakes {
		return
	}
	column := b.column(place)
	args["line"], args["column"] = line, column
	b.mistakes.Add(survey.Fail(survey.Invalid, word, args).At(fmt.Sprintf("%d:%s", line, column)))
}

// column is how the head row calls a column; without a name there, its letter.
func (b *builder) column(place int) string {
	if place < len(b.table.Columns) && b.table.Columns[place] != "" {
		return b.table.Columns[place]
	}
	letter, err := excelize.ColumnNumberToName(place + 1)
	if err != nil {
		return fmt.Sprint(place + 1) // CSV may have more columns than there are letters
	}
	return letter
}

func (b *builder) result() (*survey.Table, error) {
	b.swapped()
	if b.count > 0 {
		args := survey.Args{"count": b.count}
		return nil, &survey.Error{Kind: survey.Invalid, Word: "import.refused", Args: args, Causes: b.mistakes}
	}
	if b.table.Columns == nil {
		return nil, survey.Fail(survey.Invalid, "import.empty", nil)
	}
	return &b.table, nil
}
