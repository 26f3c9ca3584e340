package frontend

import (
	"slices"

	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/survey"
)

// DetailPage is what only the single responses of an agency tell: by stage and by
// question, and the overall question, which enters no score.
type DetailPage struct {
	AgencyPage
	Back      string // address of the agency's page
	Stages    PartTable
	Questions PartTable
	Overall   []Part
}

// NewDetailPage makes the page of an agency's details.
func NewDetailPage(f Frame, d *report.Detail) *DetailPage {
	page := &DetailPage{AgencyPage: *newAgencyPage(f, &d.AgencyBoard, detailScores(d))}
	page.Back = page.to(page.pathOn(d.Plan))
	page.chooseAt(page.plansOf(d.Agency), func(p *survey.Plan) string {
		return page.pathOn(p) + "/detail"
	})
	page.Title = page.say("detail.title", survey.Args{"name": page.Name, "year": d.Plan.Year})
	page.Stages = page.cellTable("giai-doan", d.Stages, page.stageName)
	page.Stages.First = page.say("detail.stage", nil)
	if page.Score.Shown || page.Score.Hinted() {
		page.questions(d)
		page.overall(d)
	}
	return page
}

func detailScores(d *report.Detail) []scoring.Score {
	scores := append([]scoring.Score{d.Score}, cellScores(d.Stages)...)
	if !d.Score.Eligible() && !d.Score.Hinted() {
		return scores
	}
	return append(scores, cellScores(d.Questions)...)
}

// questions keeps the factors in the form's order, as people know them, and puts
// the worst question of each first.
func (d *DetailPage) questions(from *report.Detail) {
	d.Questions = d.cellTable("cau-hoi", nil, nil)
	d.Questions.First = d.say("detail.question", nil)
	d.Questions.Count, d.Questions.Unit = d.say("agency.answers", nil), d.say("agency.answers_unit", nil)
	for _, f := range from.Questionnaire.Factors {
		rows := d.ofFactor(from, f.Code)
		if len(from.Questions) > len(from.Questionnaire.Factors) {
			d.Questions.Rows = append(d.Questions.Rows, Part{Name: d.In(f.Name), Heading: true})
		}
		d.Questions.Rows = append(d.Questions.Rows, rows...)
	}
}

func (d *DetailPage) ofFactor(from *report.Detail, factor string) []Part {
	var rows []Part
	for _, cell := range from.Questions {
		if from.Questionnaire.Question(cell.Code).Factor == factor {
			name := d.In(cell.Name)
			rows = append(rows, Part{Name: name, Figure: d.pen.score(name, cell.Score), code: cell.Code})
		}
	}
	slices.SortStableFunc(rows, func(a, b Part) int { return compareShares(a.share, b.share) })
	return rows
}

// overall is a share of persons, shown by itself and against no target.
func (d *DetailPage) overall(from *report.Detail) {
	for _, cell := range from.Overall {
		name := d.In(cell.Name)
		d.Overall = append(d.Overall, Part{Name: name, Figure: d.pen.alone(name, cell.Score), code: cell.Code})
	}
}
