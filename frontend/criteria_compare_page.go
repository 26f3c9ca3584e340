package frontend

import (
	"strconv"

	"hailong/scoring/round"
	"hailong/survey"
)

// CriteriaComparePage says item by item what differs between two sets.
type CriteriaComparePage struct {
	Desk
	First, Second Link // empty: none was chosen
	A, B          []Option
	Chosen        bool
	Sum           string
	Rows          []CriteriaDifference
}

// CriteriaDifference is one value that differs, or an item that only one set has.
type CriteriaDifference struct {
	Item, What  string
	Kind        string // added, removed or changed
	Before, Now string
}

// NewCriteriaComparePage makes the page; a and b are nil where none was chosen.
func NewCriteriaComparePage(
	f Frame, c *survey.Catalogue, sets []round.Set, a, b *round.Set,
) *CriteriaComparePage {
	p := &CriteriaComparePage{Desk: newDesk(f, c, "criteria_compare.title"), Chosen: a != nil && b != nil}
	p.A, p.B = p.setOptions(c, byGroup(c, sets)), p.setOptions(c, byGroup(c, sets))
	choose := func(options []Option, s *round.Set) Link {
		if s == nil {
			return Link{}
		}
		for i := range options {
			options[i].Chosen = options[i].Value == strconv.FormatInt(int64(s.ID), 10)
		}
		return Link{Text: p.setTitle(s), URL: p.Link(CriteriaPath(s.ID))}
	}
	p.First, p.Second = choose(p.A, a), choose(p.B, b)
	if p.Chosen {
		differences := round.Compare(&a.CriteriaSet, &b.CriteriaSet)
		p.Sum, p.Rows = p.differenceSum(differences), p.differenceRows(differences)
	}
	return p
}

// differenceSum counts items that were added, removed and changed.
func (o *Office) differenceSum(differences []round.Difference) string {
	counts := map[round.DifferenceKind]int{}
	for _, d := range differences {
		counts[d.What]++
	}
	return o.say("criteria_compare.sum", survey.Args{
		"added": counts[round.ItemAdded], "removed": counts[round.ItemRemoved],
		"changed": counts[round.ItemChanged],
	})
}

func (o *Office) differenceRows(differences []round.Difference) []CriteriaDifference {
	var rows []CriteriaDifference
	for _, d := range differences {
		name := o.say("criteria_compare.set", nil)
		if d.Code != "" {
			name = d.Code + " " + o.In(d.Name)
		}
		row := CriteriaDifference{Item: name, Kind: string(d.What)}
		points := o.say("criteria_compare.points", survey.Args{"points": o.points(d.Max)})
		switch d.What {
		case round.ItemAdded:
			row.What, row.Now = o.say("criteria_compare.added", nil), points
			rows = append(rows, row)
		case round.ItemRemoved:
			row.What, row.Before = o.say("criteria_compare.removed", nil), points
			rows = append(rows, row)
		}
		for _, field := range d.Fields {
			rows = append(rows, CriteriaDifference{
				Item: name, Kind: row.Kind, What: o.criteriaColumn(field.Field),
				Before: o.criteriaCell(field.Field, field.Before), Now: o.criteriaCell(field.Field, field.After),
			})
		}
	}
	return rows
}
