package frontend

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"hailong/frontend/words"
	"hailong/survey"
)

// Input is one field of a form with its label, what was typed, and what is wrong with
// it. Kind is an input's type (text, password, date…), or "select", "checks",
// "textarea".
type Input struct {
	Name, Label, Hint string
	Kind              string
	Value             string
	Options           []Option // of select and checks
	Wrong             string   // what is wrong with it; empty: nothing
	Required          bool
	Fixed             bool   // shown, not to be changed
	Shown             string // the value as people read it, where it is fixed
	Complete          string // autocomplete
	Mode              string // inputmode
	Max               int    // maxlength; 0: none
	Wide              bool
}

// Option is one choice of a field.
type Option struct {
	Value, Text string
	Chosen      bool
}

// ID is the field's id on the page, which a summary of mistakes links to.
func (i Input) ID() string { return fieldID(i.Name) }

func fieldID(name string) string { return "o-" + strings.NewReplacer(".", "-", ":", "-").Replace(name) }

// Describe names what is said under the field, for aria-describedby.
func (i Input) Describe() string {
	var ids []string
	if i.Hint != "" {
		ids = append(ids, i.ID()+"-hint")
	}
	if i.Wrong != "" {
		ids = append(ids, i.ID()+"-wrong")
	}
	return strings.Join(ids, " ")
}

// input makes a field whose words are form.NAME (and form.NAME_hint, where there is
// one), with what was typed.
func (f Frame) input(form, name, kind string, typed url.Values) Input {
	label, _ := f.T(form + "." + name)
	i := Input{Name: name, Label: label, Kind: kind}
	if key := form + "." + name + "_hint"; words.Has(key) {
		i.Hint, _ = f.T(key)
	}
	if kind != "password" {
		i.Value = typed.Get(name)
	}
	return i
}

// choose fills a field's choices and marks those that were chosen.
func (i Input) choose(options []Option, chosen ...string) Input {
	i.Options = slices.Clone(options)
	for at := range i.Options {
		i.Options[at].Chosen = slices.Contains(chosen, i.Options[at].Value)
	}
	return i
}

// byName puts choices into the order of a Vietnamese dictionary.
func byName(options []Option) {
	names := collate.New(language.Vietnamese)
	slices.SortStableFunc(options, func(a, b Option) int { return names.CompareString(a.Text, b.Text) })
}

// blame tells the fields of a form what is wrong with them.
func (f Frame) blame(fields []Input, err *survey.Error) {
	if err == nil {
		return
	}
	for _, cause := range append(slices.Clone(err.Causes), err) {
		for i := range fields {
			if cause.Field != "" && fields[i].Name == cause.Field && fields[i].Wrong == "" {
				fields[i].Wrong = capital(f.sentence(cause))
			}
		}
	}
}

func (f Frame) sentence(err *survey.Error) string { return words.Sentence(f.Lang, err) }
