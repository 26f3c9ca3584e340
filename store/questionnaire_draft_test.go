package store_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// drafting is two administrators over the small province.
func drafting(t *testing.T, db *store.DB) (an, binh *survey.Setup) {
	t.Helper()
	storetest.Province(t, db)
	first, _ := storetest.Setup(t, db)
	second := *first
	first.Actor, second.Actor = survey.Actor{Name: "an", Where: "page"}, survey.Actor{Name: "binh", Where: "page"}
	return first, &second
}

func stored(t *testing.T, db *store.DB, id survey.DraftID) *survey.QuestionnaireDraft {
	t.Helper()
	d, err := db.QuestionnaireDraft(t.Context(), id)
	if err != nil || d == nil {
		t.Fatalf("draft %d: %v, %v", id, d, err)
	}
	return d
}

func begun(t *testing.T, setup *survey.Setup, from string) survey.DraftID {
	t.Helper()
	id, err := setup.StartDraft(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func fitting(*survey.Catalogue, *survey.Questionnaire) error { return nil }

func wordOf(err error) string {
	e, _ := errors.AsType[*survey.Error](err)
	if e == nil {
		return ""
	}
	return e.Kind.String() + " " + e.Word
}

func TestADraftIsPublishedAsTheNextVersion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		an, _ := drafting(t, db)
		ctx := t.Context()
		id := begun(t, an, "short@1")
		d := stored(t, db, id)
		if d.Form.Ref() != "short@2" || len(d.Form.Questions) != 6 || d.ChangedBy != "an" || !d.ChangedAt.Equal(storetest.Noon) {
			t.Fatalf("%+v", d)
		}
		mark := d.Mark()
		d.Form.Questions[0].Text.VI = "Nơi tiếp dân có dễ tìm không"
		if err := an.SaveDraft(ctx, id, mark, d.Form); err != nil {
			t.Fatal(err)
		}
		ref, err := an.PublishDraft(ctx, id, stored(t, db, id).Mark(), fitting)
		if err != nil || ref != "short@2" {
			t.Fatal(ref, err)
		}
		c, err := db.Catalogue(ctx)
		if err != nil {
			t.Fatal(err)
		}
		got := c.QuestionnaireByRef("short@2")
		if got == nil || got.Questions[0].Text.VI != "Nơi tiếp dân có dễ tìm không" || got.Factors[0].Name.VI != "Tiếp cận" {
			t.Fatalf("%+v", got)
		}
		if used := c.Questionnaire(c.PlanByCode("2026").Questionnaire).Ref(); used != "short@1" {
			t.Errorf("publishing made the plan ask %s", used)
		}
		if drafts, err := db.QuestionnaireDrafts(ctx); err != nil || len(drafts) != 0 {
			t.Errorf("%d drafts are left, %v", len(drafts), err)
		}
		logged(t, db, "draft.start an short@2", "questionnaire.add an short@2", "draft.publish an short@2")
	})
}

// logged holds the newest entries of the log.
func logged(t *testing.T, db *store.DB, want ...string) {
	t.Helper()
	var got []string
	err := db.EachLogRow(t.Context(), func(r survey.LogRow) error {
		got = append(got, r.Action+" "+r.Actor+" "+r.Subject)
		if strings.HasPrefix(r.Action, "draft.") && len(r.Before)+len(r.After) > 200 {
			t.Errorf("%s takes %d bytes of the log", r.Action, len(r.Before)+len(r.After))
		}
		return nil
	})
	if err != nil || len(got) < len(want) || !slices.Equal(got[len(got)-len(want):], want) {
		t.Errorf("%v: the log ends with %v", err, got[max(0, len(got)-len(want)):])
	}
	if _, err := db.VerifyLog(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWhatKeepsADraftFromBeingPublished(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		an, binh := drafting(t, db)
		ctx := t.Context()
		late, id := begun(t, an, "short@1"), begun(t, binh, "short@1")
		empty := begun(t, an, "")
		if _, err := an.PublishDraft(ctx, empty, stored(t, db, empty).Mark(), fitting); wordOf(err) != "invalid draft.unfit" {
			t.Error("an empty one:", err)
		}
		large := survey.Fail(survey.Invalid, "draft.large", nil)
		never := func(*survey.Catalogue, *survey.Questionnaire) error { return large }
		if _, err := binh.PublishDraft(ctx, id, stored(t, db, id).Mark(), never); !errors.Is(err, large) {
			t.Error("one that is too large:", err)
		}
		if _, err := binh.PublishDraft(ctx, id, "another", fitting); wordOf(err) != "conflict stale" {
			t.Error("a stale one:", err)
		}
		if c, err := db.Catalogue(ctx); err != nil || len(c.Questionnaires) != 2 {
			t.Errorf("%d questionnaires, %v", len(c.Questionnaires), err)
		}
		if _, err := binh.PublishDraft(ctx, id, stored(t, db, id).Mark(), fitting); err != nil {
			t.Fatal(err)
		}
		if _, err := binh.PublishDraft(ctx, id, "", fitting); wordOf(err) != "conflict draft.gone" {
			t.Error("one that is published:", err)
		}
		// The other one was to become the same version: it takes saving, knowingly.
		d := stored(t, db, late)
		if _, err := an.PublishDraft(ctx, late, d.Mark(), fitting); wordOf(err) != "conflict draft.overtaken" {
			t.Error("one that was overtaken:", err)
		}
		if err := an.SaveDraft(ctx, late, d.Mark(), d.Form); err != nil {
			t.Fatal(err)
		}
		if ref, err := an.PublishDraft(ctx, late, stored(t, db, late).Mark(), fitting); err != nil || ref != "short@3" {
			t.Error(ref, err)
		}
		if _, err := an.StartDraft(ctx, "nothing@1"); wordOf(err) != "not_found questionnaire.unknown" {
			t.Error("a draft of nothing:", err)
		}
	})
}

// Two people at one draft: the second is told, and nothing is overwritten.
func TestAStaleDraftOverwritesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		an, binh := drafting(t, db)
		ctx := t.Context()
		id := begun(t, an, "short@1")
		opened := stored(t, db, id)
		mine, other := opened.Form, opened.Form
		mine.Name.VI, other.Name.VI = "Của An", "Của Bình"
		if err := an.SaveDraft(ctx, id, opened.Mark(), mine); err != nil {
			t.Fatal(err)
		}
		if err := binh.SaveDraft(ctx, id, opened.Mark(), other); wordOf(err) != "conflict stale" {
			t.Error("a stale change:", err)
		}
		if err := binh.DiscardDraft(ctx, id, opened.Mark()); wordOf(err) != "conflict stale" {
			t.Error("a stale discarding:", err)
		}
		now := stored(t, db, id)
		if now.Form.Name.VI != "Của An" || now.ChangedBy != "an" {
			t.Errorf("%s by %s", now.Form.Name.VI, now.ChangedBy)
		}
		if err := binh.DiscardDraft(ctx, id, now.Mark()); err != nil {
			t.Fatal(err)
		}
		if err := an.SaveDraft(ctx, id, now.Mark(), mine); wordOf(err) != "conflict draft.gone" {
			t.Error("a change of what is gone:", err)
		}
		logged(t, db, "draft.start an short@2", "draft.discard binh short@2")
	})
}

// Many save the same page at the same moment: one of them is right.
func TestOneOfManySavesOfADraftWins(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		an, _ := drafting(t, db)
		id := begun(t, an, "short@1")
		opened := stored(t, db, id)
		var wait sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			wait.Go(func() {
				form := opened.Form
				form.Name.VI = "Lần " + strings.Repeat("I", i+1)
				results[i] = an.SaveDraft(t.Context(), id, opened.Mark(), form)
			})
		}
		wait.Wait()
		won := 0
		for i, err := range results {
			switch {
			case err == nil:
				won++
				if name := stored(t, db, id).Form.Name.VI; name != "Lần "+strings.Repeat("I", i+1) {
					t.Errorf("%d won, and %q is stored", i, name)
				}
			case wordOf(err) != "conflict stale":
				t.Error(err)
			}
		}
		if won != 1 {
			t.Errorf("%d of them won", won)
		}
	})
}
