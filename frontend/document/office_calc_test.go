package document

import (
	"math/big"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hailong/scoring/edition"
)

// everySheet writes each sheet of a workbook to a file of its own: numbers as they are, texts
// in quotes, so that a number can be told from a text that looks like one.
const everySheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false,false,false,-1"

func TestCalcShowsTheFigures(t *testing.T) {
	c, opinion, s := testContent(t), testSatisfaction(t), testSheet(t)
	sheet, err := SheetXLSX(s)
	o := newOffice(t)
	folder := o.converted(t, everySheet, "csv", map[string][]byte{
		"annex.xlsx": bytesOf(t, AnnexXLSX, c, signed), "opinion.xlsx": bytesOf(t, AnnexXLSX, opinion, signed),
		"sheet.xlsx": written(t, sheet, err),
	})
	for i := range c.Groups {
		g := &c.Groups[i]
		rows := calcRows(t, folder, "annex", g.Name.VI)
		ranked, _ := c.Sorted(g.Code)
		for _, a := range ranked {
			r := a.Result
			row := find(rows, 1, a.Code)
			for at, want := range map[int]string{
				3: pointed(r.Points), 4: pointed(r.Max), 7: r.Index, 8: strconv.Itoa(r.Rank),
			} {
				if !row.number(at, want) {
					t.Errorf("%s: cell %d is not the number %s: %q", a.Code, at, want, row)
				}
			}
		}
		if len(ranked) == 0 {
			t.Errorf("nobody is ranked in %s", g.Code)
		}
	}
	for i := range c.Agencies {
		if a := &c.Agencies[i]; a.Result != nil {
			agencySheet(t, calcRows(t, folder, "annex", a.Code), c, a)
		}
	}
	for i := range opinion.Groups {
		rows := calcRows(t, folder, "opinion", opinion.Groups[i].Name.VI)
		for n := range opinion.Agencies {
			a := &opinion.Agencies[n]
			if a.Group == opinion.Groups[i].Code && a.Opinion != nil && a.Opinion.Score != "" &&
				!find(rows, 0, a.Code).number(2, a.Opinion.Score) {
				t.Errorf("%s: not %s", a.Code, a.Opinion.Score)
			}
		}
	}
	rows := calcRows(t, folder, "sheet", s.Agency.Code)
	for i := range s.Leaves {
		l := &s.Leaves[i]
		if mark, given := s.OwnMark(l); given && !find(rows, 0, l.Item.Code).number(4, pointed(int64(mark.Points))) {
			t.Errorf("the sheet does not show %s of %s", l.Item.Code, s.Agency.Code)
		}
	}
}

// pointed writes hundredths with a decimal point.
func pointed(n int64) string { return strings.Replace(hundredths(n), ",", ".", 1) }

// agencySheet checks each leaf's points, and the sums.
func agencySheet(t *testing.T, rows []calcRow, c *edition.Content, a *edition.Agency) {
	t.Helper()
	for _, l := range a.Leaves {
		if !l.Excluded && !find(rows, 0, l.Code).number(4, pointed(l.Points)) {
			t.Errorf("%s: leaf %s is not %s: %q", a.Code, l.Code, pointed(l.Points), find(rows, 0, l.Code))
		}
	}
	r := a.Result.Shown()
	if last := rows[len(rows)-1]; r.Index != "" && !last.number(4, r.Index) {
		t.Errorf("%s: the index is not %s: %q", a.Code, r.Index, last)
	}
}

// calcRow is a row as Calc wrote it, with the quotes of texts.
type calcRow []string

// number tells whether a cell is a number, and this one.
func (r calcRow) number(at int, want string) bool {
	if at >= len(r) || strings.HasPrefix(r[at], `"`) {
		return false
	}
	is, isOne := new(big.Rat).SetString(r[at])
	wanted, _ := new(big.Rat).SetString(want)
	return isOne && is.Cmp(wanted) == 0
}

func find(rows []calcRow, at int, code string) calcRow {
	i := slices.IndexFunc(rows, func(r calcRow) bool { return len(r) > at && r[at] == `"`+code+`"` })
	if i < 0 {
		return nil
	}
	return rows[i]
}

// calcRows reads a sheet. No cell of these workbooks' tables has a quote or a line break.
func calcRows(t *testing.T, folder, stem, name string) []calcRow {
	t.Helper()
	var rows []calcRow
	text := read(t, filepath.Join(folder, stem+"-"+name+".csv"))
	for line := range strings.Lines(text) {
		row, quoted := calcRow{""}, false
		for _, r := range strings.TrimRight(line, "\n") {
			switch {
			case r == ',' && !quoted:
				row = append(row, "")
				continue
			case r == '"':
				quoted = !quoted
			}
			row[len(row)-1] += string(r)
		}
		rows = append(rows, row)
	}
	return rows
}
