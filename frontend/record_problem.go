package frontend

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"hailong/survey"
)

// recordProblem says what is wrong with a record, each mistake with the name of its
// field: read alone, "may not be empty" says nothing.
func (p *RecordPage) recordProblem(err *survey.Error) *Problem {
	problem := p.problem(err)
	if problem == nil {
		return nil
	}
	causes := err.Causes
	if len(causes) == 0 {
		causes = []*survey.Error{err}
	}
	for i := range problem.Items {
		text := capital(p.sentence(causes[i]))
		if label := p.labelOf(causes[i].Field); label != "" {
			text = label + ": " + p.sentence(causes[i])
		}
		problem.Items[i].Text = text
	}
	return problem
}

// labelOf is what a field of the page is called; empty where there is none.
func (p *RecordPage) labelOf(column string) string {
	at := slices.IndexFunc(p.Fields, func(i Input) bool { return i.Name == column })
	switch {
	case at >= 0:
		return p.Fields[at].Label
	case column == "agencies" || column == "transactions":
		return p.columnName(column)
	case column == "reason":
		return p.say("proposal.reason", nil)
	}
	return ""
}

// capital begins a sentence that a file's line would only go on with.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}
