package round

import (
	"context"
	"fmt"
	"math/rand/v2"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

// writing gathers what a person writes at a sheet: all of it is stored, or nothing.
type writing struct {
	rounds   *Rounds
	sheet    *Sheet
	by       Person
	part     Part
	seen     map[string]bool
	mistakes survey.Mistakes
	stale    []*survey.Error
	entries  []Entry
}

func (r *Rounds) writing(s *Sheet, by Person, part Part) *writing {
	return &writing{rounds: r, sheet: s, by: by, part: part, seen: map[string]bool{}}
}

// wrong notes a mistake at a leaf's field, which is named as a page does: points:2.3.1.
func (w *writing) wrong(field, leaf, word string, args survey.Args) {
	if field != "" {
		leaf = field + ":" + leaf
	}
	w.mistakes.Add(survey.Fail(survey.Invalid, word, args).At(leaf))
}

// leaf finds a leaf that is written at, once.
func (w *writing) leaf(code string) *Leaf {
	l := w.sheet.Leaf(code)
	if l == nil || w.seen[code] {
		w.wrong("", code, "sheet.leaf", nil)
		return nil
	}
	w.seen[code] = true
	return l
}

// unread notes what could not be read of a draft, beside what is wrong with its text.
func (w *writing) unread(l *Leaf, d Draft) {
	w.mistakes = append(w.mistakes, d.Unread...)
	w.note(l, d.Note)
}

// note is a text at a leaf.
func (w *writing) note(l *Leaf, text string) string {
	text, err := said(text, "note")
	if err != nil {
		w.wrong("note", l.Item.Code, "sheet.text", survey.Args{"max": MaxNote})
	}
	return text
}

// figure keeps of what is given only what the leaf takes, and checks it.
func (w *writing) figure(l *Leaf, g scoring.Given) scoring.Given {
	item, points := l.Item, scoring.Given{Points: g.Points}
	switch {
	case g.NotApplicable:
		return scoring.Given{NotApplicable: true}
	case w.sheet.Decides(l):
		g = points
	case l.Automatic():
		return scoring.Given{}
	case item.Share():
		g = scoring.Given{Num: g.Num, Den: g.Den}
	case item.Number():
		g = scoring.Given{Num: g.Num}
	default:
		g = points
	}
	if g.Num > edition.MostFigure || g.Den > edition.MostFigure {
		w.wrong("num", item.Code, "sheet.figure", nil)
	}
	if e, ok := item.Check(g).(*survey.Error); ok && e != nil { //nolint:errorlint // made right there
		for _, cause := range e.Causes {
			w.wrong(cause.Field, item.Code, cause.Word, cause.Args)
		}
	}
	return g
}

// take adds an entry unless it says what the page was made from, or what is stored. One
// that was made from another than the last entry of its part is stale.
func (w *writing) take(l *Leaf, e Entry, after EntryID) {
	base, last := l.entry(w.part, after), l.entry(w.part, l.Last(w.part))
	switch {
	case base != nil && base.says(&e), last != nil && last.says(&e):
		return
	case after != l.Last(w.part):
		args := survey.Args{"code": l.Item.Code, "login": ""}
		if last != nil {
			args["login"] = last.By
		}
		w.stale = append(w.stale, survey.Fail(survey.Conflict, "sheet.stale_leaf", args).At(l.Item.Code))
		return
	}
	e.Round, e.Agency, e.Leaf, e.Part = w.sheet.Round.ID, w.sheet.Member.Agency, l.Item.Code, w.part
	e.By, e.At = w.by.Login, w.rounds.now()
	w.entries = append(w.entries, e)
}

// entry finds an entry of the leaf, nil where there is none.
func (l *Leaf) entry(part Part, id EntryID) *Entry {
	for i := range l.History {
		if e := &l.History[i]; e.ID == id && e.Part == part {
			return e
		}
	}
	return nil
}

// says tells whether two entries say the same.
func (e *Entry) says(o *Entry) bool {
	return e.Given == o.Given && e.Agrees == o.Agrees && e.Note == o.Note
}

// done stores what was written. Mistakes, then stale leaves, refuse all of it: the page
// shows both and loses nothing.
func (w *writing) done(ctx context.Context, action string) error {
	word := "sheet.refused"
	if w.part == Explained {
		word = "sheet.explain_refused"
	}
	if err := w.mistakes.Err(word); err != nil {
		return err
	}
	if len(w.stale) > 0 {
		e := survey.Fail(survey.Conflict, "sheet.stale", survey.Args{"count": len(w.stale)})
		e.Causes = w.stale
		return e
	}
	if len(w.entries) == 0 {
		return nil
	}
	before, after := w.logged()
	if err := w.rounds.Store.AddAssessments(ctx, w.entries); err != nil {
		return err
	}
	return w.rounds.record(ctx, w.by, action, w.sheet.Agency.Code, before, after)
}

// writtenEntry is what the log keeps of entries: the figures by leaf, never the notes,
// which stand with the entries.
type writtenEntry struct {
	Round   string
	Part    Part
	Figures []string // 2.3.1: 4.5
	Sum     string   `json:",omitempty"` // of all that was written, with notes, by whom and when
	// Salt is of no meaning: without it whoever may not see the figures yet could find them
	// by trying, from the hash of the log's row.
	Salt string `json:",omitempty"`
}

func (w *writing) logged() (before, after writtenEntry) {
	before = writtenEntry{Round: w.sheet.Round.name(), Part: w.part}
	after = before
	for i := range w.entries {
		e := &w.entries[i]
		l := w.sheet.Leaf(e.Leaf)
		if last := l.entry(w.part, l.Last(w.part)); last != nil {
			before.Figures = append(before.Figures, e.Leaf+": "+last.figure(l))
		}
		after.Figures = append(after.Figures, e.Leaf+": "+e.figure(l))
	}
	after.Sum = sumOf(w.entries)
	if w.part.council() {
		after.Salt = salt()
	}
	return before, after
}

// salt is a random number of 128 bits, by the generator that the system seeds.
func salt() string {
	return fmt.Sprintf("%016x%016x", rand.Uint64(), rand.Uint64()) //nolint:gosec // ChaCha8
}

// figure is what an entry gives, in short.
func (e *Entry) figure(l *Leaf) string { return e.figureOf(l.Item) }

func (e *Entry) figureOf(item *scoring.Item) string {
	number := survey.HundredthsText
	switch {
	case e.Part == Explained && e.Agrees:
		return "agrees"
	case e.Part == Explained:
		return "contests"
	case e.Given.NotApplicable:
		return "out"
	case item.Kind == scoring.Satisfaction:
		return number(int64(e.Given.Points))
	case item.Share():
		return number(e.Given.Num) + "/" + number(e.Given.Den)
	case item.Number():
		return number(e.Given.Num)
	}
	return number(int64(e.Given.Points))
}
