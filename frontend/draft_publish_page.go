package frontend

import (
	"errors"

	"hailong/survey"
)

// DraftPublishPage asks whether a draft shall be published, which cannot be taken back.
type DraftPublishPage struct {
	Desk
	Lead    string
	Mark    string
	Ready   bool // nothing is wrong with it
	Facts   []Held
	Plans   []Link // that ask another version of it
	Action  string
	Draft   string
	Preview string
}

// NewDraftPublishPage makes the page; wrong is why it was not published.
func NewDraftPublishPage(
	f Frame, c *survey.Catalogue, d *survey.QuestionnaireDraft, wrong *survey.Error,
) (*DraftPublishPage, error) {
	p := &DraftPublishPage{Desk: newDesk(f, c, "draft.publish_title"), Mark: d.Mark()}
	p.Lead = p.say("draft.becomes", survey.Args{"name": p.draftName(&d.Form), "number": d.Form.Version})
	p.Draft, p.Action = p.Link(DraftPath(d.ID)), p.Link(DraftPath(d.ID)+"/publish")
	p.Preview = p.Link(DraftPath(d.ID) + "/preview")
	plain, packed, err := FormSize(f, c, &d.Form)
	if err != nil {
		return nil, err
	}
	p.Facts = []Held{
		{p.say("draft.fact_code", nil), d.Form.Ref()},
		{p.say("draft.fact_long", nil), p.long(&d.Form)},
		{p.say("draft.fact_size", nil), p.say("draft.size", survey.Args{
			"count": (packed + 1023) >> 10, "plain": (plain + 1023) >> 10, "max": MaxFormBytes >> 10,
		})},
	}
	p.Plans = p.deskPlans(func(q *survey.Questionnaire) bool { return q.Code == d.Form.Code })
	if wrong == nil {
		wrong = unfit(f, c, &d.Form)
	}
	p.Ready = wrong == nil
	p.Problem = p.draftProblem(wrong, p.Link(DraftPath(d.ID), "check", "1"))
	return p, nil
}

// unfit is what keeps a form from being published, nil where nothing does.
func unfit(f Frame, c *survey.Catalogue, q *survey.Questionnaire) *survey.Error {
	err := c.CheckDraft(q)
	if err == nil {
		err = FormFits(f, c, q)
	}
	e, _ := errors.AsType[*survey.Error](err)
	return e
}

// deskPlans are the plans that use a form, with the version that each asks.
func (o *Office) deskPlans(uses func(*survey.Questionnaire) bool) []Link {
	var list []Link
	for i := range o.catalogue.Plans {
		plan := &o.catalogue.Plans[i]
		q := o.catalogue.Questionnaire(plan.Questionnaire)
		if q != nil && uses(q) {
			text := o.say("draft.plan", survey.Args{"name": o.In(plan.Name), "form": q.Ref()})
			list = append(list, Link{Text: text, URL: o.Link(RecordPath(survey.PlanRecord, plan.Code))})
		}
	}
	return list
}
