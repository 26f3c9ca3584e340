package round

import (
	"context"
	"slices"
	"time"

	"hailong/scoring"
	"hailong/survey"
)

// FilePetition files a petition about a leaf within ten working days after the day on which
// its points were published as they are (edition.LeafTimes); one for each such publication.
func (r *Rounds) FilePetition(
	ctx context.Context, by Person, id ID, agency survey.AgencyID, leaf, reason string, published time.Time,
) (PetitionID, error) {
	reason, err := said(reason, "reason")
	if err != nil {
		return 0, err
	}
	var filed PetitionID
	err = r.atSheet(ctx, id, agency, func(ctx context.Context, s *Sheet) error {
		if err := r.mayPetition(ctx, s, by, leaf, published); err != nil {
			return err
		}
		if reason == "" {
			return survey.Fail(survey.Invalid, "sheet.reason", nil).At("reason")
		}
		a := &Petition{Round: id, Agency: agency, Leaf: leaf, Reason: reason, FiledBy: by.Login, FiledAt: r.now()}
		if err := r.Store.PutPetition(ctx, a); err != nil {
			return err
		}
		filed = a.ID
		entry := petitionEntry{Round: s.Round.name(), Leaf: leaf, Sum: a.filedSum()}
		return r.record(ctx, by, "petition.file", s.Agency.Code, nil, entry)
	})
	return filed, err
}

func (r *Rounds) mayPetition(
	ctx context.Context, s *Sheet, by Person, leaf string, published time.Time,
) error {
	c, err := r.Store.Catalogue(ctx)
	if err != nil {
		return err
	}
	today, day := r.today(c), survey.DayOf(published, c.Zone)
	switch {
	case !by.owns(s.Member.Agency):
		return survey.Fail(survey.Forbidden, "round.not_yours", nil)
	case s.Round.Step != Closed || published.IsZero() || day > today:
		return survey.Fail(survey.Closed, "petition.not_published", nil)
	case today > PetitionsUntil(day):
		return survey.Fail(survey.Closed, "petition.late", survey.Args{"day": PetitionsUntil(day)})
	case s.Leaf(leaf) == nil:
		return survey.Fail(survey.NotFound, "sheet.leaf", nil).At("leaf")
	}
	list, err := r.PetitionsOf(ctx, s.Round.ID, s.Member.Agency)
	if err != nil {
		return err
	}
	if petitioned(list, leaf, published) {
		return survey.Fail(survey.Conflict, "petition.twice", nil).At("leaf")
	}
	return nil
}

// AnswerPetition answers a petition in writing: by one of the council whose the leaf is to
// appraise and who has not appraised it. changes is what the leaf is given now, nil where nothing changes.
func (r *Rounds) AnswerPetition(
	ctx context.Context, by Person, id PetitionID, answer string, changes *scoring.Given,
) error {
	answer, err := said(answer, "answer")
	if err != nil {
		return err
	}
	return r.Store.InTx(ctx, func(ctx context.Context) error {
		a, err := r.Store.Petition(ctx, id)
		if err != nil {
			return err
		}
		if a == nil {
			return survey.Fail(survey.NotFound, "petition.unknown", nil)
		}
		return r.atSheet(ctx, a.Round, a.Agency, func(ctx context.Context, s *Sheet) error {
			mayAnswer, err := r.Answers(ctx, s, by)
			if err != nil {
				return err
			}
			if err := mayAnswer(a); err != nil {
				return err
			}
			return r.answer(ctx, s, by, a, answer, changes)
		})
	})
}

// Answers says why a person may not answer a petition at a sheet; nil where he may.
func (r *Rounds) Answers(ctx context.Context, s *Sheet, by Person) (func(*Petition) error, error) {
	if by.near(s.Member.Agency) { // without asking what he is assigned
		return func(*Petition) error { return survey.Fail(survey.Forbidden, "round.near", nil) }, nil
	}
	j, err := r.judge(ctx, s, by)
	if err != nil {
		return nil, err
	}
	return func(a *Petition) error { return s.MayAnswer(j, a) }, nil
}

// MayAnswer says why a member of the council may not answer a petition: the leaf is not his
// to appraise (see Judge.May), or he has appraised it; nil where he may.
func (s *Sheet) MayAnswer(j *Judge, a *Petition) error {
	l := s.Leaf(a.Leaf)
	switch {
	case j.near(a.Agency):
		return survey.Fail(survey.Forbidden, "round.near", nil)
	case a.AnsweredBy != "":
		return survey.Fail(survey.Conflict, "petition.answered", nil)
	case l == nil:
		return survey.Fail(survey.NotFound, "sheet.leaf", nil)
	}
	if err := j.may(s, l); err != nil {
		return err
	}
	for i := range l.History {
		e := &l.History[i]
		if e.By == j.Login && (e.Part.council() || e.Part == Petitioned) {
			return survey.Fail(survey.Forbidden, "petition.same_person", nil)
		}
	}
	return nil
}

func (r *Rounds) answer(
	ctx context.Context, s *Sheet, by Person, a *Petition, answer string, changes *scoring.Given,
) error {
	empty := survey.Fail(survey.Invalid, "petition.answer", nil).At("answer")
	if changes == nil && answer == "" {
		return empty
	}
	if changes != nil {
		w, l := r.writing(s, by, Petitioned), s.Leaf(a.Leaf)
		given := w.figure(l, *changes)
		switch last := l.Judgement(); {
		case !s.open(l, *changes):
			w.wrong("", a.Leaf, "sheet.automatic", nil)
		case last != nil && last.Given == given:
			w.wrong("", a.Leaf, "petition.no_change", nil)
		}
		if answer == "" && len(w.mistakes) == 0 {
			return empty
		}
		if answer == "" {
			w.mistakes.Add(empty)
		}
		w.take(l, Entry{Given: given, Note: answer}, l.Last(Petitioned))
		if err := w.done(ctx, "sheet.petition"); err != nil {
			return err
		}
	}
	a.Answer, a.Changes, a.AnsweredBy, a.AnsweredAt = answer, changes != nil, by.Login, r.now()
	if err := r.Store.PutPetition(ctx, a); err != nil {
		return err
	}
	entry := petitionEntry{Round: s.Round.name(), Leaf: a.Leaf, Changes: a.Changes, Sum: a.answeredSum()}
	return r.record(ctx, by, "petition.answer", s.Agency.Code, nil, entry)
}

// Petitions are a round's, oldest first.
func (r *Rounds) Petitions(ctx context.Context, id ID) ([]Petition, error) {
	return r.Store.Petitions(ctx, id)
}

// PetitionsOf are an agency's in a round, oldest first.
func (r *Rounds) PetitionsOf(ctx context.Context, id ID, agency survey.AgencyID) ([]Petition, error) {
	all, err := r.Store.Petitions(ctx, id)
	return slices.DeleteFunc(all, func(p Petition) bool { return p.Agency != agency }), err
}

type petitionEntry struct {
	Round   string
	Leaf    string
	Changes bool   `json:",omitempty"`
	Sum     string `json:",omitempty"` // of what was written, by whom and when
}
