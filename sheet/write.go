package sheet

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"hailong/survey"
)

// Sheet is a table for people. A cell is nil, a string, int, int64, bool,
// survey.Day, time.Time (as its own zone's clock shows it) or a Percent; an empty
// day and the zero time are empty cells.
type Sheet struct {
	Name string
	Head []string
	Rows [][]any
}

// Percent is a number of percent, 83.25. A file keeps six decimals, a workbook
// shows two.
type Percent float64

// rounded is the percent as files keep it; +0 makes nothing of -0.
func (p Percent) rounded() float64 { return math.Round(float64(p)*1e6)/1e6 + 0 }

// FromTable is a sheet of a table's texts: nothing becomes a number or a day.
func FromTable(name string, t *survey.Table) Sheet {
	s := Sheet{Name: name, Head: t.Columns, Rows: make([][]any, len(t.Rows))}
	for i, row := range t.Rows {
		s.Rows[i] = make([]any, len(row.Cells))
		for k, text := range row.Cells {
			s.Rows[i][k] = text
		}
	}
	return s
}

// plain is a cell as CSV has it: the same in every language and program.
func plain(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case string:
		return lines(v), nil
	case int:
		return strconv.Itoa(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case bool:
		if v {
			return "yes", nil
		}
		return "no", nil
	case survey.Day:
		return string(v), nil
	case time.Time:
		if v.IsZero() {
			return "", nil
		}
		return v.Format(time.DateTime), nil
	case Percent:
		if f := v.rounded(); !math.IsNaN(f) && !math.IsInf(f, 0) {
			return strconv.FormatFloat(f, 'f', -1, 64), nil
		}
	}
	return "", fmt.Errorf("sheet: no cell can hold %T %v", value, value)
}

// checkText refuses a text that a table would not give back as it is.
func checkText(text string, line, number int) error {
	if readable(text) {
		return nil
	}
	args := survey.Args{"line": line, "number": number}
	return survey.Fail(survey.Invalid, "sheet.cell_unreadable", args)
}
