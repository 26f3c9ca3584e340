package round

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

// criteriaReader reads the rows of a file of one set.
type criteriaReader struct {
	*survey.TableReader
	table *survey.Table
	at    int // the present row
	set   scoring.CriteriaSet
	said  map[string]bool // fields of the set that were said
	items []int           // the line of each item
	class int             // the line of the first class; 1 where there is none
}

func newCriteriaReader(t *survey.Table) (*criteriaReader, error) {
	r, err := survey.ReadTable(t, criteriaColumns)
	return &criteriaReader{TableReader: r, table: t, at: -1, said: map[string]bool{}, class: 1}, err
}

// readCriteria reads a file of one set, without a look at what it says.
func readCriteria(t *survey.Table) (*criteriaReader, error) {
	r, err := newCriteriaReader(t)
	if err != nil {
		return nil, err
	}
	return r, r.rows()
}

// rows reads all rows, each by its level.
func (r *criteriaReader) rows() error {
	_, err := survey.Each(r.table, r.TableReader, func() struct{} {
		r.at++
		r.row()
		return struct{}{}
	})
	return err
}

func (r *criteriaReader) line() int { return r.table.Rows[r.at].Line }

func (r *criteriaReader) row() {
	level := strings.ToLower(r.NeededText("level"))
	switch {
	case level == rowSet || level == "bộ tiêu chí":
		r.field()
	case level == rowClass || level == "xếp loại":
		r.readClass()
	case levelWords[level] != 0:
		r.items = append(r.items, r.line())
		r.set.Items = append(r.set.Items, r.item(levelWords[level]))
		if len(r.set.Items) == edition.MostItems+1 {
			r.Fail("level", "criteria.many", survey.Args{"max": edition.MostItems})
		}
	case level != "":
		known := "set, class, area, criterion, component"
		r.Fail("level", "criteria.choice", survey.Args{"value": briefly(level), "known": known})
	}
}

// field reads a row that says something of the set itself.
func (r *criteriaReader) field() {
	name := strings.ToLower(r.NeededText("code"))
	if r.said[name] {
		r.Fail("code", "import.twice", survey.Args{"value": briefly(name)})
	}
	r.said[name] = true
	s := &r.set
	switch name {
	case "family":
		if s.Family = r.code("name"); takenFamily(s.Family) {
			r.Fail("name", "criteria.family_taken", survey.Args{"value": briefly(s.Family)})
		}
	case "year":
		s.Year = int(r.Between("name", minYear, maxYear, 0))
	case "group":
		s.Group = r.NeededText("name")
	case "version": // where it comes from: the service numbers versions itself
		s.Version = int(r.Between("name", 0, edition.MostItems, 0))
	case "name":
		s.Name = r.Names("name", "name_en")
	case "decision":
		s.Decision = r.Short("name")
	case "sample":
		s.Sample = r.Flag("name")
	case "bonus_cap":
		s.BonusCap = r.points("name")
	case "penalty_cap":
		s.PenaltyCap = r.points("name")
	case "":
	default:
		var known []string
		for _, f := range headFields {
			known = append(known, f.name)
		}
		r.Fail("code", "criteria.choice", survey.Args{"value": briefly(name), "known": strings.Join(known, ", ")})
	}
}

func (r *criteriaReader) readClass() {
	if len(r.set.Classes) == 0 {
		r.class = r.line()
	}
	c := scoring.Class{
		Code: r.code("code"), Name: r.Names("name", "name_en"), Cut: r.Hundredths("threshold", 100_00, 0),
	}
	r.NeededText("threshold")
	if text := r.Text("bands"); text != "" {
		area, share, found := strings.Cut(text, ">=")
		percent, ok := parsePercent(share)
		if !found || !ok {
			r.Fail("bands", "criteria.condition", survey.Args{"value": briefly(text)})
		}
		c.Area, c.Share = strings.TrimSpace(area), percent
	}
	r.set.Classes = append(r.set.Classes, c)
	if len(r.set.Classes) == maxClasses+1 {
		r.Fail("level", "criteria.many", survey.Args{"max": maxClasses})
	}
}

// item reads an item; which cells its kind needs, the set's Faults tell.
func (r *criteriaReader) item(level scoring.Level) scoring.Item {
	i := scoring.Item{
		Level: level, Code: r.code("code"), Name: r.Names("name", "name_en"), Max: r.points("max"),
		Rule: scoring.Rule{
			Kind: oneOf(r, "kind", kindWords), By: oneOf(r, "by", kindWords), Feed: oneOf(r, "feed", feedWords),
			Step: r.points("step"), Per: r.points("per"),
			Threshold: r.percent("threshold"), Floor: r.percent("floor"), Empty: oneOf(r, "empty", emptyWords),
			NotFor: r.List("not_for"), Evidence: r.Flag("evidence"), Appraiser: r.Short("appraiser"),
			Guidance: survey.Text{VI: r.long("guidance"), EN: r.long("guidance_en")},
		},
	}
	r.NeededText("max")
	if text := r.Text("bands"); text != "" {
		var ok bool
		if i.Bands, i.AtMost, i.Plain, ok = parseBands(text); !ok {
			r.Fail("bands", "criteria.bands_text", survey.Args{"value": briefly(text)})
		}
		for _, b := range i.Bands {
			if b.Bound > edition.MostFigure {
				most := survey.HundredthsText(edition.MostFigure)
				r.Fail("bands", "criteria.bound", survey.Args{"value": survey.HundredthsText(b.Bound), "most": most})
			}
		}
	}
	return i
}

func (r *criteriaReader) code(column string) string {
	s := r.NeededText(column)
	if s != "" && !isCriteriaCode(s) {
		r.Fail(column, "import.code", survey.Args{"value": briefly(s)})
	}
	return s
}

// maxPoints is the most that an item may have.
const maxPoints = 1000_00

func (r *criteriaReader) points(column string) scoring.Points {
	return scoring.Points(r.Hundredths(column, maxPoints, 0))
}

// percent reads 90, 90% and 90,5%. A spreadsheet makes 0.9 of 90% where somebody types it
// anew, so a number under one must say that it is meant.
func (r *criteriaReader) percent(column string) int64 {
	text := r.Text(column)
	if text == "" {
		return 0
	}
	n, ok := parsePercent(text)
	switch {
	case !ok:
		r.Fail(column, "criteria.percent", survey.Args{"value": briefly(text)})
	case n > 0 && n < 100 && !strings.HasSuffix(text, "%"):
		r.Fail(column, "criteria.percent_small", survey.Args{"value": briefly(text)})
	}
	return n
}

// maxGuidance is how many characters a guidance may have.
const maxGuidance = 4000

func (r *criteriaReader) long(column string) string {
	s := r.Text(column)
	if n := utf8.RuneCountInString(s); n > maxGuidance {
		r.Fail(column, "import.long", survey.Args{"value": briefly(s), "count": n, "max": maxGuidance})
	}
	return s
}

// faults says what is wrong with the set as a whole at its rows.
func (r *criteriaReader) faults(c *survey.Catalogue) error {
	var mistakes survey.Mistakes
	for _, f := range CheckSet(c, &r.set) {
		line, column := 1, fileColumn(&f)
		switch {
		case f.Item >= 0:
			line = r.items[f.Item]
		case f.Column == "classes":
			line = r.class
		}
		args := survey.Args{"line": line, "column": column}
		for k, v := range f.Args {
			args[k] = v
		}
		mistakes.Add(survey.Fail(survey.Invalid, f.Word, args).At(fmt.Sprintf("%d:%s", line, column)))
	}
	slices.SortStableFunc(mistakes, func(a, b *survey.Error) int {
		return a.Args["line"].(int) - b.Args["line"].(int)
	})
	return mistakes.Err("import.refused")
}
