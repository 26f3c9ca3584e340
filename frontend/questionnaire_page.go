package frontend

import (
	"net/url"
	"strconv"

	"hailong/survey"
)

// QuestionnairePage is what one version of a questionnaire asks, to be read: the form
// to be answered is at a counter.
type QuestionnairePage struct {
	Office
	Name     string
	Long     string
	Versions []Link // the other versions too; empty where there is one
	Version  int
	Levels   []Level
	Parts    []AskedPart
	Plans    []Link
	Officers bool   // the form speaks of officers, whom public units call otherwise
	Back     string // address of the list
}

// AskedPart is a factor with its questions; the last one may be of those that belong
// to none.
type AskedPart struct {
	ID, Name, Code string
	Questions      []Asked
}

// Asked is a question as it is read.
type Asked struct {
	Number        int // its place in the form
	Text, Hint    string
	NotApplicable string // the answer beside the scale, empty: none
	Counts        bool
}

// VersionAsked finds the version that a query names, else the newest; nil where there
// is none.
func VersionAsked(c *survey.Catalogue, code, version string) *survey.Questionnaire {
	versions := FormVersions(c, code)
	for _, q := range versions {
		if version == "" || version == strconv.Itoa(q.Version) {
			return q
		}
	}
	return nil
}

// NewQuestionnairePage makes the page of a version.
func NewQuestionnairePage(f Frame, c *survey.Catalogue, q *survey.Questionnaire) *QuestionnairePage {
	page := &QuestionnairePage{
		Office: newOffice(f, c, c.DefaultPlan()), Name: q.Name.In(f.Lang), Version: q.Version,
		Officers: q.FactorIndex("CC") >= 0,
	}
	page.Title, page.Long, page.Levels = page.Name, page.long(q), page.levels()
	page.Plans, page.Back = page.uses(q.Code), page.Link("/questionnaires")
	page.versions(FormVersions(c, q.Code))
	page.parts(q)
	return page
}

func (p *QuestionnairePage) versions(list []*survey.Questionnaire) {
	if len(list) < 2 {
		return
	}
	for i, q := range list {
		number := strconv.Itoa(q.Version)
		link := Link{Text: p.say("questionnaire.version", survey.Args{"number": number})}
		link.URL = p.Link(formPath(q.Code), "version", number)
		if i == 0 {
			link.URL = p.Link(formPath(q.Code))
		}
		if q.Version == p.Version {
			link.Current = "true"
		}
		p.Versions = append(p.Versions, link)
	}
}

func (p *QuestionnairePage) parts(q *survey.Questionnaire) {
	for i, f := range q.Factors {
		part := AskedPart{ID: "yeu-to-" + strconv.Itoa(i+1), Name: p.In(f.Name), Code: f.Code}
		p.part(part, q, func(o *survey.Question) bool { return o.Factor == f.Code })
	}
	rest := AskedPart{ID: "con-lai", Name: p.say("questionnaire.rest", nil)}
	p.part(rest, q, func(o *survey.Question) bool { return q.FactorIndex(o.Factor) < 0 })
}

func (p *QuestionnairePage) part(part AskedPart, q *survey.Questionnaire, has func(*survey.Question) bool) {
	for i := range q.Questions {
		if o := &q.Questions[i]; has(o) {
			part.Questions = append(part.Questions, Asked{
				Number: i + 1, Text: p.In(o.Text), Hint: p.In(o.Hint),
				NotApplicable: p.In(o.NotApplicable), Counts: o.Counts,
			})
		}
	}
	if len(part.Questions) > 0 {
		p.Parts = append(p.Parts, part)
	}
}

func formPath(code string) string { return "/questionnaires/" + url.PathEscape(code) }
