package document

// laidRow is a row whose cells are broken into lines.
type laidRow struct {
	cells  [][]laid
	height float64
}

// table draws row by row: none is broken, and the heads stand on every page.
func (w *pdfWriter) table(t *table) {
	head := t.lay(t.headRow())
	if t.bare {
		head = laidRow{}
	}
	rows := make([]laidRow, len(t.rows))
	for i, r := range t.rows {
		rows[i] = t.lay(r)
	}
	if len(rows) > 0 && w.left() < head.height+rows[0].height {
		w.page()
	}
	w.row(t, head)
	for _, r := range rows {
		if w.left() < r.height {
			w.page()
			w.row(t, head)
		}
		w.row(t, r)
	}
}

func (t *table) lay(r row) laidRow {
	var whole laidRow
	for i, cell := range r.cells {
		var list []laid
		height := 2 * cellSpace
		for _, p := range cell {
			one := lay(t.styled(r, i, p), t.columns[i].width-2*t.padding())
			list = append(list, one)
			height += one.height()
		}
		whole.cells = append(whole.cells, list)
		whole.height = max(whole.height, height)
	}
	return whole
}

func (w *pdfWriter) row(t *table, r laidRow) {
	x := marginLeft
	for i, cell := range r.cells {
		width := t.columns[i].width
		if !t.bare {
			w.Rect(x, w.y, width, r.height, "D")
		}
		y := w.y + cellSpace
		for _, one := range cell {
			w.lines(one, x+t.padding(), y, width-2*t.padding())
			y += one.height()
		}
		x += width
	}
	w.y += r.height
}
