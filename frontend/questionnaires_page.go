package frontend

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hailong/survey"
)

// QuestionnairesPage is the list of what people are asked: each questionnaire in its
// newest version.
type QuestionnairesPage struct {
	Office
	Forms []FormEntry
}

// FormEntry is a questionnaire in the list.
type FormEntry struct {
	Link
	ID, Code string
	Long     string // how many questions and how long they take
	Versions string
	Plans    []Link // which ask it
}

// NewQuestionnairesPage makes the list.
func NewQuestionnairesPage(f Frame, c *survey.Catalogue) *QuestionnairesPage {
	page := &QuestionnairesPage{Office: newOffice(f, c, c.DefaultPlan())}
	page.Title = page.say("questionnaires.title", nil)
	for i, code := range FormCodes(c) {
		versions := FormVersions(c, code)
		newest := versions[0]
		page.Forms = append(page.Forms, FormEntry{
			Link: Link{Text: page.In(newest.Name), URL: page.Link(formPath(code))},
			ID:   fmt.Sprint("phieu-", i+1), Code: code, Long: page.long(newest),
			Versions: numbers(versions), Plans: page.uses(code),
		})
	}
	return page
}

// FormCodes are the codes of the questionnaires, in order.
func FormCodes(c *survey.Catalogue) []string {
	var codes []string
	for i := range c.Questionnaires {
		codes = append(codes, c.Questionnaires[i].Code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// FormVersions are the versions of a questionnaire, newest first; none where there is
// no such code.
func FormVersions(c *survey.Catalogue, code string) []*survey.Questionnaire {
	var list []*survey.Questionnaire
	for i := range c.Questionnaires {
		if q := &c.Questionnaires[i]; q.Code == code {
			list = append(list, q)
		}
	}
	slices.SortFunc(list, func(a, b *survey.Questionnaire) int { return b.Version - a.Version })
	return list
}

func numbers(versions []*survey.Questionnaire) string {
	var list []string
	for _, q := range versions {
		list = append(list, strconv.Itoa(q.Version))
	}
	return strings.Join(list, ", ")
}

// long says how many questions a form has and how long they take.
func (o *Office) long(q *survey.Questionnaire) string {
	key := "questionnaires.long"
	if q.Seconds == 0 {
		key = "questionnaires.questions"
	}
	return o.say(key, survey.Args{"count": len(q.Questions), "time": howLong(o.Lang, q.Seconds)})
}

// uses are the plans of any version that the public may know of: the official ones,
// and those whose figures may be seen, which have an address where the overview has
// them.
func (o *Office) uses(code string) []Link {
	return o.plansNamed(plansWhere(o.catalogue, func(p *survey.Plan) bool {
		form := o.catalogue.Questionnaire(p.Questionnaire)
		return form != nil && form.Code == code && (p.Official || p.Public)
	}))
}

func (o *Office) plansNamed(plans []*survey.Plan) []Link {
	var list []Link
	for _, p := range plans {
		key := "questionnaires.plan"
		if p.Official {
			key = "questionnaires.plan_official"
		}
		link := Link{Text: o.say(key, survey.Args{"name": o.In(p.Name), "year": p.Year})}
		if p.Official && p.Public {
			link.URL = o.Link("/", o.planQuery(p)...)
		}
		list = append(list, link)
	}
	return list
}
