package frontend

import "strconv"

// head says whose poster it is.
func (t *posterText) head(scale float64) block {
	b := block{name: "head"}
	for _, part := range []struct {
		typeface
		text string
	}{{agencyType, t.agency}, {counterType, t.counter}, {placeType, t.place}} {
		if part.text != "" {
			f := part.scaled(scale)
			b.add(f, posterLeft, f.font().wrap(part.text, f.size, posterInner)...)
		}
	}
	b.height += 2
	b.shapes = append(b.shapes, shape{kind: thickRule, x: posterLeft, y: b.height})
	return b
}

// question asks, and says how long it takes.
func (t *posterText) question() block {
	b := block{name: "question"}
	b.add(askType, posterLeft, askType.font().wrap(t.ask, askType.size, posterInner)...)
	b.add(scanType, posterLeft, scanType.font().wrap(t.scan, scanType.size, posterInner)...)
	return b
}

// codeAndSteps is the code with what to do beside it.
func (t *posterText) codeAndSteps() block {
	b := block{name: "code", shapes: []shape{{kind: code, x: posterLeft + 0.6}}}
	const x, gap = stepsLeft + circleSide + 3, 4.2
	for i, step := range t.steps {
		number := strconv.Itoa(i + 1)
		b.shapes = append(b.shapes, shape{kind: circle, x: stepsLeft, y: b.height - 0.6})
		b.put(numberType, stepsLeft+(circleSide-numberType.font().width(number, numberType.size))/2, number)
		b.lines[len(b.lines)-1].white = true
		b.add(stepType, x, stepType.font().wrap(step, stepType.size, posterRight-x)...)
		b.height += gap
	}
	b.height = codeSide
	return b
}

// smileys are the five answers, all drawn alike: praise and blame have no colour.
func (t *posterText) smileys() block {
	b := block{name: "smileys"}
	deepest := 0.0
	for i, level := range t.levels {
		left := posterLeft + float64(i)*smileySpace
		b.shapes = append(b.shapes, shape{kind: smiley, x: left + (smileySpace-smileySide)/2, face: i})
		b.height = smileySide + 1.2
		for _, line := range levelType.font().wrap(level, levelType.size, smileySpace-1) {
			width := levelType.font().width(line, levelType.size)
			b.add(levelType, left+(smileySpace-width)/2, line)
		}
		deepest = max(deepest, b.height)
	}
	b.height = deepest
	return b
}

// sayings are what else people should know.
func (t *posterText) sayings() block {
	b := block{name: "sayings", height: 2, shapes: []shape{{kind: thinRule, x: posterLeft}}}
	for _, text := range t.say {
		b.add(sayType, posterLeft, sayType.font().wrap(text, sayType.size, posterInner)...)
	}
	return b
}

// foot is the way for those who cannot scan, and who asks what for. Beside it stands
// in small letters which poster this is, for whoever puts it up.
func (t *posterText) foot() block {
	b := block{name: "foot"}
	mark := smallType.font().width(t.mark, smallType.size)
	b.put(smallType, posterRight-mark, t.mark)
	b.add(typedType, posterLeft, t.typed)
	f := addressType.fitting(t.address, 10.5)
	b.add(f, posterLeft, f.font().wrapAddress(t.address, f.size, posterInner)...)
	b.height++
	f = smallType
	if t.simulated {
		f = warningType
	}
	f = f.fitting(t.purpose, 8)
	b.add(f, posterLeft, f.font().wrap(t.purpose, f.size, posterInner)...)
	return b
}
