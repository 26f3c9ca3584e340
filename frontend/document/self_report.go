package document

import (
	"math/big"
	"strings"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// SelfReportDOCX is an agency's report on its self-assessment, to be signed by its head:
// the sums, and in a form behind it every leaf as the agency gave it.
func SelfReportDOCX(s *round.Sheet, province survey.Text) ([]byte, error) {
	return selfReport(s, province).docx()
}

func selfReport(s *round.Sheet, province survey.Text) *paper {
	args := survey.Args{
		"year": s.Round.Year, "family": s.Round.Family, "agency": s.Agency.Name.VI, "set": s.Set.Name.VI,
		"province": province.VI,
	}
	about := say("document.report_about", args)
	if s.Round.Family != "cchc" {
		about = say("document.report_about_other", args)
	}
	var p part
	p.add(letterhead(say("document.committee", args), s.Agency.Name.VI, say("document.report_number", nil)))
	p.add(named(say("document.report", nil), about)...)
	to := centred(say("document.report_to", nil), textSize, false)
	to.before, to.after = 10, 8
	p.add(to, running(say("document.report_said", args)))
	result := s.Result(s.Own)
	p.add(areaSums(s, result), running(selfSum(s, result)))
	if missing := s.Missing(); len(missing) > 0 {
		var codes []string
		for _, l := range missing {
			codes = append(codes, l.Item.Code)
		}
		p.add(running(say("document.report_missing", survey.Args{
			"count": len(missing), "list": strings.Join(codes, ", "),
		})))
	}
	p.add(running(say("document.report_details", nil)), signature(say("document.head_of_agency", nil)))

	form := part{lying: true}
	form.add(
		centred(say("document.form", args), titleSize, true),
		centred(say("document.form_of", args), textSize, false),
	)
	form.leaves(s, result)
	return &paper{title: about + " – " + s.Agency.Name.VI, parts: []part{p, form}}
}

func selfSum(s *round.Sheet, r scoring.Result) string {
	args := survey.Args{
		"points": points(r.Points), "max": points(r.Max), "bonus": points(r.Bonus), "penalty": points(r.Penalty),
	}
	if r.Index == nil {
		return say("document.report_sum_none", args)
	}
	args["index"] = decimal(scoring.Decimals([]*big.Rat{r.Index}, s.Set.Cuts())[0])
	return say("document.report_sum", args)
}

func areaSums(s *round.Sheet, r scoring.Result) *table {
	t := &table{size: tableSize, columns: []column{
		{say("document.head_code", nil), 15, centre},
		{say("document.head_area", nil), 90, left},
		{say("document.head_max", nil), 30, right},
		{say("document.head_self", nil), 30, right},
	}}
	at := 0
	for i := range s.Set.Items {
		item := &s.Set.Items[i]
		if item.Level != scoring.Area || at >= len(r.Areas) {
			continue
		}
		t.add(texts(item.Code, item.Name.VI, points(r.Areas[at].Max), points(r.Areas[at].Points)))
		at++
	}
	t.add(sums("", say("document.whole", nil), points(r.Max), points(r.Points)))
	return t
}

// leaves is a table for each area, with a row for each leaf and each criterion above one.
func (p *part) leaves(s *round.Sheet, r scoring.Result) {
	var tables []*table
	leaf := 0
	for i := range s.Set.Items {
		item := &s.Set.Items[i]
		if item.Level == scoring.Area {
			tables = append(tables, leafTable())
			p.add(heading(item.Code+". "+item.Name.VI), tables[len(tables)-1])
		}
		if len(tables) == 0 {
			continue // a set begins with an area
		}
		switch t := tables[len(tables)-1]; {
		case item.Leaf():
			t.add(leafRow(s, &s.Leaves[leaf]))
			leaf++
		case item.Level != scoring.Area:
			t.add(sums(item.Code, item.Name.VI, points(item.Max), "", "", "", ""))
		}
	}
	for i, t := range tables {
		a := r.Areas[i]
		t.add(sums("", say("document.sum", nil), points(a.Max), points(a.Points), "", "", ""))
	}
}
