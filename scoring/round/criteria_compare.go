package round

import (
	"maps"
	"slices"
	"strings"

	"hailong/scoring"
	"hailong/survey"
)

// DifferenceKind is what became of an item between two sets.
type DifferenceKind string

// The kinds.
const (
	ItemAdded   DifferenceKind = "added"
	ItemRemoved DifferenceKind = "removed"
	ItemChanged DifferenceKind = "changed"
)

// Difference is what differs between two sets in one item, or in the set itself, which
// has no code.
type Difference struct {
	What   DifferenceKind
	Code   string
	Name   survey.Text // as it is now; of a removed item as it was
	Level  scoring.Level
	Leaf   bool
	Max    scoring.Points       // of an added or removed item
	Fields []survey.FieldChange // of a changed one, by the columns of a file
}

// Compare says item by item what differs between two sets, the set's own fields first,
// then in the order of b, what is gone last. Items are the same by their codes. What the
// sets are for (family, year, group, version) is no difference.
func Compare(a, b *scoring.CriteriaSet) []Difference {
	var list []Difference
	was, now := headCells(a), headCells(b)
	was["order"], now["order"] = order(a, b), order(b, a)
	if fields := differing(was, now); len(fields) > 0 {
		list = append(list, Difference{What: ItemChanged, Fields: fields})
	}
	places := map[string]int{}
	for i := range a.Items {
		places[a.Items[i].Code] = i
	}
	kept := map[string]bool{}
	for i := range b.Items {
		item := &b.Items[i]
		at, found := places[item.Code]
		if !found {
			list = append(list, differenceOf(ItemAdded, item))
			continue
		}
		kept[item.Code] = true
		if fields := differing(ItemCells(&a.Items[at]), ItemCells(item)); len(fields) > 0 {
			d := differenceOf(ItemChanged, item)
			d.Fields = fields
			list = append(list, d)
		}
	}
	for i := range a.Items {
		if !kept[a.Items[i].Code] {
			list = append(list, differenceOf(ItemRemoved, &a.Items[i]))
		}
	}
	return list
}

func differenceOf(what DifferenceKind, item *scoring.Item) Difference {
	return Difference{
		What: what, Code: item.Code, Name: item.Name, Level: item.Level, Leaf: item.Leaf(), Max: item.Max,
	}
}

// differing are the cells that differ, by their columns' names.
func differing(a, b map[string]string) []survey.FieldChange {
	columns := maps.Clone(a)
	maps.Copy(columns, b)
	var list []survey.FieldChange
	for _, column := range slices.Sorted(maps.Keys(columns)) {
		if a[column] != b[column] {
			list = append(list, survey.FieldChange{Field: column, Before: a[column], After: b[column]})
		}
	}
	return list
}

// order is in which order the items of a set stand that another one has too.
func order(s, other *scoring.CriteriaSet) string {
	var codes []string
	for i := range s.Items {
		if code := s.Items[i].Code; PlaceOf(other, code) >= 0 {
			codes = append(codes, code)
		}
	}
	return strings.Join(codes, " ")
}

// headCells are a set's own fields as texts, each class in one.
func headCells(s *scoring.CriteriaSet) map[string]string {
	cells := map[string]string{}
	for _, field := range headFields[4:] { // what it is for says nothing about its content
		value := field.read(s)
		cells[field.name] = value.VI
		if value.EN != "" {
			cells[field.name+"_en"] = value.EN
		}
	}
	for i := range s.Classes {
		c := &s.Classes[i]
		cells[ClassPrefix+c.Code] = classText(c)
	}
	return cells
}

// ClassPrefix begins the field of a class in a Difference: "class tot".
const ClassPrefix = "class "

// classText writes a class in one line: Tốt (Good): 90; VIII>=80%.
func classText(c *scoring.Class) string {
	text := c.Name.VI
	if c.Name.EN != "" {
		text += " (" + c.Name.EN + ")"
	}
	text += ": " + survey.HundredthsText(c.Cut)
	if c.Area != "" {
		text += "; " + conditionText(c)
	}
	return text
}
