package survey

import (
	"cmp"
	"slices"
)

// StageTally counts an agency's valid responses of one stage on one questionnaire,
// down to the question: what the roll-ups do not tell.
type StageTally struct {
	Stage         Stage
	Questionnaire QuestionnaireID
	Sums
	Shares []Share // of each question in the form's order, also where it does not count
}

// StageTallies adds up valid responses by stage and questionnaire.
type StageTallies map[stageKey]*StageTally

type stageKey struct {
	stage         Stage
	questionnaire QuestionnaireID
}

// Add counts n responses alike; levels has a character for each question of q.
func (s StageTallies) Add(stage Stage, q *Questionnaire, levels Levels, n int64) {
	key := stageKey{stage, q.ID}
	t := s[key]
	if t == nil {
		t = &StageTally{Stage: stage, Questionnaire: q.ID, Shares: make([]Share, len(q.Questions))}
		s[key] = t
	}
	one, _ := levels.Count(q)
	t.Sums = t.Sums.Add(one.Times(n))
	for i := range t.Shares {
		t.Shares[i] = t.Shares[i].Add(levels.share(i, n))
	}
}

// share is what n persons who gave these levels say to one question.
func (l Levels) share(question int, n int64) Share {
	switch level := l[question]; {
	case level < '1' || level > '5':
		return Share{}
	case level >= '4':
		return Share{Satisfied: n, Given: n}
	default:
		return Share{Given: n}
	}
}

// Sorted are the tallies by stage, then questionnaire.
func (s StageTallies) Sorted() []StageTally {
	list := make([]StageTally, 0, len(s))
	for _, t := range s {
		list = append(list, *t)
	}
	slices.SortFunc(list, StageTally.compare)
	return list
}

func (t StageTally) compare(o StageTally) int {
	return cmp.Or(cmp.Compare(t.Stage, o.Stage), cmp.Compare(t.Questionnaire, o.Questionnaire))
}

func (t StageTally) same(o StageTally) bool {
	return t.compare(o) == 0 && t.Sums == o.Sums && slices.Equal(t.Shares, o.Shares)
}
