package round

import (
	"hailong/scoring"
	"hailong/survey"
)

// Sheet (phiếu chấm điểm) is an agency's year in a round: the criteria set with all that
// was written, and what the service fills in by itself.
type Sheet struct {
	Round    *Round
	Member   *Member
	Agency   *survey.Agency
	Set      *Set
	Leaves   []Leaf // of the set, in its order
	Evidence []Evidence
	Opinion  scoring.Opinion // the official satisfaction
	Asked    *Opinion        // how it was counted; nil where no official plan asked the agency
}

// Leaf is one leaf of a sheet.
type Leaf struct {
	Item *scoring.Item
	Area *scoring.Item
	Out  bool           // the set says that it is not applicable to the agency
	Fed  *scoring.Given // what the service fills in; nil where people do

	Self, Appraised, Explained, Second, Petitioned *Entry // the last of each part; nil: none
	History                                        []Entry

	marks []givenMark // computed once: a board asks many times
}

// givenMark is the mark that a figure gives.
type givenMark struct {
	given scoring.Given
	mark  scoring.Mark
}

// Facts are what an agency's sheet is made of, as the store has them.
type Facts struct {
	Entries  []Entry // in the order in which they were written
	Evidence []Evidence
	Opinion  scoring.Opinion
	Asked    *Opinion // nil: no official plan asked the agency
	Feeds    map[scoring.Feed]Fraction
}

// Fraction is a numerator and a denominator in hundredths of whatever is counted.
type Fraction struct{ Num, Den int64 }

// NewSheet puts a sheet together.
func NewSheet(r *Round, m *Member, a *survey.Agency, set *Set, f Facts) *Sheet {
	s := &Sheet{
		Round: r, Member: m, Agency: a, Set: set, Evidence: f.Evidence, Opinion: f.Opinion, Asked: f.Asked,
	}
	at := make(map[string]int, len(set.Items))
	s.Leaves = make([]Leaf, 0, len(set.Items))
	for i, item := range set.Leaves() {
		leaf := Leaf{Item: item, Area: set.AreaOf(i)}
		for _, code := range item.NotFor {
			leaf.Out = leaf.Out || code == a.Code
		}
		if item.Feed != scoring.Typed {
			feed := f.Feeds[item.Feed]
			leaf.Fed = &scoring.Given{Num: feed.Num, Den: feed.Den}
		}
		at[item.Code] = len(s.Leaves)
		s.Leaves = append(s.Leaves, leaf)
	}
	s.share(f.Entries, at)
	return s
}

// share gives each leaf its entries; the histories of all leaves lie in one piece of memory,
// since a round may have a hundred thousand of them.
func (s *Sheet) share(entries []Entry, at map[string]int) {
	counts := make([]int, len(s.Leaves))
	for i := range entries {
		if place, known := at[entries[i].Leaf]; known {
			counts[place]++
		}
	}
	room := make([]Entry, len(entries))
	for i, n := range counts {
		s.Leaves[i].History, room = room[:0:n], room[n:]
	}
	for i := range entries {
		if place, known := at[entries[i].Leaf]; known {
			s.Leaves[place].take(&entries[i])
		}
	}
}

// mark is what an entry's figure gives. Mostly the council gives what the agency did.
func (l *Leaf) mark(e *Entry) scoring.Mark {
	for i := range l.marks {
		if l.marks[i].given == e.Given {
			return l.marks[i].mark
		}
	}
	mark := l.Item.Mark(e.Given)
	l.marks = append(l.marks, givenMark{e.Given, mark})
	return mark
}

func (l *Leaf) take(e *Entry) {
	l.History = append(l.History, *e)
	switch e.Part {
	case Self:
		l.Self = e
	case Appraised:
		l.Appraised = e
	case Explained:
		l.Explained = e
	case Second:
		l.Second = e
	case Petitioned:
		l.Petitioned = e
	}
}

// Last is the id of the last entry of a part, which a page was made from; 0 for none.
func (l *Leaf) Last(part Part) EntryID {
	for i := len(l.History) - 1; i >= 0; i-- {
		if l.History[i].Part == part {
			return l.History[i].ID
		}
	}
	return 0
}

// Leaf finds a leaf of the sheet by its code, nil where there is none.
func (s *Sheet) Leaf(code string) *Leaf {
	for i := range s.Leaves {
		if s.Leaves[i].Item.Code == code {
			return &s.Leaves[i]
		}
	}
	return nil
}

// Automatic tells whether the service alone gives the leaf's own figure.
func (l *Leaf) Automatic() bool { return l.Out || !l.Item.ByHand() }

// OwnMark is what the agency's own part gives; false where it gave nothing yet.
func (s *Sheet) OwnMark(l *Leaf) (scoring.Mark, bool) {
	switch {
	case l.Out:
		return scoring.Mark{Out: true}, true
	case l.Item.Kind == scoring.Satisfaction:
		return l.Item.MarkOpinion(s.Opinion), true
	case l.Fed != nil:
		return l.Item.Mark(*l.Fed), true
	case l.Self != nil:
		return l.mark(l.Self), true
	}
	return scoring.Mark{}, false
}

// judgement is the council's last entry that counts, with where it comes from.
func (l *Leaf) judgement(upTo Part) *Entry {
	for _, e := range []*Entry{l.Petitioned, l.Second, l.Appraised} {
		if e != nil && (upTo != Appraised || e.Part == Appraised) {
			return e
		}
	}
	return nil
}

// Judgement is the council's last entry at the leaf, nil where it has made none.
func (l *Leaf) Judgement() *Entry { return l.judgement("") }

// Mark is the leaf's mark as it stands: the council's, else the agency's own.
func (s *Sheet) Mark(l *Leaf) scoring.Mark { return s.markUpTo(l, "") }

// FirstMark is the mark after the first appraisal.
func (s *Sheet) FirstMark(l *Leaf) scoring.Mark { return s.markUpTo(l, Appraised) }

func (s *Sheet) markUpTo(l *Leaf, part Part) scoring.Mark {
	if e := l.judgement(part); e != nil && !l.Out {
		return s.marked(l, e)
	}
	mark, _ := s.OwnMark(l)
	return mark
}

// marked is an entry's mark. Where the service gives the figure, an appraiser can only set
// the leaf not applicable, or give points to a satisfaction that too few answered.
func (s *Sheet) marked(l *Leaf, e *Entry) scoring.Mark {
	if l.Fed != nil && !e.Given.NotApplicable {
		return l.Item.Mark(*l.Fed)
	}
	if l.Item.Kind == scoring.Satisfaction && !e.Given.NotApplicable {
		if s.Opinion.Official == scoring.TooFew {
			return scoring.Mark{Points: e.Given.Points}
		}
		return l.Item.MarkOpinion(s.Opinion)
	}
	return l.mark(e)
}

// Cut is how many points the first appraisal took off what the agency gave itself, or added
// to a penalty, which is nothing where the agency left it alone. Where one side's figure says
// that nothing was due, a denominator of 0, and the other's does not, it is all that the leaf
// had for the agency, or lacks of the maximum. A leaf that was set not applicable is none.
func (s *Sheet) Cut(l *Leaf) scoring.Points {
	own, given := s.OwnMark(l)
	raised := l.Item.Kind == scoring.Penalty
	if !given && !raised || l.Appraised == nil || l.Appraised.Given.NotApplicable {
		return 0
	}
	first := s.FirstMark(l)
	switch {
	case raised:
		return max(0, first.Points-own.Points)
	case own.Out && first.Out:
		return 0
	case own.Out:
		return max(0, l.Item.Max-first.Points)
	}
	return max(0, own.Points-first.Points) // of what is out there are none
}

// Owes tells whether the agency has still to say something to a cut.
func (s *Sheet) Owes(l *Leaf) bool { return s.Cut(l) > 0 && l.Explained == nil }

// Result adds up the sheet as mark gives each leaf.
func (s *Sheet) Result(mark func(*Leaf) scoring.Mark) scoring.Result {
	marks := make([]scoring.Mark, len(s.Leaves))
	for i := range s.Leaves {
		marks[i] = mark(&s.Leaves[i])
	}
	return s.Set.Result(marks)
}

// Own is the mark of the agency's own part, nothing where it gave none.
func (s *Sheet) Own(l *Leaf) scoring.Mark {
	mark, _ := s.OwnMark(l)
	return mark
}

// Missing are the leaves at which the agency's own part lacks a figure, or evidence that
// the set requires.
func (s *Sheet) Missing() []*Leaf {
	var list []*Leaf
	for i := range s.Leaves {
		if l := &s.Leaves[i]; s.Lacks(l) != "" {
			list = append(list, l)
		}
	}
	return list
}

// What a leaf lacks.
const (
	LacksFigure   = "figure"
	LacksEvidence = "evidence"
)

// Lacks says what a leaf's own part lacks; empty: nothing. A bonus and a penalty may be
// left alone, external figures are not the agency's to give, and where neither points are
// claimed nor that nothing was due, no evidence is needed.
func (s *Sheet) Lacks(l *Leaf) string {
	if l.Automatic() || l.Item.Kind == scoring.External {
		return ""
	}
	mark, given := s.OwnMark(l)
	switch {
	case !given && !l.Item.Aside():
		return LacksFigure
	case given && l.Item.Evidence && (mark.Points > 0 || mark.Out) && !s.proven(l.Item.Code):
		return LacksEvidence
	}
	return ""
}

func (s *Sheet) proven(leaf string) bool {
	for i := range s.Evidence {
		if s.Evidence[i].For(leaf) {
			return true
		}
	}
	return false
}
