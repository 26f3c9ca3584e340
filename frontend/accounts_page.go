package frontend

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hailong/account"
	"hailong/survey"
)

// AccountsPage is the list of those who may sign in.
type AccountsPage struct {
	Desk
	About  string
	Q      string
	Agency Input
	Role   Input
	Rows   []AccountRow
	New    string // where to add one; empty: who looks may not
	Clear  string // the page without filters, empty where there are none
}

// AccountRow is an account in the list.
type AccountRow struct {
	Link
	Login, Role, Agency string
	Signed              string // the last time, in words
	Factor, Off         bool
}

// NewAccountsPage makes the page; query is what is searched for: q, agency, role.
func NewAccountsPage(
	f Frame, c *survey.Catalogue, today survey.Day, accounts []account.Account, query url.Values,
) *AccountsPage {
	p := &AccountsPage{Desk: newDesk(f, c, "accounts.title"), Q: listingOf(query).Q}
	if f.May(account.EditAccounts) {
		p.New = p.Link("/desk/accounts/new")
	}
	agency, role := query.Get("agency"), query.Get("role")
	for i := range accounts {
		if a := &accounts[i]; p.keeps(a) && (agency == "" || p.ref(a.Agency, today) == agency) &&
			(role == "" || string(a.Role) == role) {
			p.Rows = append(p.Rows, p.row(a))
		}
	}
	p.choices(accounts, today, agency, role)
	args := survey.Args{"count": len(accounts), "shown": len(p.Rows)}
	p.About = p.say("accounts.about", args)
	if p.Q != "" || agency != "" || role != "" {
		p.About, p.Clear = p.say("accounts.about_some", args), p.Link("/desk/accounts")
	}
	return p
}

func (p *AccountsPage) keeps(a *account.Account) bool {
	q := survey.FoldSearch(p.Q)
	for _, text := range []string{a.Name, a.Login, a.Email} {
		if strings.Contains(survey.FoldSearch(text), q) {
			return true
		}
	}
	return false
}

func (p *AccountsPage) row(a *account.Account) AccountRow {
	r := AccountRow{
		Link: Link{Text: a.Name, URL: p.Link(AccountPath(a.ID))}, Login: a.Login,
		Role: p.RoleName(a.Role), Agency: p.agencyName(a.Agency),
		Signed: p.say("accounts.never", nil), Factor: a.Factor.On(), Off: a.Disabled,
	}
	if !a.SignedAt.IsZero() {
		r.Signed = p.Clock(a.SignedAt.In(p.catalogue.Zone))
	}
	return r
}

// AccountPath is where an account is changed.
func AccountPath(id account.ID) string {
	return "/desk/accounts/" + strconv.FormatInt(int64(id), 10)
}

// choices offer the agencies and the roles of which there are accounts.
func (p *AccountsPage) choices(accounts []account.Account, today survey.Day, agency, role string) {
	all := []Option{{Text: p.say("accounts.any", nil)}}
	works := func(a *survey.Agency) bool {
		return slices.ContainsFunc(accounts, func(x account.Account) bool { return x.Agency == a.ID })
	}
	p.Agency = Input{Name: "agency"}.choose(append(all, p.agencyChoices(today, works)...), agency)
	p.Role = Input{Name: "role"}.choose(append(all, p.roleChoices()...), role)
}

func (d *Desk) agencyName(id survey.AgencyID) string {
	if a := d.catalogue.Agency(id); a != nil {
		return d.In(a.Name)
	}
	return ""
}

// ref is an agency as a form names it, empty for none.
func (d *Desk) ref(id survey.AgencyID, today survey.Day) string {
	if a := d.catalogue.Agency(id); a != nil {
		return d.catalogue.AgencyRef(a, today)
	}
	return ""
}

// agencyChoices are agencies to choose from, by name.
func (d *Desk) agencyChoices(today survey.Day, keep func(*survey.Agency) bool) []Option {
	var options []Option
	for i := range d.catalogue.Agencies {
		if a := &d.catalogue.Agencies[i]; keep(a) {
			options = append(options, Option{Value: d.catalogue.AgencyRef(a, today), Text: d.In(a.Name)})
		}
	}
	byName(options)
	return options
}

func (d *Desk) roleChoices() []Option {
	options := make([]Option, len(account.Roles))
	for i, role := range account.Roles {
		options[i] = Option{Value: string(role), Text: d.RoleName(role)}
	}
	return options
}
