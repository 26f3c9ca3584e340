package round

import (
	"fmt"
	"strings"

	"hailong/survey"
)

// atLeaf is where entries follow each other.
type atLeaf struct {
	leaf string
	part Part
}

// loggedFigure is what an entry gives, in short, as the log has it.
type loggedFigure struct{ Figure string }

// compareEntries holds each entry against the figure that the log has of it, in the order
// of each leaf, and names those that only one side has. Where the figures are the same the
// digests tell whether notes, names and times are, too.
func (a *auditedRounds) compareEntries(name string, logged *loggedSheet, set *Set, entries []Entry) {
	present := map[atLeaf][]Entry{}
	for i := range entries {
		at := atLeaf{entries[i].Leaf, entries[i].Part}
		present[at] = append(present[at], entries[i])
	}
	before, next := len(a.list), map[atLeaf]int{}
	for i := range logged.writes {
		w := &logged.writes[i]
		for _, text := range w.figures {
			leaf, figure, _ := strings.Cut(text, ": ")
			at := atLeaf{leaf, w.part}
			code := entryCode(name, at, next[at])
			if next[at] >= len(present[at]) {
				a.hold("entry", code, loggedFigure{figure}, nil)
				continue
			}
			e := &present[at][next[at]]
			a.hold("entry", code, loggedFigure{figure}, loggedFigure{e.figureOf(leafOf(set, leaf))})
			w.entries = append(w.entries, *e)
			next[at]++
		}
	}
	a.unlogged(name, set, entries, next)
	if len(a.list) == before {
		a.compareSums(name, logged)
	}
}

func entryCode(name string, at atLeaf, n int) string {
	return fmt.Sprintf("%s/%s/%s#%d", name, at.leaf, at.part, n+1)
}

// unlogged names the entries that the log does not have. matched is how many of each leaf
// it has.
func (a *auditedRounds) unlogged(name string, set *Set, entries []Entry, matched map[atLeaf]int) {
	count := map[atLeaf]int{}
	for i := range entries {
		e := &entries[i]
		at := atLeaf{e.Leaf, e.Part}
		if count[at]++; count[at] > matched[at] {
			figure := loggedFigure{e.figureOf(leafOf(set, e.Leaf))}
			a.hold("entry", entryCode(name, at, count[at]-1), nil, figure)
		}
	}
}

// compareSums looks at what the figures do not say.
func (a *auditedRounds) compareSums(name string, logged *loggedSheet) {
	for i := range logged.writes {
		w := &logged.writes[i]
		leaf, _, _ := strings.Cut(w.figures[0], ": ")
		code := fmt.Sprintf("%s/%s/%s, log row %d", name, leaf, w.part, w.number)
		a.sum("entry", code, w.sum, sumOf(w.entries))
	}
}

// loggedPetition is a petition as the log says, by its digests.
type loggedPetition struct {
	filed, answer     string
	answered, changes bool
}

// answered is told of the first petition of the leaf that has no answer yet.
func (s *loggedSheet) answered(e *sheetEntry) {
	list := s.petitions[e.Leaf]
	for i := range list {
		if !list[i].answered {
			list[i].answered, list[i].changes, list[i].answer = true, e.Changes, e.Sum
			return
		}
	}
	s.petitions[e.Leaf] = append(list, loggedPetition{answered: true, changes: e.Changes, answer: e.Sum})
}

// petitionState is what the log says of a petition in plain words.
type petitionState struct{ Leaf, Answered, Changes string }

func stateOfPetition(leaf string, answered, changes bool) petitionState {
	yes := map[bool]string{true: "yes", false: "no"}
	return petitionState{leaf, yes[answered], yes[changes]}
}

func (a *auditedRounds) comparePetitions(name string, logged *loggedSheet, m *Member, petitions []Petition) {
	count := map[string]int{}
	for i := range petitions {
		p := &petitions[i]
		if p.Agency != m.Agency {
			continue
		}
		n := count[p.Leaf]
		count[p.Leaf]++
		code, present := petitionCode(name, p.Leaf, n), stateOfPetition(p.Leaf, p.AnsweredBy != "", p.Changes)
		if n >= len(logged.petitions[p.Leaf]) {
			a.hold("petition", code, nil, present)
			continue
		}
		l := &logged.petitions[p.Leaf][n]
		a.hold("petition", code, stateOfPetition(p.Leaf, l.answered, l.changes), present)
		a.sum("petition", code, l.filed, p.filedSum())
		if l.answered && p.AnsweredBy != "" {
			a.sum("petition", code+", answer", l.answer, p.answeredSum())
		}
	}
	for leaf, list := range logged.petitions {
		for n := count[leaf]; n < len(list); n++ {
			l := &list[n]
			a.hold("petition", petitionCode(name, leaf, n), stateOfPetition(leaf, l.answered, l.changes), nil)
		}
	}
}

func petitionCode(name, leaf string, n int) string {
	return fmt.Sprintf("%s/%s#%d", name, leaf, n+1)
}

var _ survey.BriefPart = (*auditedRounds)(nil)
