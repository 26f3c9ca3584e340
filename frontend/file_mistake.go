package frontend

import (
	"strings"

	"hailong/frontend/words"
	"hailong/survey"
)

// fileMistakes are the mistakes of a file, each with its row and column, as many as anybody
// reads at once.
func (o *Office) fileMistakes(err *survey.Error) []string {
	var list []string
	for i, cause := range err.Causes {
		if i == mostSteps {
			more := o.say("import.more_mistakes", survey.Args{"count": len(err.Causes) - i})
			return append(list, strings.TrimSpace(more))
		}
		list = append(list, o.fileMistake(cause))
	}
	return list
}

func (o *Office) fileMistake(e *survey.Error) string {
	sentence := words.Sentence(o.Lang, e)
	if e.Args["line"] == nil || e.Args["column"] == nil {
		return sentence
	}
	args := survey.Args{"line": e.Args["line"], "column": e.Args["column"], "sentence": sentence}
	return o.say("import.at", args)
}
