package edition

import (
	"bytes"
	"embed"
	"path"
	"slices"
	"strings"

	"hailong/survey"
)

// texts are what an archive tells people, as templates: METHOD-1.txt is the first wording of
// METHOD.txt. A wording that was ever published stays, or archives out there would be found
// wanting.
//
//go:embed texts
var texts embed.FS

// reader is what the texts are read from.
type reader interface {
	ReadFile(name string) ([]byte, error)
}

// wordings are the texts that a file of an archive may have; the first is today's.
func wordings(from reader, name string) (list []string) {
	ext := path.Ext(name)
	for n := 1; ; n++ {
		text, err := from.ReadFile("texts/" + strings.TrimSuffix(name, ext) + "-" + num(n) + ext)
		if err != nil {
			slices.Reverse(list)
			return list
		}
		list = append(list, string(text))
	}
}

// text is a file for people as it is written today.
func (c *Content) text(name string, d *Decision) []byte {
	return []byte(c.words(d).Replace(wordings(texts, name)[0]))
}

// worded tells whether a file for people says what it did when some edition was published.
func (c *Content) worded(name string, d *Decision, text []byte) bool {
	words := c.words(d)
	return slices.ContainsFunc(wordings(texts, name), func(wording string) bool {
		return bytes.Equal(text, []byte(words.Replace(wording)))
	})
}

// words fill in what the archive is of.
func (c *Content) words(d *Decision) *strings.Replacer {
	decidedVI, decidedEN := "chưa có (bản dự thảo, chưa công bố)", "none yet (a draft, not published)"
	if d != nil {
		day := survey.Day(d.Day).Time().Format("02/01/2006")
		decidedVI, decidedEN = d.Number+", ngày "+day, d.Number+", "+day
	}
	replaces := "–"
	if c.Replaces > 0 {
		replaces = num(c.Replaces)
	}
	simulatedVI, simulatedEN := "", ""
	if c.Simulated {
		simulatedVI, simulatedEN = "SỐ LIỆU MÔ PHỎNG.\n", "SIMULATED FIGURES.\n"
	}
	return strings.NewReplacer(
		"{province_vi}", c.Province.VI, "{province_en}", c.Province.EN, "{kind}", string(c.Kind),
		"{family}", c.Family, "{year}", num(c.Year), "{number}", num(c.Number), "{replaces}", replaces,
		"{closed}", survey.Day(c.ClosedOn).Time().Format("02/01/2006"),
		"{decision_vi}", decidedVI, "{decision_en}", decidedEN,
		"{simulated_vi}", simulatedVI, "{simulated_en}", simulatedEN,
	)
}
