package frontend

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"slices"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

// The fonts hold the letters of font/letters.txt; font/README.md says how they are
// made.
var (
	//go:embed font/NotoSans-Regular.ttf
	regularTTF []byte
	//go:embed font/NotoSans-Bold.ttf
	boldTTF []byte

	posterRegular = newPosterFont(regularTTF, "")
	posterBold    = newPosterFont(boldTTF, "B")
)

// posterFamily is the fonts' name in a PDF.
const posterFamily = "NotoSans"

// point is a typographic point in mm.
const point = 25.4 / 72

// posterFont knows how wide each letter is, in thousandths of the size.
type posterFont struct {
	ttf    []byte
	style  string // as fpdf names it: "" or "B"
	widths map[rune]int
}

func newPosterFont(ttf []byte, style string) *posterFont {
	f := &posterFont{ttf: ttf, style: style, widths: map[rune]int{}}
	pdf := fpdf.New("P", "mm", "A5", "")
	f.addTo(pdf)
	pdf.SetFont(posterFamily, style, 10)
	for _, r := range lettersOf(ttf) {
		f.widths[r] = pdf.GetStringSymbolWidth(string(r))
	}
	return f
}

// addTo gives fpdf a copy, because it writes into what it reads.
func (f *posterFont) addTo(pdf *fpdf.Fpdf) {
	pdf.AddUTF8FontFromBytes(posterFamily, f.style, bytes.Clone(f.ttf))
}

func (f *posterFont) has(r rune) bool { _, ok := f.widths[r]; return ok }

// width is in mm, of a text in a size in points.
func (f *posterFont) width(text string, size float64) float64 {
	n := 0
	for _, r := range text {
		n += f.widths[r]
	}
	return float64(n) * size * point / 1000
}

// wrap cuts a text into lines of at most width mm, between words; a word that is
// wider by itself is cut between letters.
func (f *posterFont) wrap(text string, size, width float64) []string {
	return f.fill(strings.SplitAfter(text, " "), size, width)
}

// wrapAddress cuts behind slashes, and a host too wide for a line behind its points
// too. The token, 10 characters, fits a line.
func (f *posterFont) wrapAddress(address string, size, width float64) []string {
	units := strings.SplitAfter(address, "/")
	if slices.ContainsFunc(units, func(unit string) bool { return f.width(unit, size) > width }) {
		units = strings.Split(strings.NewReplacer("/", "/\n", ".", ".\n").Replace(address), "\n")
	}
	return f.fill(units, size, width)
}

// fill puts as many units on each line as fit.
func (f *posterFont) fill(units []string, size, width float64) []string {
	var lines []string
	line := ""
	for _, unit := range units {
		pieces := []string{unit}
		if f.width(strings.TrimRight(unit, " "), size) > width {
			pieces = strings.Split(unit, "") // a mark is 0 wide: it stays with its letter
		}
		for _, piece := range pieces {
			if line != "" && f.width(strings.TrimRight(line+piece, " "), size) > width {
				lines, line = append(lines, strings.TrimRight(line, " ")), ""
			}
			line += piece
		}
	}
	return append(lines, strings.TrimRight(line, " "))
}

// lettersOf reads what a TrueType font has a glyph for, from the table cmap of
// format 4, the only one in fonts made by font/make.sh.
func lettersOf(ttf []byte) []rune {
	u16 := func(at int) int { return int(binary.BigEndian.Uint16(ttf[at:])) }
	u32 := func(at int) int { return int(binary.BigEndian.Uint32(ttf[at:])) }
	var cmap int
	for i := range u16(4) {
		if entry := 12 + 16*i; string(ttf[entry:entry+4]) == "cmap" {
			cmap = u32(entry + 8)
		}
	}
	table := cmap + u32(cmap+8)
	segments := u16(table+6) / 2
	ends := table + 14
	starts := ends + 2*segments + 2
	deltas, offsets := starts+2*segments, starts+4*segments
	var letters []rune
	for i := 0; i < 2*segments; i += 2 {
		for c := u16(starts + i); c <= u16(ends+i) && c != 0xFFFF; c++ {
			glyph := c
			if offset := u16(offsets + i); offset != 0 {
				glyph = u16(offsets + i + offset + 2*(c-u16(starts+i)))
			}
			if glyph != 0 && (glyph+u16(deltas+i))&0xFFFF != 0 {
				letters = append(letters, rune(c))
			}
		}
	}
	return letters
}
