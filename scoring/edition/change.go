package edition

import (
	"reflect"
	"slices"

	"hailong/survey"
)

// Change is something that an edition says and the one that it corrects says otherwise. The
// words of what changed, and its figures before and after, are those of a difference:
// "what", "printed" and "computed", beside whose it is.
type Change struct {
	Word string
	Args survey.Args
	Text bool // words, not a figure
}

// saidOnly are what is no figure, though it stands among them.
var saidOnly = []string{
	"agency.left_out", "agency.sector", "agency.name_vi", "agency.name_en", "group.name_vi", "group.name_en",
}

// ignored say where a figure came from, which no page prints.
var ignored = []string{"leaf.from", "satisfaction.plan"}

// Changes are what this edition, once it is frozen, says otherwise than the published one
// that it corrects: figures, then words. Neither is changed by asking.
func (c *Content) Changes(from *Content) ([]Change, error) {
	to, err := c.asFrozen()
	if err != nil {
		return nil, err
	}
	var found survey.Mistakes
	if !reflect.DeepEqual(from.Sets, to.Sets) {
		found.Add(survey.Fail(survey.Conflict, "edition_change.sets", nil))
	}
	for _, p := range pairsOf(from.Groups, to.Groups, func(g *Group) string { return g.Code }) {
		at := place{}.in("edition_change.group", "group", p.code)
		compareBoth(&found, at, "group", p.old, p.now)
		compareNames(&found, at, "group", p.old.Name, p.now.Name)
	}
	for _, p := range pairsOf(from.Agencies, to.Agencies, func(a *Agency) string { return a.Code }) {
		p.now.changes(&found, p.code, &p.old)
	}
	for _, p := range pairsOf(from.Blocks, to.Blocks, func(b *Block) string { return b.Part + " " + b.Code }) {
		compareBoth(&found, place{}.in("edition_change.block", "block", p.code), "block", p.old, p.now)
	}
	nameClasses(found, from, to)
	return changesOf(found), nil
}

// nameClasses puts the classes' names, Texts, in the place of their codes.
func nameClasses(found survey.Mistakes, from, to *Content) {
	for _, e := range found {
		if e.Args["what"] == "result.class" {
			for side, c := range map[string]*Content{"printed": from, "computed": to} {
				if name := c.classOf(e.Args["agency"], e.Args[side]); name != (Text{}) {
					e.Args[side] = name
				}
			}
		}
	}
}

// classOf is what a class is called in the set of a scored agency.
func (c *Content) classOf(agency, class any) Text {
	code, _ := class.(string)
	for i := range c.Agencies {
		if a := &c.Agencies[i]; a.Code == agency && len(a.Leaves) > 0 {
			return c.className(a.Group, code)
		}
	}
	return Text{}
}

// asFrozen is a copy as closing would freeze it.
func (c *Content) asFrozen() (*Content, error) {
	now := *c
	now.Format = Format
	to, err := Decode(Encode(&now))
	if err != nil {
		return nil, err
	}
	to.Redact()
	return to, to.Compute()
}

func (a *Agency) changes(found *survey.Mistakes, code string, old *Agency) {
	at := place{}.in("edition_change.agency", "agency", code)
	switch {
	case old.Code == "":
		found.Add(survey.Fail(survey.Conflict, "edition_change.agency_new", at.args))
		return
	case a.Code == "":
		found.Add(survey.Fail(survey.Conflict, "edition_change.agency_gone", at.args))
		return
	}
	compareBoth(found, at, "agency", *old, *a)
	compareNames(found, at, "agency", old.Name, a.Name)
	was, is := filled(old.Result), filled(a.Result)
	compareBoth(found, at, "result", *was.Shown(), *is.Shown())
	compareBoth(found, at, "previous", filled(old.Previous), filled(a.Previous))
	before, now := filled(old.Opinion), filled(a.Opinion)
	compareBoth(found, at, "satisfaction", before, now)
	for _, p := range pairsOf(before.Factors, now.Factors, func(f *Factor) string { return f.Code }) {
		compareBoth(found, at.in("edition_change.factor", "factor", p.code), "factor", p.old, p.now)
	}
	for _, p := range pairsOf(old.Leaves, a.Leaves, func(l *Leaf) string { return l.Code }) {
		if p.old.Excluded != p.now.Excluded { // then no points were taken or given
			p.old.Points, p.old.LowPoints, p.old.HighPoint = p.now.Points, p.now.LowPoints, p.now.HighPoint
		}
		compareBoth(found, at.in("edition_change.leaf", "leaf", p.code), "leaf", p.old, p.now)
	}
	areas := func(s *AreaSum) string { return s.Code }
	for _, p := range pairsOf(filled(old.Result).Areas, filled(a.Result).Areas, areas) {
		compareBoth(found, at.in("edition_change.area", "area", p.code), "area", p.old, p.now)
	}
}

// pair is a thing in both editions, empty in the one that lacks it.
type pair[T any] struct {
	code     string
	old, now T
}

// pairsOf brings the things of one code together, in the order of the later edition.
func pairsOf[T any](old, now []T, code func(*T) string) []pair[T] {
	var list []pair[T]
	places := map[string]int{}
	for i := range now {
		places[code(&now[i])] = len(list)
		list = append(list, pair[T]{code: code(&now[i]), now: now[i]})
	}
	for i := range old {
		at, there := places[code(&old[i])]
		if !there {
			at = len(list)
			list = append(list, pair[T]{code: code(&old[i])})
		}
		list[at].old = old[i]
	}
	return list
}

// filled is what there is, or nothing of it.
func filled[T any](x *T) T {
	if x == nil {
		var none T
		return none
	}
	return *x
}

func compareBoth(found *survey.Mistakes, at place, of string, old, now any) {
	compare(found, at, of, reflect.ValueOf(old), reflect.ValueOf(now))
}

// compareNames names a name that changed, in each language by itself.
func compareNames(found *survey.Mistakes, at place, of string, old, now Text) {
	type named struct {
		VI string `json:"name_vi"`
		EN string `json:"name_en"`
	}
	compareBoth(found, at, of, named(old), named(now))
}

// changesOf puts figures first and leaves out what no page prints.
func changesOf(found survey.Mistakes) []Change {
	var figures, texts []Change
	for _, e := range found {
		what, _ := e.Args["what"].(string)
		change := Change{Word: e.Word, Args: e.Args, Text: slices.Contains(saidOnly, what)}
		switch {
		case slices.Contains(ignored, what):
		case change.Text:
			texts = append(texts, change)
		default:
			figures = append(figures, change)
		}
	}
	return append(figures, texts...)
}
