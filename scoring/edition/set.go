package edition

import (
	"hailong/scoring"
	"hailong/survey"
)

// Set is a criteria set as an archive holds it.
type Set struct {
	Group      string  `json:"group"`
	Version    int     `json:"version"`
	Name       Text    `json:"name"`
	Decision   string  `json:"decision"`
	Sample     bool    `json:"sample"`
	BonusCap   int64   `json:"bonus_cap"`
	PenaltyCap int64   `json:"penalty_cap"`
	Classes    []Class `json:"classes"`
	Items      []Item  `json:"items"`
}

// Class is a class of indices.
type Class struct {
	Code  string `json:"code"`
	Name  Text   `json:"name"`
	Cut   int64  `json:"cut"` // hundredths of an index point
	Area  string `json:"area"`
	Share int64  `json:"share"` // hundredths of a percent
}

// Item is an area, a criterion or a component; kind is empty where it has parts.
type Item struct {
	Level     int      `json:"level"`
	Code      string   `json:"code"`
	Name      Text     `json:"name"`
	Max       int64    `json:"max"`
	Kind      string   `json:"kind"`
	By        string   `json:"by"`
	Feed      string   `json:"feed"`
	Step      int64    `json:"step"`
	Per       int64    `json:"per"`
	Threshold int64    `json:"threshold"`
	Floor     int64    `json:"floor"`
	Bands     []Band   `json:"bands"`
	AtMost    bool     `json:"at_most"`
	Plain     bool     `json:"plain"`
	Empty     string   `json:"empty"`
	NotFor    []string `json:"not_for"`
	Evidence  bool     `json:"evidence"`
	Appraiser string   `json:"appraiser"`
	Guidance  Text     `json:"guidance"`
}

// Band is a row of a table of bands.
type Band struct {
	Bound  int64 `json:"bound"`
	Points int64 `json:"points"`
}

// SetOf writes a criteria set for an archive.
func SetOf(s *scoring.CriteriaSet) Set {
	w := Set{
		Group: s.Group, Version: s.Version, Name: Text(s.Name), Decision: s.Decision, Sample: s.Sample,
		BonusCap: int64(s.BonusCap), PenaltyCap: int64(s.PenaltyCap),
	}
	for _, c := range s.Classes {
		w.Classes = append(w.Classes, Class{c.Code, Text(c.Name), c.Cut, c.Area, c.Share})
	}
	for i := range s.Items {
		w.Items = append(w.Items, itemOf(&s.Items[i]))
	}
	return w
}

func itemOf(i *scoring.Item) Item {
	w := Item{
		Level: int(i.Level), Code: i.Code, Name: Text(i.Name), Max: int64(i.Max), Kind: string(i.Kind),
		By: string(i.By), Feed: string(i.Feed), Step: int64(i.Step), Per: int64(i.Per),
		Threshold: i.Threshold, Floor: i.Floor, AtMost: i.AtMost, Plain: i.Plain, Empty: string(i.Empty),
		NotFor: i.NotFor, Evidence: i.Evidence, Appraiser: i.Appraiser, Guidance: Text(i.Guidance),
	}
	for _, b := range i.Bands {
		w.Bands = append(w.Bands, Band{b.Bound, int64(b.Points)})
	}
	return w
}

// Criteria is the set as the method reads it. family and year are the edition's.
func (w *Set) Criteria(family string, year int) *scoring.CriteriaSet {
	s := &scoring.CriteriaSet{
		Family: family, Year: year, Group: w.Group, Version: w.Version, Name: survey.Text(w.Name),
		Decision: w.Decision, Sample: w.Sample,
		BonusCap: scoring.Points(w.BonusCap), PenaltyCap: scoring.Points(w.PenaltyCap),
	}
	for _, c := range w.Classes {
		s.Classes = append(s.Classes, scoring.Class{
			Code: c.Code, Name: survey.Text(c.Name), Cut: c.Cut, Area: c.Area, Share: c.Share,
		})
	}
	for i := range w.Items {
		s.Items = append(s.Items, w.Items[i].item())
	}
	return s
}

func (w *Item) item() scoring.Item {
	i := scoring.Item{
		Level: scoring.Level(w.Level), Code: w.Code, Name: survey.Text(w.Name), Max: scoring.Points(w.Max),
		Rule: scoring.Rule{
			Kind: scoring.Kind(w.Kind), By: scoring.Kind(w.By), Feed: scoring.Feed(w.Feed),
			Step: scoring.Points(w.Step), Per: scoring.Points(w.Per), Threshold: w.Threshold, Floor: w.Floor,
			AtMost: w.AtMost, Plain: w.Plain, Empty: scoring.Empty(w.Empty), NotFor: w.NotFor,
			Evidence: w.Evidence, Appraiser: w.Appraiser, Guidance: survey.Text(w.Guidance),
		},
	}
	for _, b := range w.Bands {
		i.Bands = append(i.Bands, scoring.Band{Bound: b.Bound, Points: scoring.Points(b.Points)})
	}
	return i
}
