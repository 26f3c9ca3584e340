package document

import (
	"strings"

	"hailong/survey"
)

// letterhead is who writes on the left, and the country with its motto on the right.
func letterhead(above, office, number string) *table {
	t := &table{bare: true, size: textSize, columns: []column{
		{width: 70, align: centre}, {width: 95, align: centre},
	}}
	small := func(text string, bold bool) para { return centred(text, tableSize, bold) }
	writer := []para{}
	if above != "" {
		writer = append(writer, small(strings.ToUpper(above), false))
	}
	writer = append(writer, small(strings.ToUpper(office), true), para{style: style{rule: 22}})
	country := []para{
		small(say("document.country", nil), true), centred(say("document.motto", nil), textSize, true),
		{style: style{rule: 52}},
	}
	day := survey.Args{"day": dated("")}
	place := centred(say("document.place", day), textSize, false)
	place.italic = true
	t.add(
		row{cells: [][]para{writer, country}},
		row{cells: [][]para{{centred(number, textSize, false)}, {place}}},
	)
	return t
}

// signature leaves room for the one who signs, beside those who receive the document.
func signature(title string) *table {
	t := &table{bare: true, size: smallSize, columns: []column{
		{width: 80, align: left}, {width: 85, align: centre},
	}}
	to := []para{
		{say("document.receivers", nil), style{size: tableSize, bold: true, before: 10}},
		{say("document.receivers_above", nil), style{size: smallSize}},
		{say("document.receivers_file", nil), style{size: smallSize}},
	}
	name := centred(title, textSize, true)
	name.before, name.after = 10, 70
	t.add(row{cells: [][]para{to, {name, centred("", textSize, true)}}})
	return t
}

// named is what kind of a document it is, and what it is about.
func named(kind, about string) []block {
	name := centred(kind, titleSize, true)
	name.before = 14
	subject := centred(about, titleSize, true)
	return []block{name, subject, para{style: style{rule: 40}}}
}
