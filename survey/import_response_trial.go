package survey

import (
	"cmp"
	"slices"
)

// ResponseTrial says what an import would store. Days, questions and counters are
// of all responses in the file, so that they can be compared with it.
type ResponseTrial struct {
	Form        string // short@1
	Rows        int
	Blank       int // rows without any answer and comment, left out
	Alike       int // responses that repeat another to the last sign
	Same        int // are stored already
	New         int // the rest, of which
	Counted     int // enter the score of their plan
	Late        int // came after their plan took answers: kept, not counted
	Unanswered  int // answer no question that counts: kept, not counted
	OtherForm   int // are on another form than their plan's: kept, not counted
	First, Last Day
	Questions   []QuestionCount // those that the mapping has
	Counters    []CounterCount  // by code

	catalogue *Catalogue
	list      []Response // those that are new
}

// QuestionCount says how a question was answered.
type QuestionCount struct {
	Question      *Question
	Levels        [5]int // from level 1 on
	NotApplicable int
	Empty         int
}

// CounterCount is how many responses are a counter's.
type CounterCount struct {
	Code  string
	Count int
}

func (r *responseReader) trial(rows int) *ResponseTrial {
	t := &ResponseTrial{
		Form: r.mapping.form.Ref(), Rows: rows, Blank: r.blank, Alike: r.alike, catalogue: r.catalogue,
	}
	counters := map[CounterID]int{}
	for i := range r.rows {
		o := &r.rows[i].response
		counters[o.Counter]++
		if t.First == "" || o.Day < t.First {
			t.First = o.Day
		}
		t.Last = max(t.Last, o.Day)
		if r.rows[i].same {
			t.Same++
			continue
		}
		t.add(o)
	}
	for id, n := range counters {
		t.Counters = append(t.Counters, CounterCount{r.catalogue.Counter(id).Code, n})
	}
	slices.SortFunc(t.Counters, func(a, b CounterCount) int { return cmp.Compare(a.Code, b.Code) })
	for _, q := range r.mapping.questions {
		t.Questions = append(t.Questions, r.count(q.question))
	}
	return t
}

// add takes a response that is new.
func (t *ResponseTrial) add(o *Response) {
	t.New++
	t.list = append(t.list, *o)
	switch {
	case o.Status == StatusEmpty:
		t.Unanswered++
	case o.Status == StatusLate:
		t.Late++
	case t.catalogue.Counts(o):
		t.Counted++
	default:
		t.OtherForm++
	}
}

func (r *responseReader) count(q *Question) QuestionCount {
	count := QuestionCount{Question: q}
	place := r.mapping.form.questionIndex(q.Code)
	for i := range r.rows {
		switch level := r.rows[i].response.Levels[place]; level {
		case LevelNotApplicable:
			count.NotApplicable++
		case LevelEmpty:
			count.Empty++
		default:
			count.Levels[level-'1']++
		}
	}
	return count
}
