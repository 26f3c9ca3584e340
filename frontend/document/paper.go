// Package document makes the files that the service hands out around an edition and a
// round: the annex of a decision, its explanation, the submission, an agency's report. A
// document is laid out once, as paper, and written as a word processor's file or as a PDF,
// so that both say the same.
package document

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"hailong/survey"
)

// paper is a document before it is written.
type paper struct {
	title string     // among the file's properties
	made  survey.Day // there too; may be empty
	parts []part
}

// part begins on a page of its own, with page numbers of its own.
type part struct {
	lying  bool
	blocks []block
}

// block is a para or a table.
type block interface{ isBlock() }

type align string

const (
	left   align = "left"
	centre align = "center" // as both kinds of files name it
	right  align = "right"
	both   align = "both" // flush on both sides; a PDF has it left
)

// style is how a paragraph looks. Sizes and spaces are in points.
type style struct {
	size          float64
	bold, italic  bool
	align         align
	before, after float64
	indent        bool // of the first line, as in running text
	keep          bool // stays with what follows
	rule          float64
}

// para is a paragraph; a line break in its text is one on paper. With a rule, in mm, it is
// a centred line and nothing else.
type para struct {
	text string
	style
}

// table has columns of fixed widths. Its heads stand on every page that it reaches.
type table struct {
	columns []column
	rows    []row
	size    float64
	bare    bool // no lines and no heads: it only puts things side by side
	splits  bool // rows may go on on the next page: they hold long texts
}

type column struct {
	head  string
	width float64 // mm
	align align
}

// row is a row of cells, each of one or more paragraphs. One that is bold is a sum.
type row struct {
	cells [][]para
	bold  bool
}

func (para) isBlock()   {}
func (*table) isBlock() {}

// The paper of an administrative document: A4, its margins in mm.
const (
	paperShort   = 210.0
	paperLong    = 297.0
	marginTop    = 20.0
	marginBottom = 20.0
	marginLeft   = 30.0
	marginRight  = 15.0
	numberTop    = 10.0 // of the page's number, from the edge
)

// Sizes of type in points.
const (
	titleSize = 14.0
	textSize  = 13.0
	tableSize = 12.0
	smallSize = 11.0
)

const (
	point       = 25.4 / 72 // mm
	firstLine   = 10.0      // mm, the indent of running text
	cellPadding = 1.2       // mm, on the left and right of a cell
	cellSpace   = 0.6       // mm, above and below
)

// day is the one among the file's properties; a fixed one where there is none, so that the
// same paper is the same file.
func (p *paper) day() survey.Day {
	if p.made.Time().IsZero() {
		return "2000-01-01"
	}
	return p.made
}

func (p *part) size() (width, height float64) {
	if p.lying {
		return paperLong, paperShort
	}
	return paperShort, paperLong
}

// add appends blocks.
func (p *part) add(blocks ...block) { p.blocks = append(p.blocks, blocks...) }

func (t *table) add(rows ...row) { t.rows = append(t.rows, rows...) }

func (t *table) width() (sum float64) {
	for _, c := range t.columns {
		sum += c.width
	}
	return sum
}

func (t *table) padding() float64 {
	if t.bare {
		return 0
	}
	return cellPadding
}

// headRow are the heads as a row: bold and centred.
func (t *table) headRow() row {
	r := row{bold: true}
	for _, c := range t.columns {
		r.cells = append(r.cells, []para{centred(c.head, t.size, true)})
	}
	return r
}

// styled is a cell's paragraph as its column and row have it, where it does not say itself.
func (t *table) styled(r row, at int, p para) para {
	if p.size == 0 {
		p.size = t.size
	}
	if p.align == "" {
		p.align = t.columns[at].align
	}
	p.bold = p.bold || r.bold
	return p
}

// texts are a row of plain cells.
func texts(cells ...string) row {
	r := row{cells: make([][]para, len(cells))}
	for i, text := range cells {
		r.cells[i] = []para{{text: text}}
	}
	return r
}

// sums are a bold row of plain cells.
func sums(cells ...string) row {
	r := texts(cells...)
	r.bold = true
	return r
}

// The paragraphs that documents are made of.

func heading(text string) para {
	return para{text, style{size: textSize, bold: true, before: 8, after: 4, keep: true}}
}

func centred(text string, size float64, bold bool) para {
	return para{text, style{size: size, bold: bold, align: centre}}
}

func running(text string) para {
	return para{text, style{size: textSize, align: both, before: 2, after: 3, indent: true}}
}

func note(text string) para { return para{text, style{size: tableSize, before: 3, after: 1}} }

// gap keeps two tables apart, which a word processor would make one.
func gap() para { return para{style: style{size: 6}} }

func remark(text string) para {
	return para{text, style{size: tableSize, italic: true, before: 3, after: 1}}
}

// tidy composes a text; lines end in \n, and other white space is a space.
func tidy(text string) string {
	lines := strings.Split(strings.ReplaceAll(norm.NFC.String(text), "\r\n", "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.Join(strings.FieldsFunc(line, func(r rune) bool {
			return r == ' ' || r == '\t' || r == '\r'
		}), " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}
