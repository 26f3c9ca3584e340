package frontend

import (
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
			secrets := []string{`overflow="visible"`, "aria-describedby", "<polyline", `/detail"`, "/detail?"}
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
			checkSecrets(t, "agency "+d.Agency.Code, agency, secrets)
			detail := drawn(t, NewDetailPage(testFrame(lang, agencyPath(d.Agency.Code), ""), d))
			checkSecrets(t, "detail "+d.Agency.Code, detail, secrets)
			g := p.catalogue.GroupByCode(d.Agency.Group)
			group := drawn(t, NewGroupPage(testFrame(lang, "/", ""), p.board(t, 1), g, nil))
			checkSecrets(t, "group row "+d.Agency.Code, rowOf(group, d.Agency.Code), secrets)
		}
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
