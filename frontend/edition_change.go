package frontend

import (
	"slices"
	"strconv"
	"strings"

	"hailong/frontend/words"
	"hailong/scoring/edition"
	"hailong/survey"
)

// mostChanges is how many changes a page names; the rest is counted.
const mostChanges = 60

// EditionChanges are what a correction says otherwise than the edition that it replaces.
type EditionChanges struct {
	Heading string
	None    string   // a warning that no figure is another; empty: some are
	Figures []string // those that pages print
	Rest    string   // how many more there are
	Texts   []string
}

// printedFigures are what a page or the annex prints; what else changed is counted.
var printedFigures = []string{
	"group.ranked", "group.mean", "result.points", "result.max", "result.bonus", "result.penalty",
	"result.index", "result.class", "result.unranked", "result.rank", "result.best", "result.worst",
	"previous.rank", "leaf.points", "leaf.excluded",
	"satisfaction.n", "satisfaction.score", "satisfaction.low", "satisfaction.high", "satisfaction.official",
	"factor.score", "block.score", "block.eligible", "block.official",
}

// inWords are those of them that are no numbers; each value has a word.
var inWords = []string{"result.unranked", "leaf.excluded", "satisfaction.official", "block.official"}

// inHundredths are those of them that are whole hundredths of a point.
var inHundredths = []string{"result.points", "result.max", "result.bonus", "result.penalty", "leaf.points"}

// changedFrom says them; of is the edition that is replaced.
func (o *Office) changedFrom(of *edition.Edition, list []edition.Change) *EditionChanges {
	args := survey.Args{"number": of.Number}
	w := &EditionChanges{Heading: o.say("edition_change.heading", args)}
	figures := 0
	for i := range list {
		c := &list[i]
		if c.Text {
			w.Texts = append(w.Texts, o.change(c, of))
			continue
		}
		figures++
		what, named := c.Args["what"].(string)
		if len(w.Figures) < mostChanges && (!named || slices.Contains(printedFigures, what)) {
			w.Figures = append(w.Figures, o.change(c, of))
		}
	}
	switch rest := figures - len(w.Figures); {
	case figures == 0:
		w.None = o.say("edition_change.none", args)
	case rest > 0:
		w.Rest = o.say("edition_change.rest", survey.Args{"count": rest})
	}
	return w
}

// change says one of them as people write figures and call agencies.
func (o *Office) change(c *edition.Change, of *edition.Edition) string {
	args := survey.Args{}
	for name, value := range c.Args {
		args[name] = value
	}
	o.named(args, of)
	what, _ := c.Args["what"].(string)
	args["what"] = o.figureName(what)
	for _, side := range []string{"printed", "computed"} {
		switch value := c.Args[side].(type) {
		case string:
			args[side] = o.figureText(what, value)
		case edition.Text:
			args[side] = o.In(survey.Text(value))
		}
	}
	return o.say(c.Word, args)
}

// figureName is what a figure is called: verifying has a name for most.
func (o *Office) figureName(what string) string {
	if word := "verify.what." + what; words.Has(word) {
		return o.say(word, nil)
	}
	if word := "edition_change.what." + what; words.Has(word) {
		return o.say(word, nil)
	}
	return what
}

func (o *Office) figureText(what, text string) string {
	switch {
	case slices.Contains(inHundredths, what):
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return o.hundredths(n)
		}
	case strings.HasSuffix(what, ".rank") && text == "0":
		return "–"
	case slices.Contains(inWords, what) && text != "–":
		return o.say("edition_change.value."+text, nil)
	case slices.Contains(printedFigures, what):
		return words.Point(o.Lang, text)
	}
	return text
}
