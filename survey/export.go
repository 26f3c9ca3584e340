package survey

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// What an export writes, an import of the same kind reads back without a change.

// tableOf makes a table of things by their cells.
func tableOf[T any](columns Columns, list []T, cells func(*T) map[string]string) *Table {
	t := &Table{Columns: columns.All()}
	for i := range list {
		t.add(cells(&list[i]))
	}
	return t
}

func (t *Table) add(cells map[string]string) {
	row := Row{Line: len(t.Rows) + 2}
	for _, column := range t.Columns {
		row.Cells = append(row.Cells, cells[column])
	}
	t.Rows = append(t.Rows, row)
}

// AgencyTable is what ImportAgencies reads.
func (c *Catalogue) AgencyTable() *Table {
	return tableOf(agencyColumns, c.Agencies, c.agencyCells)
}

func (c *Catalogue) agencyCells(a *Agency) map[string]string {
	group := c.GroupByCode(a.Group)
	return map[string]string{
		"code": a.Code, "name_vi": a.Name.VI, "name_en": a.Name.EN, "group": a.Group, "sector": string(a.Sector),
		"source": a.Source, "valid_from": string(a.ValidFrom), "valid_to": string(a.ValidTo), "hotline": a.Hotline,
		"group_vi": group.Name.VI, "group_en": group.Name.EN,
	}
}

// SuccessionTable is what ImportSuccessions reads.
func (c *Catalogue) SuccessionTable() *Table {
	return tableOf(successionColumns, c.Successions, func(s *Succession) map[string]string {
		return map[string]string{
			"predecessor": c.Agency(s.Predecessor).Code, "successor": c.Agency(s.Successor).Code,
			"on": string(s.On), "goes_on": flagText(c.Agency(s.Predecessor).ExistsOn(s.On)), "note": s.Note,
		}
	})
}

// CounterTable is what ImportCounters reads on a day. It holds the tokens.
func (c *Catalogue) CounterTable(today Day) *Table {
	return tableOf(counterColumns, c.Counters, c.counterCells(today))
}

func (c *Catalogue) counterCells(today Day) func(*Counter) map[string]string {
	return func(n *Counter) map[string]string {
		return map[string]string{
			"code": n.Code, "agency": c.AgencyRef(c.Agency(n.Agency), today),
			"name_vi": n.Name.VI, "name_en": n.Name.EN,
			"place_vi": n.Place.VI, "place_en": n.Place.EN, "hours": string(n.Hours),
			"opened_on": string(n.OpenedOn), "closed_on": string(n.ClosedOn), "token": string(n.Token),
		}
	}
}

// PlanTable is what ImportPlans reads.
func (c *Catalogue) PlanTable() *Table { return tableOf(planColumns, c.Plans, c.planCells) }

func (c *Catalogue) planCells(p *Plan) map[string]string {
	var agencies, counters, numbers []string
	for _, id := range p.Agencies {
		agencies = append(agencies, c.AgencyRef(c.Agency(id), p.Ends))
	}
	for _, id := range p.Counters {
		counters = append(counters, c.Counter(id).Code)
	}
	for id, n := range p.Transactions {
		numbers = append(numbers, c.AgencyRef(c.Agency(id), p.Ends)+"="+strconv.FormatInt(n, 10))
	}
	return map[string]string{
		"code": p.Code, "year": strconv.Itoa(p.Year), "name_vi": p.Name.VI, "name_en": p.Name.EN,
		"starts": string(p.Starts), "ends": string(p.Ends), "accept_until": string(p.AcceptUntil),
		"form": c.Questionnaire(p.Questionnaire).Ref(), "target": targetText(p.Targets[Administrative]),
		"target_public_service": targetText(p.Targets[PublicService]),
		"minimum":               strconv.FormatInt(p.Minimum, 10), "groups": cellOf(p.Groups),
		"agencies": cellOf(agencies), "counters": cellOf(counters),
		"transactions": cellOf(numbers), "official": flagText(p.Official),
		"census": flagText(p.Census), "public": flagText(p.Public),
	}
}

// cellOf is a list as one cell, in an order that does not depend on the database.
func cellOf(list []string) string { return strings.Join(slices.Sorted(slices.Values(list)), "|") }

func targetText(t Target) string {
	sign := ">="
	if t.Above {
		sign = ">"
	}
	percent := big.NewRat(t.Hundredths, 100).FloatString(2)
	return sign + strings.TrimSuffix(strings.TrimSuffix(percent, "00"), ".")
}

func flagText(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// QuestionnaireTable is what ImportQuestionnaires reads.
func (c *Catalogue) QuestionnaireTable() *Table {
	t := &Table{Columns: questionnaireColumns.All()}
	for i := range c.Questionnaires {
		t.addQuestionnaire(&c.Questionnaires[i])
	}
	return t
}

func (t *Table) addQuestionnaire(q *Questionnaire) {
	t.add(map[string]string{
		"kind": rowForm, "code": q.Code, "version": strconv.Itoa(q.Version), "seconds": strconv.Itoa(q.Seconds),
		"text_vi": q.Name.VI, "text_en": q.Name.EN,
	})
	for _, f := range q.Factors {
		t.add(map[string]string{
			"kind": rowFactor, "code": f.Code, "text_vi": f.Name.VI, "text_en": f.Name.EN,
			"short_vi": f.Short.VI, "short_en": f.Short.EN,
		})
	}
	for _, o := range q.Questions {
		t.add(map[string]string{
			"kind": rowQuestion, "code": o.Code, "factor": o.Factor, "counts": flagText(o.Counts),
			"text_vi": o.Text.VI, "text_en": o.Text.EN, "hint_vi": o.Hint.VI, "hint_en": o.Hint.EN,
			"not_applicable_vi": o.NotApplicable.VI, "not_applicable_en": o.NotApplicable.EN,
		})
	}
}
