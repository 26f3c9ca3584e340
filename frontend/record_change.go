package frontend

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"hailong/survey"
)

// cellChange is a column before and after, as people read it; of a list it is one
// entry: hundreds of agencies that stay as they are would hide the one that does not.
type cellChange struct{ Name, Was, Now string }

// changes are what differs between two cells of a column. Agencies are those of a day.
func (d *Desk) changes(c *survey.Catalogue, spec recordField, on survey.Day, was, now string) []cellChange {
	if samePlaces(was, now) {
		return nil
	}
	list := slices.Contains([]string{"groups", countersKind, scopeKind}, spec.kind) && was != ""
	if list || spec.kind == numbersKind {
		return d.listChanges(c, spec, on, was, now)
	}
	return []cellChange{{
		d.columnName(spec.column), d.cellText(c, spec, on, was), d.cellText(c, spec, on, now),
	}}
}

func (d *Desk) listChanges(
	c *survey.Catalogue, spec recordField, on survey.Day, was, now string,
) []cellChange {
	before, after := entries(was), entries(now)
	all := maps.Clone(before)
	maps.Copy(all, after)
	var names []Option
	for _, ref := range slices.Sorted(maps.Keys(all)) {
		if before[ref] != after[ref] {
			names = append(names, Option{Value: ref, Text: d.partText(c, spec.kind, on, ref)})
		}
	}
	byName(names)
	var list []cellChange
	for _, o := range names {
		list = append(list, cellChange{
			Name: d.columnName(spec.column) + ": " + o.Text,
			Was:  d.entryText(spec, before[o.Value]), Now: d.entryText(spec, after[o.Value]),
		})
	}
	return list
}

// entries are a list's, each with its number, or with "yes" where it has none.
func entries(cell string) map[string]string {
	all := map[string]string{}
	for part := range strings.SplitSeq(cell, "|") {
		ref, number, counted := strings.Cut(part, "=")
		if !counted {
			number = "yes"
		}
		if ref = strings.TrimSpace(ref); ref != "" {
			all[ref] = strings.TrimSpace(number)
		}
	}
	return all
}

func (d *Desk) entryText(spec recordField, value string) string {
	switch {
	case spec.kind != numbersKind && value == "":
		return d.say("record.no", nil)
	case spec.kind != numbersKind:
		return d.say("record.yes", nil)
	case value == "":
		return d.say("record.no_number", nil)
	}
	if n, err := strconv.ParseInt(value, 10, 64); err == nil {
		return d.Int(n)
	}
	return value
}

// cellText is a cell as people read it.
func (d *Desk) cellText(c *survey.Catalogue, spec recordField, on survey.Day, cell string) string {
	if cell == "" {
		return ""
	}
	var parts []string
	for part := range strings.SplitSeq(cell, "|") {
		parts = append(parts, d.partText(c, spec.kind, on, part))
	}
	return strings.Join(parts, ", ")
}

func (d *Desk) partText(c *survey.Catalogue, kind string, on survey.Day, part string) string {
	switch kind {
	case "date":
		if day, err := survey.ParseDay(part); err == nil {
			return d.Day(day)
		}
	case "group", "groups":
		if g := c.GroupByCode(part); g != nil {
			return d.In(g.Name)
		}
	case "sector":
		if slices.Contains(survey.Sectors, survey.Sector(part)) {
			return d.sectorName(survey.Sector(part))
		}
	case "flag":
		if part == "yes" || part == "no" {
			return d.say("record."+part, nil)
		}
	case "agency", scopeKind, numbersKind:
		if a := c.AgencyByRef(part, on); a != nil {
			return d.In(a.Name)
		}
	case countersKind:
		return d.counterText(c, part)
	}
	return strings.TrimSuffix(part, "@")
}

// counterText is a counter with its agency: many counters have the same name.
func (d *Desk) counterText(c *survey.Catalogue, code string) string {
	at := slices.IndexFunc(c.Counters, func(n survey.Counter) bool { return n.Code == code })
	if at < 0 {
		return code
	}
	n := &c.Counters[at]
	return d.In(n.Name) + ", " + d.In(c.Agency(n.Agency).Name) + " (" + code + ")"
}

// dayOfCells is the day on which the agencies of cells are meant: a plan's last one.
func dayOfCells(today survey.Day, versions ...map[string]string) survey.Day {
	for _, cells := range versions {
		if day, err := survey.ParseDay(cells["ends"]); err == nil {
			return day
		}
	}
	return today
}

// samePlaces tells whether two cells hold the same, in whatever order.
func samePlaces(a, b string) bool {
	x, y := strings.Split(a, "|"), strings.Split(b, "|")
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}
