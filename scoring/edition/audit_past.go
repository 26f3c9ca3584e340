package edition

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"

	"hailong/survey"
)

// auditedPast are the rankings of earlier years as the log says they were taken in.
type auditedPast struct {
	store PastReader
	years map[pastYear][]pastEntry // more than one where two agencies had the same code
}

// PastReader is what an audit reads of the rankings of earlier years.
type PastReader interface {
	PastRankings(ctx context.Context) ([]Standing, error)
}

// pastYear is by what the log knows an agency's year.
type pastYear struct {
	family string
	year   int
	agency string // its code
}

func (y pastYear) String() string { return fmt.Sprintf("%s/%d/%s", y.family, y.year, y.agency) }

func (y pastYear) compare(o pastYear) int {
	return cmp.Or(cmp.Compare(y.family, o.family), y.year-o.year, cmp.Compare(y.agency, o.agency))
}

// sinceDay follows an agency's code where another has it by now, which may have come later.
var sinceDay = regexp.MustCompile(`@\d{4}-\d{2}-\d{2}$`)

// Take remembers what an entry says of an agency's year.
func (a *auditedPast) Take(r survey.LogRow) error {
	if r.Action != "past_ranking.add" && r.Action != "past_ranking.change" {
		return nil
	}
	var before, after pastEntry
	err := json.Unmarshal([]byte(r.After), &after)
	if err == nil {
		err = json.Unmarshal([]byte(r.Before), &before) // null where it is new
	}
	if err != nil {
		return fmt.Errorf("%s: %w", r.Action, err)
	}
	at := pastYear{after.Family, after.Year, sinceDay.ReplaceAllString(r.Subject, "")}
	if i := slices.Index(a.years[at], before); i >= 0 {
		a.years[at][i] = after
	} else {
		a.years[at] = append(a.years[at], after)
	}
	return nil
}

// Compare names agencies' years that are not as the log says.
func (a *auditedPast) Compare(ctx context.Context, c *survey.Catalogue) ([]survey.LogDifference, error) {
	standings, err := a.store.PastRankings(ctx)
	if err != nil {
		return nil, err
	}
	present := map[pastYear][]pastEntry{}
	for i := range standings {
		s := &standings[i]
		at := pastYear{s.Family, s.Year, "?"}
		if agency := c.Agency(s.Agency); agency != nil {
			at.agency = agency.Code
		}
		if e := entryOfPast(s); !a.drop(at, e) {
			present[at] = append(present[at], e)
		}
	}
	all := maps.Clone(a.years)
	maps.Copy(all, present)
	var list []survey.LogDifference
	for _, at := range slices.SortedFunc(maps.Keys(all), pastYear.compare) {
		found, err := differingPast(at, a.years[at], present[at])
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}

// drop takes out what is as it was logged.
func (a *auditedPast) drop(at pastYear, e pastEntry) bool {
	i := slices.Index(a.years[at], e)
	if i >= 0 {
		a.years[at] = slices.Delete(a.years[at], i, i+1)
	}
	return i >= 0
}

// differingPast compares what is left of an agency's year on both sides.
func differingPast(at pastYear, logged, present []pastEntry) (list []survey.LogDifference, err error) {
	for i := range max(len(logged), len(present)) {
		var before, after any // nil where there is none
		if i < len(logged) {
			before = logged[i]
		}
		if i < len(present) {
			after = present[i]
		}
		found, err := survey.LogDifferences("past_ranking", at.String(), before, after)
		if err != nil {
			return nil, err
		}
		list = append(list, found...)
	}
	return list, nil
}
