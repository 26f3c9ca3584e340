package frontend

import (
	"fmt"
	"strings"
	"testing"

	"hailong/scoring/report"
	"hailong/survey"
)

// Below the minimum the public sees the number of responses and nothing else.
func TestNothingBelowTheMinimumLeaks(t *testing.T) {
	p := newProvince()
	for _, lang := range survey.Languages {
		pen := pen{lang, Ruler{60}}
		for _, id := range []survey.AgencyID{6, 7, 14} {
			d := p.detail(t, 1, id)
			secrets := []string{`overflow="visible"`, "aria-describedby", "<polyline"}
			for _, e := range append([]report.Cell{{Score: d.Score}}, d.Counters...) {
				if e.Score.Share == nil {
					continue
				}
				f := pen.figure(judged{Estimate: e.Score.Estimate, target: above83})
				secrets = append(secrets, f.Percent, f.Low, f.High, f.Brief)
			}
			for _, f := range d.Factors {
				secrets = append(secrets, ">"+f.Name.In(lang)+"<")
			}
			agency := drawn(t, NewAgencyPage(testFrame(lang, agencyPath(d.Agency.Code), ""), &d.AgencyBoard))
			checkSecrets(t, "agency "+d.Agency.Code, agency, append(secrets, `/detail"`, "/detail?"))
			detail := drawn(t, NewDetailPage(testFrame(lang, agencyPath(d.Agency.Code), ""), d))
			checkSecrets(t, "detail "+d.Agency.Code, detail, secrets)
			g := p.catalogue.GroupByCode(d.Agency.Group)
			group := drawn(t, NewGroupPage(testFrame(lang, "/", ""), p.board(t, 1), g, nil))
			row := rowOf(group, d.Agency.Code)
			checkSecrets(t, "group row "+d.Agency.Code, row, append(secrets, `/detail"`, "/detail?"))
		}
	}
}

// A factor's figure less its other questions would tell the one that too few
// answered; and a factor that is hidden hides its questions with it.
func TestAFactorDoesNotGiveAQuestionAway(t *testing.T) {
	p := newProvince()
	p.answer(13, 4, 0, 3, survey.ChannelQR, "4--", 40)
	p.answer(13, 4, 0, 3, survey.ChannelQR, "4-4", 20)
	shown := func(d *report.Detail) (factors, questions string) {
		for _, f := range d.Factors {
			factors += fmt.Sprintf("%s %d %v, ", f.Code, f.Score.Answers, f.Score.Eligible())
		}
		for _, q := range d.Questions {
			questions += fmt.Sprintf("%s %d %s, ", q.Code, q.Score.Answers, q.Score.Official)
		}
		return factors, questions
	}
	factors, questions := shown(p.detail(t, 4, 13))
	if factors != "TC 88 true, TTHC 34 true, " || questions != "TC1 74 withheld, TC2 14 too_few, TTHC1 34 met, " {
		t.Errorf("a shown factor: %s%s", factors, questions)
	}
	p = newProvince()
	p.answer(13, 4, 0, 3, survey.ChannelQR, "4-4", 25)
	p.answer(13, 4, 0, 3, survey.ChannelQR, "--4", 40)
	factors, questions = shown(p.detail(t, 4, 13))
	if factors != "TC 53 false, TTHC 79 false, " || questions != "TC1 39 withheld, TC2 14 too_few, TTHC1 79 withheld, " {
		t.Errorf("a hidden factor: %s%s", factors, questions)
	}
}

func checkSecrets(t *testing.T, name, html string, secrets []string) {
	t.Helper()
	for _, secret := range secrets {
		if strings.Contains(html, secret) {
			t.Errorf("%s shows %q", name, secret)
		}
	}
}

// rowOf is the table row or list item that links to an agency.
func rowOf(html, code string) string {
	i := strings.Index(html, agencyPath(code))
	start := max(strings.LastIndex(html[:i], "<tr"), strings.LastIndex(html[:i], "<li"))
	end := i + strings.Index(html[i:], "\n")
	return html[start:end]
}
