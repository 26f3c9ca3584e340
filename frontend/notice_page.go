package frontend

import (
	"errors"

	"hailong/frontend/words"
	"hailong/survey"
)

// NoticePage says in place of another page why it is not there: an unknown or
// replaced code, a survey that is over, a form sent twice, a fault of ours.
type NoticePage struct {
	Frame
	Agency        *survey.Agency  // nil: not known
	Counter       *survey.Counter // nil: not known
	Heading       string
	Text          string
	Portal        bool // says where a concrete matter can be raised
	Again         bool // offers a new form of Counter
	ResultsPublic bool // whether /agencies/{code} shows anything
}

// noticeOfKind names the notice of errors whose Word has none of its own.
var noticeOfKind = map[survey.Kind]string{
	survey.Invalid:         "invalid",
	survey.NotFound:        "not_found",
	survey.Conflict:        "invalid",
	survey.Unauthenticated: "refused",
	survey.Forbidden:       "refused",
	survey.Closed:          "not_found",
	survey.Limited:         "limited",
	survey.TooLarge:        "too_large",
	survey.Unavailable:     "unavailable",
}

// NoticeOf is the notice that an error calls for. agency and counter may be nil;
// an error that is not ours is only "a fault on our side".
func NoticeOf(f Frame, agency *survey.Agency, counter *survey.Counter, err error) NoticePage {
	name, args := "internal", survey.Args(nil)
	kind := survey.KindOf(err)
	if e, ok := errors.AsType[*survey.Error](err); ok {
		args = e.Args
		switch {
		case words.Has("notice." + e.Word + ".head"):
			name = e.Word
		case noticeOfKind[kind] != "":
			name = noticeOfKind[kind]
		}
	}
	return NoticePage{
		Frame: f, Agency: agency, Counter: counter,
		Heading: words.Say(f.Lang, "notice."+name+".head", args),
		Text:    words.Say(f.Lang, "notice."+name+".text", args),
		Portal:  kind == survey.Closed && name != "counter.replaced",
		Again:   counter != nil && kind != survey.Closed,
	}
}

// Place is what the top says.
func (p NoticePage) Place() place { return p.placeOf(p.Agency, p.Counter) }

// Title is the browser's.
func (p NoticePage) Title() string { return p.Heading }

// NewForm is the address of an empty form of the counter.
func (p NoticePage) NewForm() string { return p.formLink(p.Counter) }

// Results is the address of the agency's figures.
func (p NoticePage) Results() string { return p.agencyLink(p.Agency) }
