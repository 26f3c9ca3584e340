package edition

import (
	"encoding/json"

	"hailong/survey"
)

// DefaultFamily is the index that is meant where none is named.
const DefaultFamily = "cchc"

// Standing (kết quả một năm) is what an agency reached in a year, as it was published.
type Standing struct {
	Family   string // which index
	Year     int
	Agency   survey.AgencyID
	Group    string
	Points   int64 // hundredths; -1: not said
	Max      int64
	Index    string // as it was printed, with a decimal point; empty: none
	Rank, Of int    // 0: not ranked
	Class    survey.Text
	Score    string // the satisfaction in percent; empty: none
	Decision string
	Edition  string // the edition that says so; empty: taken in from the decision of a year before
}

// Standings are what a content says of each agency that the catalogue knows.
func (c *Content) Standings(catalogue *survey.Catalogue) []Standing {
	var list []Standing
	for i := range c.Agencies {
		a := &c.Agencies[i]
		known := catalogue.AgencyByRef(a.Code, survey.YearEnd(c.Year))
		if known == nil {
			continue
		}
		s := Standing{Family: c.Family, Year: c.Year, Agency: known.ID, Group: a.Group, Points: -1, Max: -1}
		if a.Opinion != nil {
			s.Score = a.Opinion.Score
		}
		if a.Result != nil {
			r := a.Result.Shown()
			s.Index, s.Rank, s.Of = r.Index, r.Rank, r.Of
			s.Class = survey.Text(c.className(a.Group, r.Class))
			if r.Unranked != LeftOut {
				s.Points, s.Max = r.Points, r.Max
			}
		}
		list = append(list, s)
	}
	return list
}

// className is what a group's set calls a class.
func (c *Content) className(group, class string) Text {
	for i := range c.Groups {
		g := &c.Groups[i]
		if g.Code != group || g.Set < 0 || g.Set >= len(c.Sets) {
			continue
		}
		for _, k := range c.Sets[g.Set].Classes {
			if k.Code == class {
				return k.Name
			}
		}
	}
	return Text{}
}

// Placed is a ranked agency's place, by the code that the edition has for it.
type Placed struct {
	Code, Group string
	Rank, Of    int
}

// Places reads the places of a frozen content and nothing else: it is asked for with every
// preview of the next year, and a whole edition is large.
func Places(text []byte) ([]Placed, error) {
	var short struct {
		Agencies []struct {
			Code   string `json:"code"`
			Group  string `json:"group"`
			Result *struct {
				Rank int `json:"rank"`
				Of   int `json:"of"`
			} `json:"result"`
		} `json:"agencies"`
	}
	if err := json.Unmarshal(text, &short); err != nil {
		return nil, unreadable(err)
	}
	var list []Placed
	for _, a := range short.Agencies {
		if a.Result != nil && a.Result.Rank > 0 {
			list = append(list, Placed{a.Code, a.Group, a.Result.Rank, a.Result.Of})
		}
	}
	return list, nil
}
