package frontend

import (
	"fmt"
	"strconv"

	"codeberg.org/go-pdf/fpdf"

	"hailong/survey"
)

// posterPDF draws laid out pages.
type posterPDF struct{ *fpdf.Fpdf }

func newPosterPDF(set *PosterSet) posterPDF {
	pdf := fpdf.New("P", "mm", "A5", "")
	posterRegular.addTo(pdf)
	posterBold.addTo(pdf)
	pdf.SetTitle(posterSay("poster.title", survey.Args{"count": len(set.Posters)}), true)
	pdf.SetLang("vi")
	pdf.SetCatalogSort(true) // else fonts come in any order
	pdf.SetCreationDate(set.Printed.Time())
	pdf.SetModificationDate(set.Printed.Time())
	pdf.SetAutoPageBreak(false, 0)
	return posterPDF{pdf}
}

// draw adds a page.
func (pdf posterPDF) draw(page *posterPage) error {
	pdf.AddPage()
	for _, b := range page.blocks {
		for _, s := range b.shapes {
			pdf.shape(s, s.x, b.top+s.y, page)
		}
		for _, l := range b.lines {
			pdf.SetFont(posterFamily, l.font().style, l.size)
			if l.white {
				pdf.SetTextColor(255, 255, 255)
			}
			pdf.Text(l.x, b.top+l.y, l.text)
			pdf.SetTextColor(0, 0, 0)
		}
	}
	return pdf.Error()
}

func (pdf posterPDF) shape(s shape, x, y float64, page *posterPage) {
	switch s.kind {
	case thickRule, thinRule:
		pdf.SetLineWidth(map[shapeKind]float64{thickRule: 0.6, thinRule: 0.3}[s.kind])
		pdf.Line(x, y, posterRight, y)
	case circle:
		pdf.SetFillColor(0, 0, 0)
		pdf.Circle(x+circleSide/2, y+circleSide/2, circleSide/2, "F")
	case smiley:
		pdf.inUnits(smileySide/40, x, y, "2.4 w 1 J "+smileyOutline+smileyFaces[s.face])
	case code:
		// The frame stands outside of the quiet zone.
		pdf.SetLineWidth(0.6)
		pdf.RoundedRect(x-0.3, y-0.3, codeSide+0.6, codeSide+0.6, 2.5, "1234", "D")
		pdf.inUnits(codeSide/float64(page.modules), x, y, page.bars)
	}
}

// inUnits draws what is told in PDF's own operators, in black, with a unit that many
// mm long and y downwards, as in an SVG. Four decimals of a point are 35 nm.
func (pdf posterPDF) inUnits(unit, x, y float64, operators string) {
	pdf.RawWriteStr(fmt.Sprintf("q %.4f 0 0 %.4f %.4f %.4f cm 0 g %s Q",
		unit/point, -unit/point, x/point, (posterHeight-y)/point, operators))
}

// bars draws each run of dark modules of a row as one bar, all in one path, so that
// no hairline of white runs between rows.
func bars(modules [][]bool) string {
	var b []byte
	for y, row := range modules {
		for x := 0; x < len(row); x++ {
			start := x
			for x < len(row) && row[x] {
				x++
			}
			if x > start {
				for _, n := range [3]int{start, y, x - start} {
					b = append(strconv.AppendInt(b, int64(n), 10), ' ')
				}
				b = append(b, "1 re "...)
			}
		}
	}
	return string(append(b, 'f'))
}

// The faces of the form (template/citizen_choice.html), on a square of 40: the same
// paths in PDF's operators.
const smileyOutline = "37 20 m 37 29.389 29.389 37 20 37 c 10.611 37 3 29.389 3 20 c " +
	"3 10.611 10.611 3 20 3 c 29.389 3 37 10.611 37 20 c S "

var smileyFaces = [5]string{
	"9.6 14.2 m 15 11.2 l 30.4 14.2 m 25 11.2 l 12.2 30.6 m 17.4 24.067 22.6 24.067 27.8 30.6 c " +
		"14 18.2 m 14 19.6 l 26 18.2 m 26 19.6 l S",
	"13.4 28.6 m 17.8 25.4 22.2 25.4 26.6 28.6 c 14 15.6 m 14 17.2 l 26 15.6 m 26 17.2 l S",
	"13.4 26.6 m 26.6 26.6 l 14 15.6 m 14 17.2 l 26 15.6 m 26 17.2 l S",
	"12.8 24.4 m 17.6 29.067 22.4 29.067 27.2 24.4 c 14 15.6 m 14 17.2 l 26 15.6 m 26 17.2 l S",
	"14 14.4 m 14 16.2 l 26 14.4 m 26 16.2 l S 12 22 m 28 22 l 27.4 27.6 24.733 30.4 20 30.4 c " +
		"15.267 30.4 12.6 27.6 12 22 c b",
}
