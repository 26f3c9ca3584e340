package frontend

import (
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"regexp"
	"strings"

	"hailong/frontend/words"
	"hailong/survey"
)

// citizenStyle is the one stylesheet of all citizen pages, squeezed: with it
// inside, the short form fits into the first round trip of a connection (14 KB).
var citizenStyle = squeeze(mustStyle("citizen.css"))

// CitizenStyleHash is the stylesheet's source for a style-src of the content
// security policy, quotes included. It is the same for all citizen pages, which
// also need img-src data: for their empty icon.
func CitizenStyleHash() string {
	sum := sha256.Sum256([]byte(citizenStyle))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// CitizenStyle is the content of a citizen page's style element.
func (f Frame) CitizenStyle() template.CSS {
	return template.CSS(citizenStyle) //nolint:gosec // our own file
}

func mustStyle(name string) string {
	b, err := styles.ReadFile("style/" + name)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return string(b)
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace   = regexp.MustCompile(`\s*([{};:,+])\s*`)
	cssRun     = regexp.MustCompile(`\s+`)
	cssLast    = regexp.MustCompile(`;}`)
)

// squeeze takes comments and needless spaces out of our own CSS. It knows no
// strings: none of ours has two spaces or one beside a brace, colon or comma.
func squeeze(css string) string {
	css = cssComment.ReplaceAllString(css, "")
	css = cssRun.ReplaceAllString(strings.TrimSpace(css), " ")
	css = cssSpace.ReplaceAllString(css, "$1")
	return cssLast.ReplaceAllString(css, "}")
}

// choice is one cell of a row of radio buttons.
type choice struct {
	ID      string // set on the first of a row: what an error links to
	Name    string // of the field
	Value   string
	Word    string
	Face    bool // a level of the scale, shown with its face
	Beside  bool // the wide cell beside the scale
	Checked bool
}

// place is what the top of each citizen page says about where one is.
type place struct {
	Agency, Counter, Place string

	// Typed takes the language switch away: following it would lose what a person
	// typed.
	Typed bool
}

// placeOf names the survey and the province where the page knows no counter or agency.
func (f Frame) placeOf(agency *survey.Agency, counter *survey.Counter) place {
	p := place{Agency: f.In(f.Province), Counter: words.Say(f.Lang, "citizen.survey", nil)}
	if agency != nil {
		p.Agency = f.In(agency.Name)
	}
	if counter != nil {
		p.Counter, p.Place = f.In(counter.Name), f.In(counter.Place)
	}
	return p
}

// counterPath is the address of a counter's form.
func counterPath(counter *survey.Counter) string { return "/s/" + string(counter.Token) }

// formLink is the address of a counter's form in the page's language; empty
// where the page knows no counter.
func (f Frame) formLink(counter *survey.Counter) string {
	if counter == nil {
		return ""
	}
	return f.Link(counterPath(counter))
}

// agencyLink is the address of an agency's public results.
func (f Frame) agencyLink(agency *survey.Agency) string {
	if agency == nil {
		return ""
	}
	return f.Link("/agencies/" + agency.Code)
}
