package main

import (
	"bytes"
	"context"
	"fmt"
	"strconv"

	"hailong/scoring/edition"
	"hailong/sheet"
	"hailong/survey"
)

// pastRankings takes in the two years before a demonstration's first edition as a province
// would that has them on paper, so that its pages show who went up and who went down.
func (d *demoIndex) pastRankings(ctx context.Context, first int) error {
	agencies, err := sheet.ReadCSV(bytes.NewReader(demoAgencies))
	if err != nil {
		return err
	}
	t := &survey.Table{Columns: []string{
		"year", "code", "points", "max", "index", "rank", "of", "class", "decision",
	}}
	for year := first - 2; year < first; year++ {
		for _, row := range demoRanked(agencies, year) {
			t.Rows = append(t.Rows, survey.Row{Line: len(t.Rows) + 2, Cells: row})
		}
	}
	by := survey.Actor{Name: "thuky", Where: "demo"}
	past := edition.PastImport{Store: d.db, Now: d.now, Actor: by}
	_, err = past.Import(ctx, t)
	return err
}

// demoRanked are a year's rows: indices made up, ranks and classes as they follow from them.
func demoRanked(agencies *survey.Table, year int) [][]string {
	type place struct {
		code, group string
		index       int // hundredths
	}
	var all []place
	for i, row := range agencies.Rows {
		all = append(all, place{row.Cells[0], row.Cells[3], 7600 + (i*2909+year*1733)%1900})
	}
	var rows [][]string
	for _, p := range all {
		rank, of := 1, 0
		for _, o := range all {
			if o.group != p.group {
				continue
			}
			of++
			if o.index > p.index {
				rank++
			}
		}
		class := "Khá"
		if p.index >= 9000 {
			class = "Tốt"
		}
		index := fmt.Sprintf("%d.%02d", p.index/100, p.index%100)
		rows = append(rows, []string{
			strconv.Itoa(year), p.code, index, "100", index, strconv.Itoa(rank), strconv.Itoa(of), class,
			"000/QĐ-UBND (số mẫu, năm " + strconv.Itoa(year) + ")",
		})
	}
	return rows
}
