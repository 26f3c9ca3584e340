package document

import (
	"bytes"
	_ "embed" // the fonts
	"strings"
	"sync"

	"codeberg.org/go-pdf/fpdf"
)

// The fonts have the widths of Times New Roman and hold the letters of font/letters.txt;
// font/README.md says how they are made.
var (
	//go:embed font/HaiLongSerif-Regular.ttf
	regularTTF []byte
	//go:embed font/HaiLongSerif-Bold.ttf
	boldTTF []byte
	//go:embed font/HaiLongSerif-Italic.ttf
	italicTTF []byte
	//go:embed font/letters.txt
	lettersText string
)

// family is the fonts' name in a PDF.
const family = "HaiLongSerif"

// unknown is printed in the place of a letter that the fonts do not have: it would else be
// nothing, and nobody would see that something is missing.
const unknown = '□'

// face is one of the fonts. It knows how wide each letter is, in thousandths of the size.
type face struct {
	ttf    []byte
	style  string // as fpdf names it
	widths map[rune]int
}

// faces are read when the first PDF is asked for.
var faces = sync.OnceValue(func() map[string]*face {
	all := map[string]*face{
		"": {ttf: regularTTF}, "B": {ttf: boldTTF, style: "B"}, "I": {ttf: italicTTF, style: "I"},
	}
	for _, f := range all {
		f.measure(letters(lettersText))
	}
	return all
})

func (f *face) measure(letters []rune) {
	pdf := fpdf.New("P", "mm", "A4", "")
	f.addTo(pdf)
	pdf.SetFont(family, f.style, 10)
	f.widths = map[rune]int{}
	for _, r := range letters {
		f.widths[r] = pdf.GetStringSymbolWidth(string(r))
	}
}

// addTo gives fpdf a copy, because it writes into what it reads.
func (f *face) addTo(pdf *fpdf.Fpdf) { pdf.AddUTF8FontFromBytes(family, f.style, bytes.Clone(f.ttf)) }

// printable is the text with a sign for what the fonts lack.
func (f *face) printable(text string) string {
	return strings.Map(func(r rune) rune {
		if _, has := f.widths[r]; has || r == '\n' {
			return r
		}
		return unknown
	}, tidy(text))
}

// width is in mm, of a text in a size in points.
func (f *face) width(text string, size float64) float64 {
	n := 0
	for _, r := range text {
		n += f.widths[r]
	}
	return float64(n) * size * point / 1000
}

// wrap cuts a text into lines of at most width mm, between words; a word that is wider by
// itself is cut between letters. first is taken off the first line.
func (f *face) wrap(text string, size, width, first float64) []string {
	var lines []string
	for part := range strings.SplitSeq(f.printable(text), "\n") {
		line := ""
		room := func() float64 {
			if len(lines) == 0 {
				return width - first
			}
			return width
		}
		for _, word := range strings.SplitAfter(part, " ") {
			pieces := []string{word}
			if f.width(strings.TrimRight(word, " "), size) > width-first {
				pieces = strings.Split(word, "")
			}
			for _, piece := range pieces {
				if line != "" && f.width(strings.TrimRight(line+piece, " "), size) > room() {
					lines, line = append(lines, strings.TrimRight(line, " ")), ""
				}
				line += piece
			}
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}
