package sheet

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"hailong/survey"
)

// maxMistakes is how many mistakes are named; the rest is only counted.
const maxMistakes = 100

// cell is one cell as it was read; fault is the word of what is wrong with it.
type cell struct{ text, fault string }

// builder makes a table of rows and collects what is wrong with them, so that a
// person mends the file once.
type builder struct {
	table    survey.Table
	cells    int
	mistakes survey.Mistakes
	count    int
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
		b.faults(line, filled)
		return nil
	}
	if b.faults(line, filled) || b.ragged(line, row, filled, sparse) {
		return nil
	}
	cells := texts(filled, len(b.table.Columns))
	b.table.Rows = append(b.table.Rows, survey.Row{Line: line, Cells: cells})
	return nil
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
	if b.count > 0 {
		args := survey.Args{"count": b.count}
		return nil, &survey.Error{Kind: survey.Invalid, Word: "import.refused", Args: args, Causes: b.mistakes}
	}
	if b.table.Columns == nil {
		return nil, survey.Fail(survey.Invalid, "import.empty", nil)
	}
	return &b.table, nil
}
