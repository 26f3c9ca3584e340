package document

import (
	"bytes"
	"strconv"

	"codeberg.org/go-pdf/fpdf"
)

// lineSpacing is the distance of two lines, in sizes of the type.
const lineSpacing = 1.2

// keepRoom is what has to follow on a page, in mm, behind a paragraph that stays with it.
const keepRoom = 35.0

// pdf writes the paper as a PDF. The same paper is the same bytes.
func (p *paper) pdf() ([]byte, error) {
	to := fpdf.New("P", "mm", "A4", "")
	for _, style := range []string{"", "B", "I"} {
		faces()[style].addTo(to)
	}
	to.SetTitle(tidy(p.title), true)
	to.SetCreator("hailong", true)
	to.SetLang("vi")
	to.SetCatalogSort(true)            // else fonts come in any order
	to.SetCreationDate(p.day().Time()) // fpdf would else take the clock
	to.SetModificationDate(p.day().Time())
	to.SetAutoPageBreak(false, 0)
	to.SetLineWidth(0.18)
	for i := range p.parts {
		w := &pdfWriter{Fpdf: to, part: &p.parts[i]}
		w.page()
		for _, b := range p.parts[i].blocks {
			w.block(b)
		}
	}
	var file bytes.Buffer
	if err := to.Output(&file); err != nil {
		return nil, err
	}
	return file.Bytes(), nil
}

// pdfWriter draws a part from top to bottom.
type pdfWriter struct {
	*fpdf.Fpdf
	part  *part
	pages int
	y     float64 // where the next block begins
}

// page begins a new one. The number stands in the upper margin, on all but the first.
func (w *pdfWriter) page() {
	width, height := w.part.size()
	if w.part.lying {
		w.AddPageFormat("L", fpdf.SizeType{Wd: height, Ht: width})
	} else {
		w.AddPageFormat("P", fpdf.SizeType{Wd: width, Ht: height})
	}
	w.pages++
	w.y = marginTop
	if w.pages > 1 {
		p := centred(strconv.Itoa(w.pages), textSize, false)
		w.lines(lay(p, w.room()), marginLeft, numberTop, w.room())
	}
}

// room is the width between the margins.
func (w *pdfWriter) room() float64 {
	width, _ := w.part.size()
	return width - marginLeft - marginRight
}

// left is what is left of the page.
func (w *pdfWriter) left() float64 {
	_, height := w.part.size()
	return height - marginBottom - w.y
}

func (w *pdfWriter) block(b block) {
	switch b := b.(type) {
	case para:
		w.para(b)
	case *table:
		w.table(b)
	}
}

// para draws line by line: a long paragraph goes on on the next page.
func (w *pdfWriter) para(p para) {
	laid := lay(p, w.room())
	if p.keep && w.left() < laid.height()+keepRoom {
		w.page()
	}
	w.y += p.before * point
	for i := range laid.texts {
		if w.left() < laid.step() {
			w.page()
		}
		one := laid
		one.texts, one.before, one.after = laid.texts[i:i+1], 0, 0
		if i > 0 {
			one.indent = false
		}
		w.lines(one, marginLeft, w.y, w.room())
		w.y += laid.step()
	}
	w.y += p.after * point
}

// laid is a paragraph that is broken into lines.
type laid struct {
	style
	face  *face
	texts []string
}

func lay(p para, width float64) laid {
	l := laid{style: p.style, face: faces()[""]}
	switch {
	case p.bold:
		l.face = faces()["B"]
	case p.italic:
		l.face = faces()["I"]
	}
	if p.rule > 0 {
		return l
	}
	first := 0.0
	if p.indent {
		first = firstLine
	}
	l.texts = l.face.wrap(p.text, p.size, width, first)
	return l
}

// step is from one line to the next, in mm.
func (l laid) step() float64 { return l.size * point * lineSpacing }

func (l laid) height() float64 {
	return (l.before+l.after)*point + float64(len(l.texts))*l.step()
}

// lines draws what is laid out, from the top left corner of its room.
func (w *pdfWriter) lines(l laid, x, y, room float64) {
	if l.rule > 0 {
		w.Line(x+(room-l.rule)/2, y+1, x+(room+l.rule)/2, y+1)
		return
	}
	w.SetFont(family, l.face.style, l.size)
	y += l.before * point
	for i, text := range l.texts {
		at := x
		switch free := room - l.face.width(text, l.size); l.align {
		case centre:
			at += free / 2
		case right:
			at += free
		default:
			if l.indent && i == 0 {
				at += firstLine
			}
		}
		w.Text(at, y+l.size*point*0.95, text)
		y += l.step()
	}
}
