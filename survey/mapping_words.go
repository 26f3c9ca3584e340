package survey

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// LevelWords are the official words of the levels 1 to 5, as exports of other forms
// have them. The pages have theirs in frontend/words; a test of the command holds
// both together.
var LevelWords = [5]Text{
	{"Rất không hài lòng", "Very dissatisfied"},
	{"Không hài lòng", "Dissatisfied"},
	{"Bình thường", "Neutral"},
	{"Hài lòng", "Satisfied"},
	{"Rất hài lòng", "Very satisfied"},
}

// StageWords are the words of the stages, held together with the pages' likewise.
var StageWords = map[Stage]Text{
	StageSubmitted:    {"Nộp hồ sơ", "Hand in papers"},
	StageSupplemented: {"Bổ sung hồ sơ", "Add papers"},
	StageReceived:     {"Nhận kết quả", "Collect result"},
	StageRefused:      {"Bị từ chối", "Refused"},
	StageOther:        {"Việc khác", "Other"},
}

// The meanings that a mapping's words may have beside a level, a stage or a code.
const (
	meansNA    = "na"
	meansEmpty = "-"
)

// FoldWord is a word as an export's words and heads are compared: composed, in small
// letters, with single blanks, without the marks that only hyphenate.
func FoldWord(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '\u00ad', '\u200b', '\u2060', '\ufeff':
			return -1
		}
		return r
	}, norm.NFC.String(s))
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

// levelWords are all words that answer a question, folded. Where a mapping gives
// numbers a meaning of its own, the other numbers have none: a scale that is turned
// round in part would be counted the wrong way.
func levelWords(q *Question, listed map[string]string) map[string]byte {
	known := map[string]byte{"": LevelEmpty}
	numbers := !slices.ContainsFunc(slices.Collect(maps.Keys(listed)), isNumber)
	for i, text := range LevelWords {
		level := byte('1' + i)
		known[FoldWord(text.VI)], known[FoldWord(text.EN)] = level, level
		if numbers {
			known[string(level)] = level
		}
	}
	if na := q.NotApplicable; na.VI != "" {
		for _, word := range []string{meansNA, "n/a", FoldWord(na.VI), FoldWord(na.In(English))} {
			known[word] = LevelNotApplicable
		}
	}
	for word, meaning := range listed {
		known[word] = meaning[0]
		if meaning == meansNA {
			known[word] = LevelNotApplicable
		}
	}
	return known
}

func isNumber(s string) bool { _, err := strconv.Atoi(s); return err == nil }

// numberedWord is "5 - Rất hài lòng", "(5) Rất hài lòng", "5. Rất hài lòng", folded.
var numberedWord = regexp.MustCompile(`^\(?(\d)\)? ?[-–—.:/]? ?(\pL.*)$`)

// levelOf reads a cell by the words that are known; false for what is none of them,
// and where a number and the word behind it disagree.
func levelOf(known map[string]byte, cell string) (byte, bool) {
	word := FoldWord(cell)
	if level, found := known[word]; found {
		return level, true
	}
	parts := numberedWord.FindStringSubmatch(word)
	if parts == nil {
		return 0, false
	}
	number, hasNumber := known[parts[1]]
	level, hasWord := known[parts[2]]
	return level, hasNumber && hasWord && number == level
}

// levelsKnown says in a mistake what a cell may hold.
func levelsKnown(q *Question, listed map[string]string) string {
	list := []string{"1–5"}
	for _, text := range LevelWords {
		list = append(list, text.VI)
	}
	if q.NotApplicable.VI != "" {
		list = append(list, q.NotApplicable.VI, meansNA)
	}
	return strings.Join(append(list, slices.Sorted(maps.Keys(listed))...), ", ")
}

// stageWords are all words of the stages, folded.
func stageWords(listed map[string]string) map[string]Stage {
	known := map[string]Stage{"": StageNone}
	for _, stage := range Stages {
		text := StageWords[stage]
		known[stage.String()], known[FoldWord(text.VI)], known[FoldWord(text.EN)] = stage, stage, stage
	}
	for word, meaning := range listed {
		known[word] = Stage(max(0, slices.Index(stageNames, meaning))) // "-" is none
	}
	return known
}

// counterWords finds counters as an export names them: by what the mapping lists,
// by code, or by a name; several are found under a name that several have.
type counterWords struct {
	catalogue *Catalogue
	listed    map[string]string
	codes     map[string]*Counter
	names     map[string][]*Counter
}

func newCounterWords(c *Catalogue, listed map[string]string) *counterWords {
	w := &counterWords{
		catalogue: c, listed: listed, codes: map[string]*Counter{}, names: map[string][]*Counter{},
	}
	for i := range c.Counters {
		n := &c.Counters[i]
		w.codes[FoldWord(n.Code)] = n
		for _, name := range []string{n.Name.VI, n.Name.EN} {
			name = FoldWord(name)
			if list := w.names[name]; name != "" && !slices.Contains(list, n) {
				w.names[name] = append(list, n)
			}
		}
	}
	return w
}

// find gives one counter, several of one name, or none. A token that was replaced
// still names its counter.
func (w *counterWords) find(cell string) []*Counter {
	word := FoldWord(cell)
	if code, found := w.listed[word]; found {
		word = code
	}
	if n := w.codes[word]; n != nil {
		return []*Counter{n}
	}
	if n := w.catalogue.Counter(w.catalogue.everCounter(strings.TrimSpace(cell))); n != nil {
		return []*Counter{n}
	}
	return w.names[word]
}

func counterCodes(list []*Counter) string {
	return listed(list, func(n *Counter) string { return n.Code })
}

func (w *counterWords) all() []*Counter {
	list := make([]*Counter, len(w.catalogue.Counters))
	for i := range list {
		list[i] = &w.catalogue.Counters[i]
	}
	return list
}
