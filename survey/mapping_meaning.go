package survey

import (
	"slices"
	"strconv"
	"strings"
)

// words reads what a row's words mean: "Rất hài lòng=5|Không áp dụng=na", and for
// the time the order of day and month.
func (r *mappingReader) words(field string, s *source) {
	text := r.Text("words")
	switch field {
	case fieldComment, fieldIgnore:
		r.noWords(field)
	case fieldAnsweredAt:
		s.monthFirst = strings.EqualFold(text, "mdy")
		if text != "" && !s.monthFirst && !strings.EqualFold(text, "dmy") {
			r.Fail("words", "responses.words_order", Args{"value": clip(text)})
		}
	default:
		s.words = r.meanings(text, r.means(field))
	}
}

func (r *mappingReader) noWords(field string) {
	if r.Text("words") != "" {
		r.Fail("words", "responses.words_none", Args{"value": field})
	}
}

// meaning brings what stands behind "=" into its one form, and says what may stand there.
type meaning struct {
	known string
	read  func(string) (string, bool)
}

func (r *mappingReader) means(field string) meaning {
	var known []string
	switch field {
	case fieldCounter:
		words := newCounterWords(r.catalogue, nil)
		return meaning{counterCodes(words.all()), func(s string) (string, bool) {
			s = FoldWord(s)
			return s, words.codes[s] != nil
		}}
	case fieldStage:
		known = append(slices.Clone(stageNames[1:]), meansEmpty)
	default:
		known = []string{"1", "2", "3", "4", "5"}
		q := r.mapping.form
		if q.Questions[q.questionIndex(field)].NotApplicable.VI != "" {
			known = append(known, meansNA)
		}
		known = append(known, meansEmpty)
	}
	return meaning{strings.Join(known, ", "), func(s string) (string, bool) {
		s = FoldWord(s)
		return s, slices.Contains(known, s)
	}}
}

func (r *mappingReader) meanings(text string, m meaning) map[string]string {
	words := map[string]string{}
	if text == "" {
		return words
	}
	for part := range strings.SplitSeq(text, "|") {
		at := max(0, strings.LastIndex(part, "="))
		word := FoldWord(part[:at])
		means, known := m.read(strings.TrimPrefix(part[at:], "="))
		switch _, twice := words[word]; {
		case word == "" || !known:
			r.Fail("words", "responses.words", Args{"value": clip(part), "known": m.known})
		case turned(word, means):
			r.Fail("words", "responses.words_turned", Args{"value": clip(part)})
		case twice:
			r.Fail("words", "responses.words_twice", Args{"value": clip(part[:at])})
		default:
			words[word] = means
		}
	}
	return words
}

// turned tells whether a mapping gives a word of the official scale another level than
// its own: nothing in the export would show that its answers were counted so.
func turned(word, means string) bool {
	for i, text := range LevelWords {
		if word == FoldWord(text.VI) || word == FoldWord(text.EN) {
			return means != strconv.Itoa(i+1)
		}
	}
	return false
}

// fixed reads what is the same for all rows once, so that a slip is one mistake.
func (r *mappingReader) fixed(field string, s *source) {
	switch field {
	case fieldCounter:
		words := newCounterWords(r.catalogue, s.words)
		r.counter("value", words, s.fixed)
	case fieldAnsweredAt:
		if _, word := readMoment(s.fixed, s.monthFirst, r.catalogue.Zone); word != "" {
			r.Fail("value", word, Args{"value": clip(s.fixed)})
		}
	case fieldStage:
		if _, known := stageWords(s.words)[FoldWord(s.fixed)]; !known {
			r.failStage("value", s)
		}
	}
}

func (r *TableReader) failStage(column string, s *source) {
	r.Fail(column, "responses.stage", Args{
		"value": clip(s.text(r.row)), "known": listed(Stages, func(o Stage) string { return StageWords[o].VI }),
	})
}

// counter finds the one counter that a text names.
func (r *TableReader) counter(column string, words *counterWords, text string) *Counter {
	found := words.find(text)
	switch {
	case strings.TrimSpace(text) == "":
		r.Fail(column, "import.needed", nil)
	case len(found) == 0:
		r.Fail(column, "responses.counter", Args{"value": clip(text), "known": counterCodes(words.all())})
	case len(found) > 1:
		r.Fail(column, "responses.counter_many", Args{"value": clip(text), "known": counterCodes(found)})
	default:
		return found[0]
	}
	return nil
}
