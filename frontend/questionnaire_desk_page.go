package frontend

import (
	"fmt"
	"strconv"

	"hailong/survey"
)

// QuestionnaireDeskPage lists the questionnaires with their versions and the plans that
// ask them, and the drafts.
type QuestionnaireDeskPage struct {
	Desk
	Start  string // where a draft is begun
	Drafts []DraftRow
	Forms  []DeskForm
}

// DraftRow is a draft in the list.
type DraftRow struct {
	Link
	Becomes, Long, By, At string
}

// DeskForm is a questionnaire with all its versions, newest first.
type DeskForm struct {
	ID, Name, Code string
	Versions       []FormVersionRow
}

// FormVersionRow is one version.
type FormVersionRow struct {
	Link
	Ref, Long string
	Plans     []Link
}

// NewQuestionnaireDeskPage makes the list.
func NewQuestionnaireDeskPage(
	f Frame, c *survey.Catalogue, drafts []survey.QuestionnaireDraft,
) *QuestionnaireDeskPage {
	p := &QuestionnaireDeskPage{Desk: newDesk(f, c, "draft.list"), Start: f.Link(draftsPath)}
	for i := range drafts {
		d := &drafts[i]
		p.Drafts = append(p.Drafts, DraftRow{
			Link:    Link{Text: p.draftName(&d.Form), URL: p.Link(DraftPath(d.ID))},
			Becomes: d.Form.Ref(), Long: p.long(&d.Form),
			By: d.ChangedBy, At: p.Clock(d.ChangedAt.In(c.Zone)),
		})
	}
	for i, code := range FormCodes(c) {
		versions := FormVersions(c, code)
		form := DeskForm{ID: fmt.Sprint("phieu-", i+1), Name: p.In(versions[0].Name), Code: code}
		for _, q := range versions {
			form.Versions = append(form.Versions, p.version(q))
		}
		p.Forms = append(p.Forms, form)
	}
	return p
}

func (p *QuestionnaireDeskPage) version(q *survey.Questionnaire) FormVersionRow {
	number := strconv.Itoa(q.Version)
	return FormVersionRow{
		Link: Link{
			Text: p.say("questionnaire.version", survey.Args{"number": number}),
			URL:  p.Link(formPath(q.Code), "version", number),
		},
		Ref: q.Ref(), Long: p.long(q),
		Plans: p.deskPlans(func(o *survey.Questionnaire) bool { return o.ID == q.ID }),
	}
}
