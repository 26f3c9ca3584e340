package frontend

import (
	"net/url"
	"strconv"
	"strings"

	"hailong/account"
	"hailong/survey"
)

// DraftPage edits the draft of a questionnaire: one form, whose buttons say what is to
// be done with what was typed.
type DraftPage struct {
	Desk
	Lead    string
	Mark    string // of what was shown; another one by then is a stale page
	Form    []Input
	Factors []DraftSection
	More    bool // there may be another factor
	Asked   []DraftSection
	MoreAsk bool
	Stale   []StaleRow // where somebody changed it meanwhile: both versions
	Discard string
	Preview string
}

// DraftSection is one factor or question with its fields, which are folded away but
// where something is to be done.
type DraftSection struct {
	ID, Title string
	Open      bool
	Fields    []Input
	Moves     []Option // its buttons: what each does, and what it says
}

// DraftView is what a draft's page shows beside the draft itself.
type DraftView struct {
	Typed survey.DraftFields // what was sent and not stored; nil: the draft as it is
	Err   *survey.Error      // why it was not, or what is wrong with the draft
	At    string             // the part that was just touched: question.3
}

const draftsPath = "/desk/questionnaires/drafts"

// DraftPath is where a draft is edited.
func DraftPath(id survey.DraftID) string {
	return draftsPath + "/" + strconv.FormatInt(int64(id), 10)
}

// NewDraftPage makes the page.
func NewDraftPage(f Frame, c *survey.Catalogue, d *survey.QuestionnaireDraft, v DraftView) *DraftPage {
	p := &DraftPage{Desk: newDesk(f, c, "draft.title"), Mark: d.Mark()}
	p.Lead = p.say("draft.becomes", survey.Args{"name": p.draftName(&d.Form), "number": d.Form.Version})
	p.Discard, p.Preview = p.Link(DraftPath(d.ID)+"/discard"), p.Link(DraftPath(d.ID)+"/preview")
	shown := v.Typed
	if shown == nil {
		shown = d.Form.Fields()
	}
	p.Form = p.draftFields(survey.FormPart, 1, shown)
	p.Factors = p.sections(survey.FactorPart, shown, v)
	p.Asked = p.sections(survey.QuestionPart, shown, v)
	p.More, p.MoreAsk = len(p.Factors) < survey.MaxFactors, len(p.Asked) < survey.MaxQuestions
	if v.Err != nil {
		p.Problem = p.draftProblem(v.Err, "")
		p.blame(p.Form, v.Err)
		if v.Err.Word == "stale" {
			p.compare(d.Form.Fields(), v.Typed)
		}
	}
	return p
}

func (o *Office) draftName(q *survey.Questionnaire) string {
	if name := o.In(q.Name); name != "" {
		return name
	}
	return o.say("draft.unnamed", nil)
}

func (p *DraftPage) sections(part survey.DraftPart, shown survey.DraftFields, v DraftView) []DraftSection {
	var list []DraftSection
	count := shown.Count(part)
	for n := 1; n <= count; n++ {
		act := string(part) + "." + strconv.Itoa(n)
		s := DraftSection{
			ID:     strings.ReplaceAll(act, ".", "-"),
			Title:  p.say("draft."+string(part), survey.Args{"number": n}),
			Fields: p.draftFields(part, n, shown), Moves: p.moves(part, n, count),
		}
		name := shown[part.Field(n, "text_"+string(p.Lang))]
		if name == "" {
			name = shown[part.Field(n, "text_vi")]
		}
		if name != "" {
			s.Title += ": " + name
		}
		p.blame(s.Fields, v.Err)
		s.Open = name == "" || v.At == act
		for _, field := range s.Fields {
			s.Open = s.Open || field.Wrong != ""
		}
		list = append(list, s)
	}
	return list
}

// longColumns are written in a box of several lines.
var longColumns = map[string]bool{"text_vi": true, "text_en": true, "hint_vi": true, "hint_en": true}

func (p *DraftPage) draftFields(part survey.DraftPart, number int, shown survey.DraftFields) []Input {
	var list []Input
	for _, column := range survey.DraftColumns[part] {
		name := part.Field(number, column)
		i := p.input("draft."+string(part), column, "text", url.Values{column: {shown[name]}})
		i.Name, i.Max, i.Wide = name, 300, longColumns[column]
		switch {
		case column == "factor":
			i.Kind = "select"
			i = i.choose(p.factorOptions(shown), shown[name])
		case column == "counts":
			i.Kind = "checks"
			i = i.choose([]Option{{Value: "yes", Text: p.say("draft.counts", nil)}}, shown[name])
		case column == "code":
			i.Max = 40
		case column == "seconds":
			i.Mode = "numeric"
		case part == survey.QuestionPart && longColumns[column]:
			i.Kind = "textarea"
		}
		list = append(list, i)
	}
	return list
}

// factorOptions are the factors by their numbers.
func (p *DraftPage) factorOptions(shown survey.DraftFields) []Option {
	options := []Option{{Text: p.say("draft.no_factor", nil)}}
	for n := 1; n <= shown.Count(survey.FactorPart); n++ {
		options = append(options, Option{Value: strconv.Itoa(n), Text: p.factorName(shown, n)})
	}
	return options
}

func (p *DraftPage) factorName(shown survey.DraftFields, n int) string {
	name := p.say("draft.factor", survey.Args{"number": n})
	if code := shown[survey.FactorPart.Field(n, "code")]; code != "" {
		name += ": " + code
	}
	return name
}

// compare shows what is stored by now beside what was typed, field by field.
func (p *DraftPage) compare(stored, typed survey.DraftFields) {
	names := stored.Names()
	for _, name := range typed.Names() {
		if _, both := stored[name]; !both {
			names = append(names, name)
		}
	}
	for _, name := range names {
		now, then := p.readable(name, stored), p.readable(name, typed)
		if now != then {
			p.Stale = append(p.Stale, StaleRow{Name: p.fieldName(name), Stored: now, Typed: then})
		}
	}
}

// readable is a field's value as a person reads it.
func (p *DraftPage) readable(name string, fields survey.DraftFields) string {
	value := strings.TrimSpace(fields[name])
	switch {
	case strings.HasSuffix(name, ".counts"):
		if value != "yes" {
			return p.say("record.no", nil)
		}
		return p.say("record.yes", nil)
	case strings.HasSuffix(name, ".factor"):
		n, err := strconv.Atoi(value)
		if err != nil {
			return p.say("draft.no_factor", nil)
		}
		return p.factorName(fields, n)
	}
	return value
}

// moves are the buttons of a section that is the nth of count.
func (p *DraftPage) moves(part survey.DraftPart, n, count int) []Option {
	var list []Option
	if !p.May(account.EditCatalogue) {
		return nil
	}
	for _, move := range []struct {
		verb   string
		useful bool
	}{{"up", n > 1}, {"down", n < count}, {"remove", true}} {
		if move.useful {
			list = append(list, Option{
				Value: move.verb + "." + string(part) + "." + strconv.Itoa(n),
				Text:  p.say("draft."+move.verb+"_"+string(part), survey.Args{"number": n}),
			})
		}
	}
	return list
}
