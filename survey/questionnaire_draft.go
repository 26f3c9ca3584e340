package survey

import (
	"context"
	"time"
)

// DraftID names a questionnaire's draft within one database.
type DraftID int64

// QuestionnaireDraft (bản nháp phiếu khảo sát) is a questionnaire that is being written.
// It decides nothing and nobody is asked by it, so the log keeps its beginning and its
// end, not every change between.
type QuestionnaireDraft struct {
	ID        DraftID
	Form      Questionnaire // may lack anything; its Version is the one that it will become
	ChangedBy string        // login
	ChangedAt time.Time
}

// Mark changes whenever the form does: a page that was made from another mark is stale.
func (d *QuestionnaireDraft) Mark() string { return Fingerprint(d.Form) }

// QuestionnaireDrafts is where drafts are kept.
type QuestionnaireDrafts interface {
	// QuestionnaireDrafts are all, the last changed first.
	QuestionnaireDrafts(ctx context.Context) ([]QuestionnaireDraft, error)
	// QuestionnaireDraft finds one, nil where there is none.
	QuestionnaireDraft(ctx context.Context, id DraftID) (*QuestionnaireDraft, error)
	// PutQuestionnaireDraft adds one that has no id yet, and gives it one, or changes it.
	PutQuestionnaireDraft(ctx context.Context, d *QuestionnaireDraft) error
	DropQuestionnaireDraft(ctx context.Context, id DraftID) error
}

// draftEntry is what the log keeps of a draft.
type draftEntry struct {
	Draft     DraftID
	From      string `json:",omitempty"` // the version that it began as a copy of
	Questions int
}

// StartDraft begins a draft as a copy of a published version, or empty where from is.
func (s *Setup) StartDraft(ctx context.Context, from string) (DraftID, error) {
	var id DraftID
	err := s.Store.InTx(ctx, func(ctx context.Context) error {
		c, err := s.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		d := QuestionnaireDraft{ChangedBy: s.Actor.Name, ChangedAt: stamp(s.Now)}
		if from != "" {
			published := c.QuestionnaireByRef(from)
			if published == nil {
				return Fail(NotFound, "questionnaire.unknown", Args{"value": clip(from)})
			}
			d.Form = *published
			d.Form.ID = 0
		}
		d.Form.Version = c.nextVersion(d.Form.Code)
		if err := s.Store.PutQuestionnaireDraft(ctx, &d); err != nil {
			return err
		}
		id = d.ID
		return s.recordDraft(ctx, "draft.start", &d, nil, draftEntry{d.ID, from, len(d.Form.Questions)})
	})
	return id, err
}

// SaveDraft stores what was written. mark is the Mark that it was written from: where
// the draft is another by now, the error is Conflict and nothing is overwritten.
func (s *Setup) SaveDraft(ctx context.Context, id DraftID, mark string, form Questionnaire) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		d, err := s.draft(ctx, id, mark)
		if err != nil {
			return err
		}
		c, err := s.Store.Catalogue(ctx)
		if err != nil {
			return err
		}
		d.Form = form
		d.Form.ID, d.Form.Version = 0, c.nextVersion(form.Code)
		d.ChangedBy, d.ChangedAt = s.Actor.Name, stamp(s.Now)
		return s.Store.PutQuestionnaireDraft(ctx, d)
	})
}

// PublishDraft makes a draft the next version of its questionnaire, which nobody can
// change afterwards; no plan uses it by that. fits tells whether the citizens' page of
// it is small enough. The draft is gone then.
func (s *Setup) PublishDraft(
	ctx context.Context, id DraftID, mark string, fits func(*Catalogue, *Questionnaire) error,
) (ref string, err error) {
	_, err = s.change(ctx, func(ctx context.Context, c *Catalogue, change *Change) error {
		d, err := s.draft(ctx, id, mark)
		if err != nil {
			return err
		}
		ref = d.Form.Ref()
		if next := c.nextVersion(d.Form.Code); d.Form.Version != next {
			return Fail(Conflict, "draft.overtaken", Args{"number": d.Form.Version})
		}
		if err := c.CheckDraft(&d.Form); err != nil {
			return err
		}
		if err := fits(c, &d.Form); err != nil {
			return err
		}
		if err := s.putQuestionnaires(ctx, c, change, []Questionnaire{d.Form}); err != nil {
			return err
		}
		entry := draftEntry{Draft: d.ID, Questions: len(d.Form.Questions)}
		return s.endDraft(ctx, "draft.publish", d, nil, entry)
	})
	return ref, err
}

// DiscardDraft throws a draft away.
func (s *Setup) DiscardDraft(ctx context.Context, id DraftID, mark string) error {
	return s.Store.InTx(ctx, func(ctx context.Context) error {
		d, err := s.draft(ctx, id, mark)
		if err != nil {
			return err
		}
		return s.endDraft(ctx, "draft.discard", d, draftEntry{Draft: d.ID, Questions: len(d.Form.Questions)}, nil)
	})
}

// draft is the stored draft, where it is still the one that mark was made of.
func (s *Setup) draft(ctx context.Context, id DraftID, mark string) (*QuestionnaireDraft, error) {
	d, err := s.Store.QuestionnaireDraft(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case d == nil:
		return nil, Fail(Conflict, "draft.gone", nil)
	case d.Mark() != mark:
		return nil, Fail(Conflict, "stale", nil)
	}
	return d, nil
}

func (s *Setup) endDraft(ctx context.Context, action string, d *QuestionnaireDraft, before, after any) error {
	if err := s.Store.DropQuestionnaireDraft(ctx, d.ID); err != nil {
		return err
	}
	return s.recordDraft(ctx, action, d, before, after)
}

func (s *Setup) recordDraft(
	ctx context.Context, action string, d *QuestionnaireDraft, before, after any,
) error {
	return s.Store.Record(ctx, Entry{
		At: stamp(s.Now), Actor: s.Actor, Action: action, Subject: d.Form.Ref(), Before: before, After: after,
	})
}

// nextVersion is the number of a questionnaire's next version.
func (c *Catalogue) nextVersion(code string) int {
	last := 0
	for i := range c.Questionnaires {
		if q := &c.Questionnaires[i]; q.Code == code {
			last = max(last, q.Version)
		}
	}
	return last + 1
}
