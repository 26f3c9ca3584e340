package frontend

import (
	"net/url"

	"hailong/account"
	"hailong/survey"
)

// SignInPage asks for login and password.
type SignInPage struct {
	Desk
	Action    string
	Fields    []Input
	Forgotten string
	SSO       string // where to sign in with another's account; empty: there is no such way
	SSOName   string // words of the button that leads there
	Demo      []DemoDoor
}

// DemoDoor signs in to a demonstration by one click.
type DemoDoor struct{ Login, Text string }

// NewSignInPage makes the page; next is where to go afterwards. typed holds what was
// sent and err why it did not do.
func NewSignInPage(
	f Frame, c *survey.Catalogue, next string, typed url.Values, err *survey.Error,
) *SignInPage {
	p := &SignInPage{Desk: newDesk(f, c, "sign_in.title"), Forgotten: f.Link("/sign-in/forgotten")}
	p.Action = f.Link("/sign-in", withNext(next)...)
	p.Fields = []Input{
		f.input("sign_in", "login", "text", typed), f.input("sign_in", "password", "password", nil),
	}
	p.Fields[0].Complete, p.Fields[0].Required = "username", true
	p.Fields[1].Complete, p.Fields[1].Required = "current-password", true
	p.Problem = f.problem(err)
	return p
}

// Doors offers a demonstration's accounts.
func (p *SignInPage) Doors(c *survey.Catalogue, accounts []account.Account) {
	for i := range accounts {
		a := &accounts[i]
		agency := c.Agency(a.Agency)
		if agency == nil || a.Disabled {
			continue
		}
		text := p.say("sign_in.demo_as", survey.Args{"role": p.RoleName(a.Role), "agency": p.In(agency.Name)})
		p.Demo = append(p.Demo, DemoDoor{Login: a.Login, Text: text})
	}
}

func withNext(next string) []string {
	if next == "" {
		return nil
	}
	return []string{"next", next}
}

// CodePage asks for the code of the second factor.
type CodePage struct {
	Desk
	Action string
	Field  Input
}

// NewCodePage makes the page.
func NewCodePage(f Frame, c *survey.Catalogue, next string, err *survey.Error) *CodePage {
	p := &CodePage{Desk: newDesk(f, c, "code.title"), Field: f.input("code", "code", "text", nil)}
	p.Action = f.Link("/sign-in/code", withNext(next)...)
	p.Field.Complete, p.Field.Mode, p.Field.Required = "one-time-code", "text", true
	if p.Problem = f.problem(err); p.Problem != nil {
		p.Problem.Heading = p.say("code.refused", nil)
	}
	return p
}

// ForgottenPage asks whose password to set anew.
type ForgottenPage struct {
	Desk
	Field Input
	Mail  bool // the service can send mail
	Done  bool
}

// NewForgottenPage makes the page.
func NewForgottenPage(f Frame, c *survey.Catalogue, mail, done bool) *ForgottenPage {
	p := &ForgottenPage{Desk: newDesk(f, c, "forgotten.title"), Mail: mail, Done: done}
	p.Field = f.input("forgotten", "login", "text", nil)
	p.Field.Complete, p.Field.Required = "username", true
	return p
}

// NewPasswordPage sets a password by a link.
type NewPasswordPage struct {
	Desk
	Lead   string
	Ticket string
	Fields []Input
}

// NewNewPasswordPage makes the page for the account that the link was made for.
func NewNewPasswordPage(
	f Frame, c *survey.Catalogue, login, ticket string, err *survey.Error,
) *NewPasswordPage {
	p := &NewPasswordPage{Desk: newDesk(f, c, "new_password.title"), Ticket: ticket}
	p.Lead = p.say("new_password.lead", survey.Args{"login": login, "min": account.MinPassword})
	p.Fields = newPasswordFields(f, "new_password", "password")
	p.Problem = f.problem(err)
	f.blame(p.Fields, err)
	return p
}

func newPasswordFields(f Frame, form, first string) []Input {
	fields := []Input{f.input(form, first, "password", nil), f.input(form, "again", "password", nil)}
	for i := range fields {
		fields[i].Complete, fields[i].Required = "new-password", true
	}
	return fields
}
