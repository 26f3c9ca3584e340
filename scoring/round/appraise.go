package round

import (
	"context"

	"hailong/scoring"
	"hailong/survey"
)

// Appraise writes the council's part: Appraised in the first appraisal, once the agency's
// own part is over, Second in the second. All drafts are stored or none.
func (r *Rounds) Appraise(
	ctx context.Context, by Person, id ID, agency survey.AgencyID, part Part, drafts []Draft,
) error {
	return r.atSheet(ctx, id, agency, func(ctx context.Context, s *Sheet) error {
		j, err := r.judge(ctx, s, by)
		if err != nil {
			return err
		}
		if err := s.judging(part); err != nil {
			return err
		}
		w := r.writing(s, by, part)
		for _, d := range drafts {
			l := w.leaf(d.Leaf)
			if l == nil {
				continue
			}
			if err := j.may(s, l); err != nil {
				return err
			}
			w.appraise(l, d)
		}
		return w.done(ctx, appraiseAction)
	})
}

// judging refuses a part of the council's outside its time.
func (s *Sheet) judging(part Part) error {
	switch {
	case part == Appraised && s.Round.Step == Appraising && s.Round.Assessing(s.Member):
		return survey.Fail(survey.Closed, "sheet.reopened", nil)
	case part == Appraised && s.Round.Step == Appraising, part == Second && s.Round.Step == Reappraising:
		return nil
	}
	return survey.Fail(survey.Closed, "round.step", nil)
}

// appraiseAction is what the log calls all that the council gives, leaf by leaf, kept as the
// agency gave it, or nothing at once: by the action alone the agency would know the marks
// before it may see them.
const appraiseAction = "sheet.appraise"

func (w *writing) appraise(l *Leaf, d Draft) {
	if !w.sheet.open(l, d.Given) {
		w.wrong("", d.Leaf, "sheet.automatic", nil)
		return
	}
	if len(d.Unread) > 0 {
		w.unread(l, d)
		return
	}
	e := Entry{Given: w.figure(l, d.Given), Note: w.note(l, d.Note)}
	if e.Note == "" && w.sheet.needsReason(l, &e) {
		w.wrong("note", d.Leaf, "sheet.reason", nil)
	}
	before := len(w.entries)
	w.take(l, e, d.After)
	if written := len(w.entries) > before; written && !e.Given.NotApplicable && w.sheet.Unsourced(l) {
		w.wrong("file", d.Leaf, "sheet.no_source", nil)
	}
}

// open tells whether the council may enter something at a leaf. What the service fills in
// may only be set not applicable, and back, or decided where too few answered.
func (s *Sheet) open(l *Leaf, g scoring.Given) bool {
	if l.Out {
		return false
	}
	taken := l.Judgement()
	return !l.Automatic() || g.NotApplicable || s.Decides(l) || taken != nil && taken.Given.NotApplicable
}

// needsReason tells whether an entry of the council must say why: where points are cut, in
// either appraisal, where the leaf is set not applicable or its figure makes it so or no more
// so, and where too few answered.
func (s *Sheet) needsReason(l *Leaf, e *Entry) bool {
	if e.Given.NotApplicable || s.Decides(l) {
		return true
	}
	mark := s.marked(l, e)
	own, given := s.OwnMark(l)
	given = given || l.Item.Kind == scoring.Penalty // none where the agency left it alone
	worse := func(than scoring.Mark) bool {
		if mark.Out || than.Out { // by a denominator of 0 it leaves both sides, or comes back
			return mark.Out != than.Out
		}
		if l.Item.Kind == scoring.Penalty {
			return mark.Points > than.Points
		}
		return mark.Points < than.Points
	}
	return given && worse(own) || l.Appraised != nil && worse(s.FirstMark(l))
}

// Keep takes the agency's own points for all leaves of an area that are not appraised yet
// and that the person appraises, and tells how many. An empty area is every area. Where the
// agency gave nothing at all that is left, there is nothing to keep.
func (r *Rounds) Keep(
	ctx context.Context, by Person, id ID, agency survey.AgencyID, area string,
) (int, error) {
	kept := 0
	err := r.atSheet(ctx, id, agency, func(ctx context.Context, s *Sheet) error {
		kept = 0
		bare := false
		j, err := r.judge(ctx, s, by)
		if err != nil {
			return err
		}
		if err := s.judging(Appraised); err != nil {
			return err
		}
		w := r.writing(s, by, Appraised)
		for i := range s.Leaves {
			l := &s.Leaves[i]
			inside := area == "" || l.area() == area
			switch {
			case !inside || !s.Unappraised(l) || j.may(s, l) != nil:
			case l.Self != nil:
				w.take(l, Entry{Given: l.Self.Given}, 0)
			default:
				bare = true
			}
		}
		if kept = len(w.entries); kept == 0 && bare {
			return survey.Fail(survey.Invalid, "sheet.nothing_kept", nil)
		}
		return w.done(ctx, appraiseAction)
	})
	return kept, err
}
