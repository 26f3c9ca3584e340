package frontend

import "hailong/survey"

// The page in mm, from its upper left corner. Office printers leave 8 mm white.
const (
	posterWidth, posterHeight = 148.0, 210.0
	posterLeft, posterRight   = 11.0, 137.0
	posterTop, posterBottom   = 9.0, 202.0
	posterInner               = posterRight - posterLeft

	codeSide    = 65.0 // with its quiet zone of four modules
	stepsLeft   = posterLeft + codeSide + 6
	circleSide  = 7.4
	smileySide  = 11.0
	smileySpace = posterInner / 5
)

// typeface is a way to set text: the size in points, the height of a line in sizes.
type typeface struct {
	bold          bool
	size, leading float64
}

func (f typeface) font() *posterFont {
	if f.bold {
		return posterBold
	}
	return posterRegular
}

// scaled is the face smaller, down to what is read at arm's length.
func (f typeface) scaled(by float64) typeface {
	f.size = max(f.size*by, min(f.size, 9))
	return f
}

// fitting is the face small enough for a text to stand on one line, down to least.
func (f typeface) fitting(text string, least float64) typeface {
	for f.size > least && f.font().width(text, f.size) > posterInner {
		f.size = max(f.size-0.25, least)
	}
	return f
}

// The typefaces, in points as in the picture of the poster.
var (
	agencyType  = typeface{false, 12, 1.3}
	counterType = typeface{true, 21, 1.25}
	placeType   = typeface{false, 11.5, 1.3}
	askType     = typeface{true, 25, 1.25}
	scanType    = typeface{false, 14.5, 1.35}
	stepType    = typeface{false, 13, 1.3}
	numberType  = typeface{true, 13, 1.3}
	levelType   = typeface{false, 9.5, 1.3}
	sayType     = typeface{false, 11.5, 1.5}
	typedType   = typeface{false, 9.5, 1.4}
	addressType = typeface{true, 14, 1.35}
	smallType   = typeface{false, 8.5, 1.4}
	warningType = typeface{true, 11, 1.4}
)

// textLine is a line of text; x and y are where its baseline begins.
type textLine struct {
	typeface
	text  string
	x, y  float64
	white bool
}

func (l textLine) width() float64 { return l.font().width(l.text, l.size) }

// shape is what is drawn and is no text; x and y are its upper left corner.
type shape struct {
	kind shapeKind
	x, y float64
	face int // which of the five, from 0
}

type shapeKind uint8

const (
	thickRule shapeKind = iota
	thinRule
	circle
	smiley
	code
)

// block is a part of the page that keeps together, its parts placed from its own top.
type block struct {
	name        string
	top, height float64
	lines       []textLine
	shapes      []shape
}

// add puts lines under what is there.
func (b *block) add(f typeface, x float64, lines ...string) {
	for _, text := range lines {
		b.put(f, x, text)
		b.height += f.size * f.leading * point
	}
}

// put puts a line where the next one would go, without moving on. The fonts reach
// 1.069 sizes up and 0.293 down; both sides share what the leading has more or less.
func (b *block) put(f typeface, x float64, text string) {
	baseline := f.size * point * (f.leading + 1.069 - 0.293) / 2
	b.lines = append(b.lines, textLine{typeface: f, text: text, x: x, y: b.height + baseline})
}

// tries are what is tried until a page fits: first the names shrink, then the five
// faces, which only adorn, go.
var tries = []struct {
	scale   float64
	smileys bool
}{
	{1, true},
	{0.9, true},
	{0.8, true},
	{0.7, true},
	{0.8, false},
	{0.7, false},
	{0.6, false},
	{0.5, false},
}

// layOut places a poster's blocks with the largest names that fit.
func layOut(t *posterText) ([]block, error) {
	for _, try := range tries {
		if blocks := t.layOut(try.scale, try.smileys); blocks != nil {
			return blocks, nil
		}
	}
	return nil, survey.Fail(survey.Invalid, "poster.too_long", survey.Args{"counter": t.code})
}

// layOut stacks the blocks from the top and puts the foot at the bottom; nil where
// there is too little room.
func (t *posterText) layOut(scale float64, smileys bool) []block {
	blocks := []block{t.head(scale), t.question(), t.codeAndSteps()}
	if smileys {
		blocks = append(blocks, t.smileys())
	}
	blocks = append(blocks, t.sayings(), t.foot())
	gaps := float64(len(blocks) - 1)
	room := posterBottom - posterTop
	for _, b := range blocks {
		room -= b.height
	}
	const least, most = 4, 7
	if room < least*gaps {
		return nil
	}
	y, gap := posterTop, min(room/gaps, most)
	for i := range blocks {
		blocks[i].top = y
		y += blocks[i].height + gap
	}
	foot := &blocks[len(blocks)-1]
	foot.top = posterBottom - foot.height
	return blocks
}
