package edition

import (
	"fmt"
	"reflect"
	"strings"

	"hailong/survey"
)

// place is where a figure is printed: the word that says it, and what the word names.
type place struct {
	word string
	args survey.Args
}

func (p place) in(word, name, code string) place {
	args := survey.Args{name: code}
	for key, value := range p.args {
		args[key] = value
	}
	return place{word, args}
}

// differences names every figure of c that is not the one of computed. Both have the same
// facts. The argument "what" is the figure's name in the archive, after the thing's that it
// is of: result.index.
func (c *Content) differences(computed *Content) survey.Mistakes {
	var found survey.Mistakes
	top := place{}
	for i := range c.Groups {
		at := top.in("verify.group", "group", c.Groups[i].Code)
		compare(&found, at, "group", reflect.ValueOf(c.Groups[i]), reflect.ValueOf(computed.Groups[i]))
	}
	for i := range c.Agencies {
		c.Agencies[i].differences(&found, &computed.Agencies[i])
	}
	if len(c.Blocks) != len(computed.Blocks) {
		found.Add(survey.Fail(survey.Conflict, "verify.blocks", nil))
		return found
	}
	for i := range c.Blocks {
		b := &computed.Blocks[i]
		at := top.in("verify.block", "block", b.Part+" "+b.Code)
		compare(&found, at, "block", reflect.ValueOf(c.Blocks[i]), reflect.ValueOf(*b))
	}
	return found
}

func (a *Agency) differences(found *survey.Mistakes, computed *Agency) {
	at := place{}.in("verify.agency", "agency", a.Code)
	for i := range a.Leaves {
		leaf := at.in("verify.leaf", "leaf", a.Leaves[i].Code)
		compare(found, leaf, "leaf", reflect.ValueOf(a.Leaves[i]), reflect.ValueOf(computed.Leaves[i]))
	}
	if a.Opinion != nil {
		compare(found, at, "satisfaction", reflect.ValueOf(*a.Opinion), reflect.ValueOf(*computed.Opinion))
		for i := range a.Opinion.Factors {
			f, other := a.Opinion.Factors[i], computed.Opinion.Factors[i]
			factor := at.in("verify.factor", "factor", f.Code)
			compare(found, factor, "factor", reflect.ValueOf(f), reflect.ValueOf(other))
		}
	}
	switch {
	case !a.Result.comparable(computed.Result):
		found.Add(survey.Fail(survey.Conflict, "verify.result", at.args))
	case a.Result != nil:
		compare(found, at, "result", reflect.ValueOf(*a.Result), reflect.ValueOf(*computed.Result))
		for i := range a.Result.Areas {
			s, other := a.Result.Areas[i], computed.Result.Areas[i]
			area := at.in("verify.area", "area", s.Code)
			compare(found, area, "area", reflect.ValueOf(s), reflect.ValueOf(other))
		}
	}
}

// comparable tells whether two results are of the same areas, or both are none.
func (r *Result) comparable(o *Result) bool {
	if r == nil || o == nil {
		return r == o
	}
	if len(r.Areas) != len(o.Areas) {
		return false
	}
	for i := range r.Areas {
		if r.Areas[i].Code != o.Areas[i].Code {
			return false
		}
	}
	return true
}

// compare names the plain fields, and the counts by class, in which two things differ.
func compare(found *survey.Mistakes, at place, of string, printed, computed reflect.Value) {
	for i := range printed.NumField() {
		p, c := printed.Field(i), computed.Field(i)
		switch p.Kind() {
		case reflect.String, reflect.Int, reflect.Int64, reflect.Bool:
			if p.Equal(c) {
				continue
			}
		case reflect.Map:
			if reflect.DeepEqual(p.Interface(), c.Interface()) {
				continue
			}
		default:
			continue // what has figures of its own is compared by itself
		}
		name, _, _ := strings.Cut(printed.Type().Field(i).Tag.Get("json"), ",")
		args := at.in(at.word, "what", of+"."+name).args
		args["printed"], args["computed"] = said(p), said(c)
		found.Add(survey.Fail(survey.Conflict, at.word, args))
	}
}

// said writes a value; nothing is a dash.
func said(v reflect.Value) string {
	if text := strings.TrimPrefix(fmt.Sprint(v.Interface()), "map"); text != "" {
		return text
	}
	return "–"
}
