package frontend

import (
	"strings"

	"hailong/scoring/edition"
	"hailong/survey"
)

// named gives the codes in a change the names that people know in the edition's year. A code
// that nobody has stays a code.
func (o *Office) named(args survey.Args, of *edition.Edition) {
	if code, ok := args["group"].(string); ok {
		args["group"] = o.groupCalled(code)
	}
	if code, ok := args["agency"].(string); ok {
		if a := o.catalogue.AgencyByRef(code, survey.YearEnd(of.Year)); a != nil {
			args["agency"] = o.In(a.Name)
		}
	}
	if block, ok := args["block"].(string); ok {
		part, code, _ := strings.Cut(block, " ")
		switch part {
		case "group":
			args["block"] = o.groupCalled(code)
		case "sector":
			args["block"] = o.say("sector."+code, nil)
		}
	}
}

func (o *Office) groupCalled(code string) string {
	if g := o.catalogue.GroupByCode(code); g != nil {
		return o.In(g.Name)
	}
	return code
}
