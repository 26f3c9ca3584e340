package frontend

import (
	"html/template"

	"hailong/account"
	"hailong/survey"
)

// FactorPage sets up a second factor.
type FactorPage struct {
	Desk
	Must  bool // there is no going on without
	Key   string
	Code  template.HTML // the QR code for the app
	Field Input
	Proof []Input // by which who is signed in shows again that it is he; none where it is known
}

// NewFactorPage makes the page of an enrolment.
func NewFactorPage(
	f Frame, c *survey.Catalogue, e account.Enrolment, must bool, err *survey.Error,
) (*FactorPage, error) {
	code, drawErr := QRSVG(e.Address)
	if drawErr != nil {
		return nil, drawErr
	}
	p := &FactorPage{
		Desk: newDesk(f, c, "factor.title"), Must: must, Key: e.Key,
		Code:  template.HTML(code), //nolint:gosec // drawn by us from squares alone
		Field: f.input("factor", "code", "text", nil),
	}
	p.Field.Complete, p.Field.Mode, p.Field.Required = "one-time-code", "numeric", true
	p.Proof = proofOf(f)
	p.Problem = f.problem(err)
	f.blame(p.Proof, err)
	return p, nil
}

// proofOf asks for a code of the present second factor, or for the password where there
// is none.
func proofOf(f Frame) []Input {
	var field Input
	switch {
	case f.Me == nil || !f.Me.Factor.On() && f.Me.Password == "":
		return nil
	case f.Me.Factor.On():
		field = f.input("proof_code", "proof", "text", nil)
		field.Complete = "one-time-code"
	default:
		field = f.input("proof_password", "proof", "password", nil)
		field.Complete = "current-password"
	}
	field.Required = true
	return []Input{field}
}

// Keyed is the key in groups of four, to be typed by hand.
func (p *FactorPage) Keyed() string {
	var s string
	for at := 0; at < len(p.Key); at += 4 {
		s += p.Key[at:min(at+4, len(p.Key))] + " "
	}
	return s
}

// RecoveryPage shows the recovery codes, once.
type RecoveryPage struct {
	Desk
	Codes []string
}

// NewRecoveryPage makes the page.
func NewRecoveryPage(f Frame, c *survey.Catalogue, codes []string) *RecoveryPage {
	return &RecoveryPage{Desk: newDesk(f, c, "recovery.title"), Codes: codes}
}
