package frontend

import (
	"net/url"
	"strings"
	"time"

	"hailong/account"
	"hailong/survey"
)

// AccountPage adds an account, or changes one.
type AccountPage struct {
	Desk
	Lead    string
	Version string // of what is stored now
	Fields  []Input
	Stale   []StaleRow // where somebody changed it meanwhile: both versions
	Acts    []AccountAct
	Save    string // empty: the reader does not change it
	Not     string // why he does not, where his role would let him
}

// Withhold draws the reason instead of the buttons that would be refused. Where something
// was refused just now the page says why already.
func (p *AccountPage) Withhold(why *survey.Error) {
	p.Acts, p.Save = nil, ""
	if p.Problem == nil {
		p.Not = p.sentence(why)
	}
}

// AccountAct is something that can be done to an account beside changing it.
type AccountAct struct{ Action, Text, Hint string }

// NewAccountPage makes the page. a is what is stored, nil for a new account; typed is
// what was sent, nil when the page is opened; err why it did not do.
func NewAccountPage(
	f Frame, c *survey.Catalogue, today survey.Day, a *account.Account, typed url.Values, err *survey.Error,
) *AccountPage {
	p := &AccountPage{Desk: newDesk(f, c, "accounts.new")}
	save := "accounts.add"
	stored := url.Values{}
	if a != nil {
		p.Title, save = p.say("accounts.change", nil), "desk.save"
		p.Lead, p.Version = a.Login, a.Version(c)
		stored = p.stored(a, today)
		if f.May(account.EditAccounts) {
			p.acts(a)
		}
	}
	if f.May(account.EditAccounts) {
		p.Save = p.say(save, nil)
	}
	shown := typed
	if shown == nil {
		shown = stored
	}
	p.fields(a, today, shown)
	p.Problem = f.problem(err)
	f.blame(p.Fields, err)
	if err != nil && err.Word == "stale" {
		p.compare(stored, typed)
	}
	return p
}

// stored is an account as its form sends it.
func (p *AccountPage) stored(a *account.Account, today survey.Day) url.Values {
	v := url.Values{
		"login": {a.Login}, "name": {a.Name}, "email": {a.Email}, "role": {string(a.Role)},
		"agency": {p.ref(a.Agency, today)}, "areas": {strings.Join(a.Areas, " ")},
	}
	if a.Disabled {
		v.Set("disabled", "yes")
	}
	return v
}

func (p *AccountPage) fields(a *account.Account, today survey.Day, shown url.Values) {
	field := func(name, kind string) Input { return p.input("accounts", name, kind, shown) }
	name, email := field("name", "text"), field("email", "email")
	name.Complete, email.Complete = "off", "off" // another person's
	role, agency, areas := field("role", "select"), field("agency", "select"), field("areas", "text")
	name.Required, name.Max, email.Max, areas.Max = true, account.MaxName, account.MaxName, 500
	choose := []Option{{Text: p.say("accounts.choose", nil)}}
	role = role.choose(append(choose, p.roleChoices()...), shown.Get("role"))
	agency = agency.choose(append(choose, p.agencyChoices(today, func(x *survey.Agency) bool {
		return x.ExistsOn(today) || a != nil && a.Agency == x.ID
	})...), shown.Get("agency"))
	role.Required, agency.Required = true, true
	p.Fields = []Input{name, email, role, agency, areas}
	if a == nil {
		login := field("login", "text")
		login.Required, login.Max, login.Complete = true, account.MaxName, "off"
		p.Fields = append([]Input{login}, p.Fields...)
		return
	}
	off := field("disabled", "checks")
	off = off.choose([]Option{{Value: "yes", Text: p.say("accounts.switched_off", nil)}}, shown.Get("disabled"))
	p.Fields = append(p.Fields, off)
}

// acts are what else can be done to an account.
func (p *AccountPage) acts(a *account.Account) {
	add := func(what string) {
		p.Acts = append(p.Acts, AccountAct{
			Action: p.Link(AccountPath(a.ID) + "/" + what),
			Text:   p.say("accounts.act_"+what, nil), Hint: p.say("accounts.act_"+what+"_hint", nil),
		})
	}
	if !a.Disabled {
		add("link")
	}
	if a.Factor.On() {
		add("factor")
	}
	add("sessions")
}

// compare shows what is stored by now beside what was typed, where they differ.
func (p *AccountPage) compare(stored, typed url.Values) {
	for _, field := range p.Fields {
		now, then := field.said(stored.Get(field.Name)), field.said(typed.Get(field.Name))
		if field.Kind == "checks" {
			now, then = p.yesNo(stored.Get(field.Name)), p.yesNo(typed.Get(field.Name))
		}
		if now != then {
			p.Stale = append(p.Stale, StaleRow{Name: field.Label, Stored: now, Typed: then})
		}
	}
}

func (p *AccountPage) yesNo(value string) string {
	if value == "" {
		return p.say("accounts.no", nil)
	}
	return p.say("accounts.yes", nil)
}

// said is a value as a person reads it: the words of a choice.
func (i Input) said(value string) string {
	for _, o := range i.Options {
		if o.Value == value && value != "" {
			return o.Text
		}
	}
	return value
}

// AccountLinkPage shows, once, the link by which a person sets the password.
type AccountLinkPage struct {
	Desk
	Lead, Address string
	Onward        Link
}

// NewAccountLinkPage makes the page.
func NewAccountLinkPage(
	f Frame, c *survey.Catalogue, a *account.Account, address string, last time.Duration,
) *AccountLinkPage {
	p := &AccountLinkPage{Desk: newDesk(f, c, "accounts.link"), Address: address}
	p.Lead = p.say("accounts.link_lead", survey.Args{
		"name": a.Name, "login": a.Login, "hours": int(last / time.Hour),
	})
	p.Onward = Link{Text: p.say("accounts.link_onward", nil), URL: p.Link(AccountPath(a.ID))}
	return p
}
