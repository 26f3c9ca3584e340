package round

import (
	"context"

	"hailong/scoring"
	"hailong/survey"
)

// Assess writes an agency's own part: all drafts or, where one is refused or stale, none.
// What says the same as before is no entry.
func (r *Rounds) Assess(
	ctx context.Context, by Person, id ID, agency survey.AgencyID, drafts []Draft,
) error {
	return r.atSheet(ctx, id, agency, func(ctx context.Context, s *Sheet) error {
		if err := s.ownPart(&by); err != nil {
			return err
		}
		w := r.writing(s, by, Self)
		for _, d := range drafts {
			w.assess(d)
		}
		return w.done(ctx, "sheet.assess")
	})
}

// ownPart refuses who may not write the agency's own part now.
func (s *Sheet) ownPart(by *Person) error {
	switch {
	case !by.owns(s.Member.Agency):
		return survey.Fail(survey.Forbidden, "round.not_yours", nil)
	case s.Member.Submitted():
		return survey.Fail(survey.Closed, "sheet.submitted", nil)
	case !s.Round.Assessing(s.Member):
		return survey.Fail(survey.Closed, "round.step", nil)
	}
	return nil
}

func (w *writing) assess(d Draft) {
	l := w.leaf(d.Leaf)
	switch {
	case l == nil:
	case l.Automatic():
		w.wrong("", d.Leaf, "sheet.automatic", nil)
	case l.Item.Kind == scoring.External:
		w.wrong("", d.Leaf, "sheet.external", nil)
	case d.Given.NotApplicable:
		w.wrong("", d.Leaf, "sheet.not_applicable", nil)
	case len(d.Unread) > 0:
		w.unread(l, d)
	default:
		w.take(l, Entry{Given: w.figure(l, d.Given), Note: w.note(l, d.Note)}, d.After)
	}
}

// Explain writes what the agency says to cuts, while it is asked.
func (r *Rounds) Explain(
	ctx context.Context, by Person, id ID, agency survey.AgencyID, list []Explanation,
) error {
	return r.atSheet(ctx, id, agency, func(ctx context.Context, s *Sheet) error {
		switch {
		case !by.owns(agency):
			return survey.Fail(survey.Forbidden, "round.not_yours", nil)
		case s.Round.Step != Explaining:
			return survey.Fail(survey.Closed, "round.step", nil)
		}
		w := r.writing(s, by, Explained)
		for _, e := range list {
			w.explain(e)
		}
		return w.done(ctx, "sheet.explain")
	})
}

func (w *writing) explain(e Explanation) {
	l := w.leaf(e.Leaf)
	if l == nil {
		return
	}
	if w.sheet.Cut(l) == 0 {
		w.wrong("", e.Leaf, "sheet.no_cut", nil)
		return
	}
	text := w.note(l, e.Text)
	if text == "" && !e.Agrees {
		w.wrong("note", e.Leaf, "sheet.explain", nil)
	}
	w.take(l, Entry{Note: text, Agrees: e.Agrees}, e.After)
}
