package round

import (
	"strconv"
	"strings"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/survey"
)

const (
	minYear, maxYear = 2000, 2100
	// maxClasses is how many classes a set may have.
	maxClasses = 20
)

func yearText(year int) string { return strconv.Itoa(year) }

// CheckSet gives all that is wrong with a set: its own faults, and what it names that is
// not there in its year.
func CheckSet(c *survey.Catalogue, set *scoring.CriteriaSet) []scoring.Fault {
	faults := set.Faults()
	add := func(item int, column, word, value string) {
		args := survey.Args{"value": briefly(value), "year": set.Year}
		faults = append(faults, scoring.Fault{Item: item, Column: column, Word: word, Args: args})
	}
	if c.GroupByCode(set.Group) == nil {
		add(-1, "group", "criteria.group", set.Group)
	}
	for i, leaf := range set.Leaves() {
		for _, code := range leaf.NotFor {
			if AgencyInYear(c, code, set.Year) == nil {
				add(i, "not_for", "criteria.agency", code)
			}
		}
		if leaf.Appraiser != "" && AgencyInYear(c, leaf.Appraiser, set.Year) == nil {
			add(i, "appraiser", "criteria.agency", leaf.Appraiser)
		}
	}
	return faults
}

// AgencyInYear finds the agency that a code means in a year, the last one where there were
// several; nil where there was none.
func AgencyInYear(c *survey.Catalogue, code string, year int) *survey.Agency {
	all := agenciesInYear(c, code, year)
	if len(all) == 0 {
		return nil
	}
	return all[len(all)-1]
}

// NearInYear is the agency of a code in a year that somebody is near, 0 where there is none.
// Where there were several, each counts: the set is for whichever of them a round will list.
func NearInYear(
	c *survey.Catalogue, code string, year int, near func(*survey.Catalogue, survey.AgencyID) bool,
) survey.AgencyID {
	for _, a := range agenciesInYear(c, code, year) {
		if near(c, a.ID) {
			return a.ID
		}
	}
	return 0
}

func agenciesInYear(c *survey.Catalogue, code string, year int) (all []*survey.Agency) {
	first, last := survey.YearStart(year), survey.YearEnd(year)
	for i := range c.Agencies {
		if a := &c.Agencies[i]; a.Code == code && a.ExistsIn(first, last) {
			all = append(all, a)
		}
	}
	return all
}

// Usable is nil where a round may be opened with the set; else it says how much is wrong.
func Usable(c *survey.Catalogue, set *scoring.CriteriaSet) error {
	faults := CheckSet(c, set)
	if len(faults) == 0 {
		return nil
	}
	e := survey.Fail(survey.Conflict, "criteria.unfit", survey.Args{"name": setRef(set), "count": len(faults)})
	for i := range faults {
		f := &faults[i]
		e.Causes = append(e.Causes, survey.Fail(survey.Conflict, f.Word, f.Args).At(f.Column))
	}
	return e
}

// isCriteriaCode tells whether a text is a short name that may stand in addresses. One of dots
// alone means another place there.
func isCriteriaCode(s string) bool {
	letters := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
	return strings.Trim(s, ".") != "" && len(s) <= maxCode && strings.Trim(s, letters) == ""
}

// takenFamily tells whether a name is that of the satisfaction editions, which no index may
// bear: two editions would have one name.
func takenFamily(family string) bool { return strings.EqualFold(family, string(edition.Satisfaction)) }

// maxCode is the longest code, in characters.
const maxCode = 40

// fileColumn is the column of a file that a fault is in.
func fileColumn(f *scoring.Fault) string {
	switch f.Column {
	case "unit":
		return "bands"
	case "classes":
		return "threshold"
	}
	return f.Column
}

// ItemFaults are the faults of each item by its place; those of the set itself are at -1.
func ItemFaults(faults []scoring.Fault) map[int][]scoring.Fault {
	all := map[int][]scoring.Fault{}
	for _, f := range faults {
		all[f.Item] = append(all[f.Item], f)
	}
	return all
}
