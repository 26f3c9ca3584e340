package frontend

import (
	"net/url"
	"slices"
	"strings"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// CriteriaItemPage edits one item of a set, or adds one.
type CriteriaItemPage struct {
	Desk
	Lead   string
	Back   Link
	Mark   string
	Level  string
	Under  string // the code of what a new item stands in
	Fields []Input
	Rule   []Input  // how it is scored; empty of an area
	Reason *Input   // why it should not be applicable to the reader's own agency; nil: it is none of his
	Moves  []Option // its further buttons
	Stale  []StaleRow
}

// CriteriaItemView is an item's page: what is shown of which item.
type CriteriaItemView struct {
	Place int           // of the item in the set; -1 of a new one
	Under int           // of a new one: the place of what it stands in, -1 for an area
	Typed url.Values    // what was sent and not stored; nil: the item as it is
	Err   *survey.Error // why it was not
}

// Level is that of the item of a view.
func (v CriteriaItemView) Level(s *round.Set) scoring.Level {
	switch {
	case v.Place >= 0:
		return s.Items[v.Place].Level
	case v.Under >= 0:
		return min(s.Items[v.Under].Level+1, scoring.Component)
	}
	return scoring.Area
}

// NewCriteriaItemPage makes the page.
func NewCriteriaItemPage(f Frame, c *survey.Catalogue, s *round.Set, v CriteriaItemView) *CriteriaItemPage {
	p := &CriteriaItemPage{Desk: newDesk(f, c, "desk.criteria"), Mark: s.Mark(), Lead: ""}
	p.Lead = p.setTitle(s)
	p.Back = Link{Text: p.say("criteria_item.back", nil), URL: p.Link(CriteriaPath(s.ID))}
	level := v.Level(s)
	p.Level = levelWord(level)
	stored, err := map[string]string{}, v.Err
	if v.Place >= 0 {
		item := &s.Items[v.Place]
		p.Title = p.say("criteria_item.title_"+p.Level, survey.Args{"code": item.Code})
		p.Back.URL = p.Link(CriteriaPath(s.ID), "at", item.Code) + "#" + itemID(v.Place)
		stored = round.ItemCells(item)
		p.Moves = p.moves(s, v.Place)
		if err == nil && v.Typed == nil {
			err = p.itemFaults(c, s, v.Place)
		}
	} else {
		p.Title = p.say("criteria_item.new_"+p.Level, nil)
		stored["code"] = round.FreeCode(&s.CriteriaSet, v.Under)
		if v.Under >= 0 {
			p.Under = s.Items[v.Under].Code
			p.Lead += " · " + p.Under + " " + p.In(s.Items[v.Under].Name)
		}
	}
	typed := v.Typed
	if typed == nil {
		typed = p.shownCells(stored)
	}
	p.fields(c, s, level, typed)
	p.askReason(c, s, typed, v.Err)
	p.blame(p.Fields, err)
	p.blame(p.Rule, err)
	p.Problem = p.problem(err)
	if v.Err != nil && v.Err.Word == "stale" && v.Place >= 0 {
		p.compare(stored, typed)
	}
	return p
}

func levelWord(l scoring.Level) string {
	return [...]string{"", "area", "criterion", "component"}[l]
}

// itemFaults says what is wrong with an item as it is stored.
func (p *CriteriaItemPage) itemFaults(c *survey.Catalogue, s *round.Set, place int) *survey.Error {
	faults := round.ItemFaults(round.CheckSet(c, &s.CriteriaSet))[place]
	if len(faults) == 0 {
		return nil
	}
	e := survey.Fail(survey.Invalid, "criteria_item.wrong", nil)
	for _, fault := range faults {
		cause := p.criteriaFault(fault)
		if cause.Field == "level" {
			cause.Field = "code"
		}
		e.Causes = append(e.Causes, cause)
	}
	return e
}

func (p *CriteriaItemPage) moves(s *round.Set, place int) []Option {
	var list []Option
	for _, up := range []bool{true, false} {
		trial, do := s.CriteriaSet, map[bool]string{true: "up", false: "down"}[up]
		if round.MoveItem(&trial, place, up) {
			list = append(list, Option{Value: do, Text: p.say("criteria_item."+do, nil)})
		}
	}
	if len(s.Parts(place)) == 0 {
		list = append(list, Option{Value: "remove", Text: p.say("criteria_item.remove", nil)})
	}
	return list
}

// compare shows what is stored by now beside what was typed.
func (p *CriteriaItemPage) compare(stored map[string]string, typed url.Values) {
	shown := p.shownCells(stored)
	for _, column := range slices.Concat(nameColumns, ruleColumns) {
		was, now := strings.Join(shown[column], ", "), strings.Join(typed[column], ", ")
		was, now = strings.TrimSpace(was), strings.TrimSpace(strings.ReplaceAll(now, "\r\n", "\n"))
		if was != now {
			p.Stale = append(p.Stale, StaleRow{
				Name: p.criteriaColumn(column), Stored: p.criteriaCell(column, was), Typed: p.criteriaCell(column, now),
			})
		}
	}
}
