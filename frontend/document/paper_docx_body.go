package document

import (
	"encoding/xml"
	"fmt"
	"math"
	"strings"
)

// docxBody is the text of the document. Elements stand in the order of the format's
// schema: a word processor may refuse another one.
func (p *paper) docxBody() []byte {
	w := &docxWriter{}
	w.put(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
		` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>`)
	for i := range p.parts {
		part := &p.parts[i]
		for _, b := range part.blocks {
			w.block(b, part)
		}
		if i+1 < len(p.parts) { // a paragraph at its end says what a part's pages are like
			w.put(`<w:p><w:pPr><w:spacing w:after="0" w:line="20" w:lineRule="exact"/>`)
			w.pages(part)
			w.put(`</w:pPr></w:p>`)
			continue
		}
		w.put(`<w:p><w:pPr><w:spacing w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>`)
		w.pages(part)
	}
	w.put(`</w:body></w:document>`)
	return []byte(w.String())
}

type docxWriter struct{ strings.Builder }

func (w *docxWriter) put(text string) { w.WriteString(text) }

func (w *docxWriter) putf(format string, args ...any) { fmt.Fprintf(w, format, args...) }

// pages are the paper's size, its margins, and the number on all pages but the first.
func (w *docxWriter) pages(p *part) {
	width, height := p.size()
	lying := ""
	if p.lying {
		lying = ` w:orient="landscape"`
	}
	w.put(`<w:sectPr><w:headerReference w:type="default" r:id="rId3"/>`)
	w.putf(`<w:pgSz w:w="%d" w:h="%d"%s/>`, twips(width), twips(height), lying)
	w.putf(`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" `+
		`w:header="%d" w:footer="%d" w:gutter="0"/>`,
		twips(marginTop), twips(marginRight), twips(marginBottom), twips(marginLeft),
		twips(numberTop), twips(numberTop))
	w.put(`<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>`)
}

func (w *docxWriter) block(b block, in *part) {
	switch b := b.(type) {
	case para:
		width, _ := in.size()
		w.para(b, width-marginLeft-marginRight)
	case *table:
		w.table(b)
	}
}

func (w *docxWriter) para(p para, width float64) {
	w.put(`<w:p><w:pPr>`)
	if p.keep {
		w.put(`<w:keepNext/>`)
	}
	if p.rule > 0 {
		inset := twips((width - p.rule) / 2)
		w.putf(`<w:pBdr><w:top w:val="single" w:sz="4" w:space="1" w:color="000000"/></w:pBdr>`+
			`<w:spacing w:before="60" w:after="0" w:line="60" w:lineRule="exact"/>`+
			`<w:ind w:left="%d" w:right="%d"/></w:pPr></w:p>`, inset, inset)
		return
	}
	w.putf(`<w:spacing w:before="%d" w:after="%d"/>`, times(20, p.before), times(20, p.after))
	if p.indent {
		w.putf(`<w:ind w:firstLine="%d"/>`, twips(firstLine))
	}
	if p.align != "" && p.align != left {
		w.putf(`<w:jc w:val="%s"/>`, p.align)
	}
	w.put(`</w:pPr>`)
	for i, line := range strings.Split(tidy(p.text), "\n") {
		w.put(`<w:r><w:rPr>`)
		if p.bold {
			w.put(`<w:b/>`)
		}
		if p.italic {
			w.put(`<w:i/>`)
		}
		w.putf(`<w:sz w:val="%d"/></w:rPr>`, times(2, p.size))
		if i > 0 {
			w.put(`<w:br/>`)
		}
		w.putf(`<w:t xml:space="preserve">%s</w:t></w:r>`, escaped(line))
	}
	w.put(`</w:p>`)
}

func (w *docxWriter) table(t *table) {
	w.put(`<w:tbl><w:tblPr>`)
	w.putf(`<w:tblW w:w="%d" w:type="dxa"/>`, twips(t.width()))
	if !t.bare {
		w.put(`<w:tblBorders>`)
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			w.putf(`<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
		}
		w.put(`</w:tblBorders>`)
	}
	w.put(`<w:tblLayout w:type="fixed"/><w:tblCellMar>`)
	for _, side := range []struct {
		name string
		mm   float64
	}{{"top", cellSpace}, {"left", t.padding()}, {"bottom", cellSpace}, {"right", t.padding()}} {
		w.putf(`<w:%s w:w="%d" w:type="dxa"/>`, side.name, twips(side.mm))
	}
	w.put(`</w:tblCellMar></w:tblPr><w:tblGrid>`)
	for _, c := range t.columns {
		w.putf(`<w:gridCol w:w="%d"/>`, twips(c.width))
	}
	w.put(`</w:tblGrid>`)
	if !t.bare {
		w.row(t, t.headRow(), `<w:cantSplit/><w:tblHeader/>`)
	}
	for _, r := range t.rows {
		rule := `<w:cantSplit/>`
		if t.splits {
			rule = ""
		}
		w.row(t, r, rule)
	}
	w.put(`</w:tbl>`)
}

func (w *docxWriter) row(t *table, r row, rule string) {
	w.put(`<w:tr>`)
	if rule != "" {
		w.putf(`<w:trPr>%s</w:trPr>`, rule)
	}
	for i, cell := range r.cells {
		width := t.columns[i].width
		w.putf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, twips(width))
		for _, p := range cell {
			w.para(t.styled(r, i, p), width-2*t.padding())
		}
		w.put(`</w:tc>`)
	}
	w.put(`</w:tr>`)
}

// escaped is a text that stands in XML.
func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a builder takes everything
	return b.String()
}

// twips are twentieths of a point.
func twips(mm float64) int { return times(20, mm/point) }

func times(n int, points float64) int { return int(math.Round(float64(n) * points)) }
