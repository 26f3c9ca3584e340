package frontend

import (
	"hailong/frontend/words"
	"hailong/survey"
)

// ThanksPage is GET /s/{token}/thanks, after an answer was committed.
type ThanksPage struct {
	Frame
	Agency        *survey.Agency
	Counter       *survey.Counter
	Short         string // the receipt's short code; empty where the address has none
	ResultsPublic bool   // whether /agencies/{code} shows anything
}

// Place is what the top says.
func (p ThanksPage) Place() place { return p.placeOf(p.Agency, p.Counter) }

// Title is the browser's.
func (p ThanksPage) Title() string { return words.Say(p.Lang, "thanks.title", nil) }

// NewForm is the address of an empty form of the counter.
func (p ThanksPage) NewForm() string { return p.formLink(p.Counter) }

// Erase is the address at which the comment can be erased.
func (p ThanksPage) Erase() string { return p.Link(counterPath(p.Counter)+"/erase", "r", p.Short) }

// Results is the address of the agency's figures.
func (p ThanksPage) Results() string { return p.agencyLink(p.Agency) }
