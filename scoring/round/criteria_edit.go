package round

import (
	"fmt"
	"slices"
	"strconv"

	"hailong/scoring"
)

// What a page does to the items of a set that is being written. Each gives a new list, so
// that what others hold of the set stays as it was.

// PlaceOf is the place of the item of a code, -1 where there is none.
func PlaceOf(s *scoring.CriteriaSet, code string) int {
	return slices.IndexFunc(s.Items, func(i scoring.Item) bool { return i.Code == code })
}

// end is the place after an item and all that stands below it.
func end(items []scoring.Item, place int) int {
	after := place + 1
	for after < len(items) && items[after].Level > items[place].Level {
		after++
	}
	return after
}

// InsertItem adds an item as the last part of the one at parent, or as the last area where
// parent is -1.
func InsertItem(s *scoring.CriteriaSet, parent int, item scoring.Item) {
	at := len(s.Items)
	if parent >= 0 {
		at = end(s.Items, parent)
	}
	s.Items = slices.Insert(slices.Clone(s.Items), at, item)
}

// RemoveItem takes an item away with all that stands below it.
func RemoveItem(s *scoring.CriteriaSet, place int) {
	s.Items = slices.Delete(slices.Clone(s.Items), place, end(s.Items, place))
}

// MoveItem lets an item change places with the one before or after it of the same parent.
// It tells whether there is one.
func MoveItem(s *scoring.CriteriaSet, place int, up bool) bool {
	first, second := place, end(s.Items, place)
	if up {
		first, second = before(s.Items, place), place
	}
	if first < 0 || second >= len(s.Items) || s.Items[first].Level != s.Items[second].Level {
		return false
	}
	last := end(s.Items, second)
	s.Items = slices.Concat(s.Items[:first], s.Items[second:last], s.Items[first:second], s.Items[last:])
	return true
}

// before is the place of the item before one, of the same parent; -1 where it is the first.
func before(items []scoring.Item, place int) int {
	for i := place - 1; i >= 0 && items[i].Level >= items[place].Level; i-- {
		if items[i].Level == items[place].Level {
			return i
		}
	}
	return -1
}

// FreeCode is a code for the next part of the item at parent, or for the next area: 2.3.4
// after 2.3.3, 2.4 in area II.
func FreeCode(s *scoring.CriteriaSet, parent int) string {
	stem := ""
	if parent >= 0 {
		stem = s.Items[parent].Code + "."
		if s.Items[parent].Level == scoring.Area {
			stem = strconv.Itoa(areaNumber(s, parent)) + "."
		}
	}
	for n := 1; ; n++ {
		code := stem + strconv.Itoa(n)
		if parent < 0 {
			code = roman(n)
		}
		if PlaceOf(s, code) < 0 {
			return code
		}
	}
}

// areaNumber counts the areas up to a place.
func areaNumber(s *scoring.CriteriaSet, place int) int {
	n := 0
	for i := range s.Items[:place+1] {
		if s.Items[i].Level == scoring.Area {
			n++
		}
	}
	return n
}

var romans = []string{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"}

func roman(n int) string {
	if n > len(romans) {
		return fmt.Sprint("A", n)
	}
	return romans[n-1]
}
