package round

import (
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"hailong/scoring"
	"hailong/survey"
)

// Pages write an item and a set's own fields by the rules of a file: their fields are its
// columns, so a mistake says the same in both.

// ReadItem reads an item from the fields of a page. Mistakes name the fields.
func ReadItem(cells map[string]string) (scoring.Item, error) {
	t := &survey.Table{Columns: criteriaColumns.All()}
	addRow(t, tidied(cells))
	r, err := newCriteriaReader(t)
	if err != nil {
		return scoring.Item{}, err
	}
	err = r.rows()
	if len(r.set.Items) == 0 {
		return scoring.Item{}, survey.Fail(survey.Invalid, "criteria.unknown_item", nil)
	}
	return r.set.Items[0], atFields(err, func(_ int, column string) string { return column })
}

// tidied are a page's fields as a file's reader would hand them over. The guidance keeps
// its lines.
func tidied(cells map[string]string) map[string]string {
	list := maps.Clone(cells)
	list["bands"] = strings.Join(strings.Fields(strings.ReplaceAll(list["bands"], "\n", "|")), "")
	list = survey.TidyCells(list)
	for _, column := range []string{"guidance", "guidance_en"} {
		lines := strings.Split(strings.ReplaceAll(cells[column], "\r\n", "\n"), "\n")
		for i := range lines {
			lines[i] = survey.TidyCells(map[string]string{"": lines[i]})[""]
		}
		list[column] = strings.TrimSpace(strings.Join(lines, "\n"))
	}
	return list
}

// atFields names the fields of a page in the mistakes of a table that was made of them;
// field is told the row, from 0, and the column.
func atFields(err error, field func(row int, column string) string) error {
	e, ours := errors.AsType[*survey.Error](err)
	if !ours {
		return err
	}
	for _, cause := range e.Causes {
		line, column, found := strings.Cut(cause.Field, ":")
		if n, err := strconv.Atoi(line); found && err == nil {
			cause.Field = field(n-2, column)
		}
	}
	e.Word = "record.refused"
	return e
}

// EditedHead are the set's own fields that a page edits, in its order; classes come after.
var EditedHead = []string{"name", "name_en", "decision", "sample", "bonus_cap", "penalty_cap"}

// ClassColumns are the fields of a class.
var ClassColumns = []string{"code", "name", "name_en", "cut", "area", "share"}

// ClassField names a field of a class; number counts from 1.
func ClassField(number int, column string) string {
	return "class." + strconv.Itoa(number) + "." + column
}

// HeadFields are a set's own fields as those of one form on a page.
func HeadFields(s *scoring.CriteriaSet) map[string]string {
	fields := map[string]string{}
	for _, f := range headFields[4:] {
		fields[f.name] = f.read(s).VI
	}
	fields["name_en"] = s.Name.EN
	for i := range s.Classes {
		c := &s.Classes[i]
		cells := map[string]string{
			"code": c.Code, "name": c.Name.VI, "name_en": c.Name.EN, "cut": survey.HundredthsText(c.Cut),
			"area": c.Area, "share": percentText(c.Share),
		}
		for column, cell := range cells {
			fields[ClassField(i+1, column)] = cell
		}
	}
	return fields
}

// ReadHead writes the fields of a page into a set. A class without anything in it is left
// out. Mistakes name the fields.
func ReadHead(fields map[string]string, s *scoring.CriteriaSet) error {
	fields = survey.TidyCells(fields)
	t := &survey.Table{Columns: criteriaColumns.All()}
	var names []string // of what each row is made of: a field, or class.2
	for _, name := range EditedHead {
		if name == "name_en" {
			continue
		}
		cells := map[string]string{"level": rowSet, "code": name, "name": fields[name]}
		if name == "name" {
			cells["name_en"] = fields["name_en"]
		}
		addRow(t, cells)
		names = append(names, name)
	}
	for n := 1; n <= maxClasses; n++ {
		if cells := classRow(fields, n); cells != nil {
			addRow(t, cells)
			names = append(names, "class."+strconv.Itoa(n))
		}
	}
	r, err := newCriteriaReader(t)
	if err != nil {
		return err
	}
	err = atFields(r.rows(), func(row int, column string) string { return headFieldOf(names[row], column) })
	s.Name, s.Decision, s.Sample = r.set.Name, r.set.Decision, r.set.Sample
	s.BonusCap, s.PenaltyCap, s.Classes = r.set.BonusCap, r.set.PenaltyCap, r.set.Classes
	return err
}

// classRow is a class as a file has it; nil where nothing of it is filled in.
func classRow(fields map[string]string, n int) map[string]string {
	all := ""
	for _, column := range ClassColumns {
		all += fields[ClassField(n, column)]
	}
	if all == "" {
		return nil
	}
	cells := map[string]string{
		"level": rowClass, "code": fields[ClassField(n, "code")], "name": fields[ClassField(n, "name")],
		"name_en": fields[ClassField(n, "name_en")], "threshold": fields[ClassField(n, "cut")],
	}
	if area, share := fields[ClassField(n, "area")], fields[ClassField(n, "share")]; area+share != "" {
		cells["bands"] = area + ">=" + share
	}
	return cells
}

// headFieldOf is the field of a page that a cell was made of.
func headFieldOf(name, column string) string {
	if !strings.HasPrefix(name, "class.") {
		if name == "name" && column == "name_en" {
			return column
		}
		return name
	}
	switch column {
	case "threshold":
		column = "cut"
	case "bands":
		column = "share"
	}
	if !slices.Contains(ClassColumns, column) {
		column = "code"
	}
	return name + "." + column
}
