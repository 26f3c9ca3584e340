package frontend

import (
	"slices"
	"strconv"

	"hailong/scoring"
	"hailong/scoring/round"
	"hailong/survey"
)

// fieldsOf gives a leaf's row the fields that the reader writes into, with what he typed
// where that is not stored.
func (p *sheetPen) fieldsOf(l *round.Leaf, row *SheetRow) {
	if !p.writes(l) {
		return
	}
	code, part := l.Item.Code, p.part()
	row.After = &Held{"after:" + code, p.after(l, part)}
	row.Guide, row.Rule = p.In(l.Item.Guidance), p.rule(l)
	entry := p.entry(l, part)
	row.Read, row.Over = p.readBack(l, entry), p.over(l, entry)
	for _, name := range FigureFields(p.Sheet, l) {
		row.Fields = append(row.Fields, p.figureInput(l, name, entry))
	}
	if part != round.Self {
		row.Fields = append(row.Fields, p.outInput(l, entry))
	}
	note := Input{
		Name: "note:" + code, Kind: "textarea", Label: p.tell("note_"+string(part), survey.Args{"code": code}),
		Max: round.MaxNote,
	}
	if entry != nil {
		note.Value = entry.Note
	}
	if p.typed(code) {
		note.Value = p.Typed.Get(note.Name)
	}
	fields := slices.Concat(row.Fields, []Input{note})
	p.blame(fields, p.Err)
	row.Fields, row.Note = fields[:len(fields)-1], &fields[len(fields)-1]
	if part == round.Self || l.Item.Kind == scoring.External {
		row.Upload = p.upload(code, SheetPath(p.Sheet.Round.ID, p.Sheet.Agency))
	}
	if entry != nil && p.stale(code) {
		row.Stored = p.tell("stored", survey.Args{
			"what": p.gave(l, entry), "who": p.writer(entry), "time": p.Clock(entry.At.In(p.catalogue.Zone)),
		})
		row.StoredNote = entry.Note
	}
}

// entry is the last entry of a part at a leaf, nil where there is none.
func (p *sheetPen) entry(l *round.Leaf, part round.Part) *round.Entry {
	switch part {
	case round.Self:
		return l.Self
	case round.Appraised:
		return l.Appraised
	case round.Explained:
		return l.Explained
	case round.Second:
		return l.Second
	}
	return l.Petitioned
}

// typed tells whether a leaf was sent and is not stored.
func (p *sheetPen) typed(code string) bool { return p.Typed["after:"+code] != nil }

// stale tells whether somebody else wrote at a leaf since the page was made.
func (p *sheetPen) stale(code string) bool {
	if p.Err == nil || p.Err.Kind != survey.Conflict {
		return false
	}
	for _, cause := range p.Err.Causes {
		if cause.Kind == survey.Conflict && cause.Field == code {
			return true
		}
	}
	return false
}

// after is the entry that the fields follow. Whoever has been shown what another wrote may
// write over it; other leaves keep what the page was made from.
func (p *sheetPen) after(l *round.Leaf, part round.Part) string {
	if p.typed(l.Item.Code) && !p.stale(l.Item.Code) {
		return p.Typed.Get("after:" + l.Item.Code)
	}
	return strconv.FormatInt(int64(l.Last(part)), 10)
}

// figureInput is the field of points, of a numerator or of a denominator.
func (p *sheetPen) figureInput(l *round.Leaf, name string, entry *round.Entry) Input {
	code := l.Item.Code
	i := Input{Name: name + ":" + code, Kind: "text", Mode: "decimal", Max: 30}
	i.Label = p.tell(p.figureLabel(l, name), survey.Args{
		"code": code, "max": p.points(l.Item.Max), "step": p.points(l.Item.Step),
	})
	if entry != nil && !entry.Given.NotApplicable {
		i.Value = p.figureText(name, entry.Given)
	}
	if p.typed(code) {
		i.Value = p.Typed.Get(i.Name)
		i.Hint = p.readAs(i.Value)
	}
	if l.Item.Kind != scoring.Fixed {
		return i
	}
	i.Kind, i.Hint = "select", ""
	options := []Option{
		{Text: p.tell("fixed_open", nil)},
		{Value: "0", Text: p.tell("fixed_no", nil)},
		{
			Value: p.count(int64(l.Item.Max)),
			Text:  p.tell("fixed_yes", survey.Args{"points": p.points(l.Item.Max)}),
		},
	}
	return i.choose(options, i.Value)
}

// figureText writes a figure as it is typed on this page.
func (p *sheetPen) figureText(name string, g scoring.Given) string {
	switch name {
	case "num":
		return p.count(g.Num)
	case "den":
		return p.count(g.Den)
	}
	return p.count(int64(g.Points))
}

// figureLabel is the word for a field.
func (p *sheetPen) figureLabel(l *round.Leaf, name string) string {
	switch {
	case name == "den":
		return "den"
	case name == "num" && l.Item.Share():
		return "num"
	case name == "num" && l.Item.Kind == scoring.Count:
		return "times"
	case name == "num":
		return "quantity"
	case l.Item.Kind == scoring.Fixed:
		return "fixed"
	case l.Item.Step > 0:
		return "points_step"
	}
	return "points"
}

// outInput is the box that sets a leaf not applicable.
func (p *sheetPen) outInput(l *round.Leaf, entry *round.Entry) Input {
	code := l.Item.Code
	chosen := ""
	if entry != nil && entry.Given.NotApplicable {
		chosen = "yes"
	}
	if p.typed(code) {
		chosen = p.Typed.Get("out:" + code)
	}
	i := Input{Name: "out:" + code, Kind: "checks", Label: p.tell("out_label", survey.Args{"code": code})}
	return i.choose([]Option{{Value: "yes", Text: p.tell("not_applicable", nil)}}, chosen)
}
