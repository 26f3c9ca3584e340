package round

import (
	"strings"

	"hailong/scoring"
	"hailong/survey"
)

// criteriaColumns are those of a file of one set. What the set itself says stands in rows
// of level "set", one for each field, named in code, with its value in name; a class is a
// row of level "class" with its cut in threshold and its second condition in bands. So one
// sheet holds all of it, and each value has a cell of its own.
var criteriaColumns = survey.Columns{
	Needed: []string{"level", "code", "name"},
	Optional: []string{
		"name_en", "max", "kind", "by", "feed", "step", "per", "threshold", "floor", "bands", "empty",
		"not_for", "evidence", "appraiser", "guidance", "guidance_en",
	},
}

// CriteriaColumns are the columns of a file of one set, the needed ones first.
func CriteriaColumns() []string { return criteriaColumns.All() }

// The levels of rows that are no items.
const (
	rowSet   = "set"
	rowClass = "class"
)

// headField is a field of the set itself.
type headField struct {
	name string
	read func(*scoring.CriteriaSet) survey.Text
}

// headFields are all of them. The first four say what the set is for.
var headFields = []headField{
	{"family", func(s *scoring.CriteriaSet) survey.Text { return survey.Text{VI: s.Family} }},
	{"year", func(s *scoring.CriteriaSet) survey.Text { return survey.Text{VI: yearText(s.Year)} }},
	{"group", func(s *scoring.CriteriaSet) survey.Text { return survey.Text{VI: s.Group} }},
	{"version", func(s *scoring.CriteriaSet) survey.Text { return survey.Text{VI: yearText(s.Version)} }},
	{"name", func(s *scoring.CriteriaSet) survey.Text { return s.Name }},
	{"decision", func(s *scoring.CriteriaSet) survey.Text { return survey.Text{VI: s.Decision} }},
	{"sample", func(s *scoring.CriteriaSet) survey.Text { return survey.Text{VI: yesOrNo(s.Sample)} }},
	{"bonus_cap", func(s *scoring.CriteriaSet) survey.Text { return pointsOnly(s.BonusCap) }},
	{"penalty_cap", func(s *scoring.CriteriaSet) survey.Text { return pointsOnly(s.PenaltyCap) }},
}

// CriteriaTable is a set as Import reads it.
func CriteriaTable(s *scoring.CriteriaSet) *survey.Table {
	t := &survey.Table{Columns: criteriaColumns.All()}
	for _, f := range headFields {
		value := f.read(s)
		addRow(t, map[string]string{"level": rowSet, "code": f.name, "name": value.VI, "name_en": value.EN})
	}
	for i := range s.Classes {
		addRow(t, classCells(&s.Classes[i]))
	}
	for i := range s.Items {
		addRow(t, ItemCells(&s.Items[i]))
	}
	return t
}

func addRow(t *survey.Table, cells map[string]string) {
	row := survey.Row{Line: len(t.Rows) + 2}
	for _, column := range t.Columns {
		row.Cells = append(row.Cells, cells[column])
	}
	t.Rows = append(t.Rows, row)
}

func classCells(c *scoring.Class) map[string]string {
	cells := map[string]string{
		"level": rowClass, "code": c.Code, "name": c.Name.VI, "name_en": c.Name.EN,
		"threshold": survey.HundredthsText(c.Cut),
	}
	if c.Area != "" {
		cells["bands"] = conditionText(c)
	}
	return cells
}

func conditionText(c *scoring.Class) string {
	return c.Area + ">=" + survey.HundredthsText(c.Share) + "%"
}

// ItemCells is an item as a file has it, by the names of the columns.
func ItemCells(i *scoring.Item) map[string]string {
	cells := map[string]string{
		"level": levelNames[i.Level], "code": i.Code, "name": i.Name.VI, "name_en": i.Name.EN,
		"max": pointsText(i.Max), "kind": string(i.Kind), "by": string(i.By), "feed": string(i.Feed),
		"step": amountText(i.Step), "per": amountText(i.Per),
		"threshold": percentText(i.Threshold), "floor": percentText(i.Floor),
		"bands": bandsText(&i.Rule), "empty": string(i.Empty), "not_for": strings.Join(i.NotFor, "|"),
		"appraiser": i.Appraiser, "guidance": i.Guidance.VI, "guidance_en": i.Guidance.EN,
	}
	if i.Evidence {
		cells["evidence"] = yesOrNo(true)
	}
	return cells
}

var levelNames = map[scoring.Level]string{
	scoring.Area: "area", scoring.Criterion: "criterion", scoring.Component: "component",
}

func pointsText(p scoring.Points) string { return survey.HundredthsText(int64(p)) }

func pointsOnly(p scoring.Points) survey.Text { return survey.Text{VI: pointsText(p)} }

// amountText is points, or nothing where the rule has none.
func amountText(p scoring.Points) string {
	if p == 0 {
		return ""
	}
	return pointsText(p)
}

func percentText(hundredths int64) string {
	if hundredths == 0 {
		return ""
	}
	return survey.HundredthsText(hundredths) + "%"
}

// bandsText writes bands in one line: 80%:5|60%:3, or <=5:2|<=10:1 for plain numbers that
// should be small.
func bandsText(r *scoring.Rule) string {
	var texts []string
	for _, b := range r.Bands {
		text := survey.HundredthsText(b.Bound)
		if !r.Plain {
			text += "%"
		}
		if r.AtMost {
			text = "<=" + text
		}
		texts = append(texts, text+":"+pointsText(b.Points))
	}
	return strings.Join(texts, "|")
}

func yesOrNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
