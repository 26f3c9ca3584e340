package frontend

import (
	"strconv"
	"strings"

	"hailong/survey"
)

// draftProblem says what is wrong with a draft, each mistake with the name of its field.
// at is the address of the page that has the fields; empty: it is this one.
func (o *Office) draftProblem(err *survey.Error, at string) *Problem {
	p := o.problem(err)
	if p == nil || len(err.Causes) == 0 {
		return p
	}
	p.Items = nil
	for _, cause := range err.Causes {
		text := o.fieldName(cause.Field) + ": " + o.sentence(cause)
		p.Items = append(p.Items, Link{Text: text, URL: at + "#" + fieldID(cause.Field)})
	}
	return p
}

// fieldName names a field of a draft with the part that it belongs to.
func (o *Office) fieldName(field string) string {
	parts := strings.Split(field, ".")
	if len(parts) < 3 {
		return o.say("draft.form."+field, nil)
	}
	n, _ := strconv.Atoi(parts[1])
	part := o.say("draft."+parts[0], survey.Args{"number": n})
	return part + ", " + o.say("draft."+parts[0]+"."+parts[2], nil)
}
