package frontend

import (
	"strings"

	"hailong/frontend/words"
	"hailong/survey"
)

// logField says a field of an entry: "Name.VI" is "Tên, tiếng Việt". What is no field of
// ours, such as an agency's code, stands for itself.
func (o *Office) logField(action, field string) string {
	if field == "" {
		if word := "log_value." + action; words.Has(word) {
			return o.say(word, nil)
		}
		return o.say("log_page.value", nil)
	}
	parts := strings.Split(field, ".")
	for i, part := range parts {
		parts[i] = o.logFieldPart(part)
	}
	return strings.Join(parts, ", ")
}

// logFieldPart says a part of it: a field of an entry, or a column of a proposed change.
func (o *Office) logFieldPart(part string) string {
	if word := "log_field." + part; words.Has(word) {
		return o.say(word, nil)
	}
	if part == "agency" { // "record.agency" is the title of an agency's page
		return o.say("record.agency_of", nil)
	}
	return o.worded("record.", part)
}

// logWay says by which way something was done: by a page, or by approving a proposal.
func (o *Office) logWay(place string) string {
	if number, approved := strings.CutPrefix(place, "proposal "); approved {
		return o.say("log_way.proposal", survey.Args{"number": number})
	}
	return o.worded("log_way.", place)
}
