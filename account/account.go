package account

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"hailong/survey"
)

// ID names an account within one database.
type ID int64

// Account (tài khoản) is a person who may sign in. An account is switched off, never
// deleted: the log goes on naming it.
type Account struct {
	ID        ID
	Login     string // lower case, the name that is typed and logged; never given out twice
	Name      string
	Email     string // for links to set a password; may be empty
	Role      Role
	Agency    survey.AgencyID // the agency that the person belongs to
	Areas     []string        // of an appraiser: codes of the areas; empty is all of them
	Disabled  bool
	CreatedAt time.Time
	SignedAt  time.Time // the last time, zero for never

	Password   string    // Argon2id in PHC form; empty: none set yet
	Factor     Factor    // the second factor
	Ticket     string    // SHA-256 of the link that sets a password; empty: none
	TicketTill time.Time // from when on that link is void
}

// MaxName is how many characters a name, a login and an e-mail may have.
const MaxName = 100

// CheckLogin says whether s can be a login: 3 to 100 of a–z, 0–9, dot, dash,
// underscore and @, so that an e-mail address can be one.
func CheckLogin(s string) error {
	foreign := func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789._-@", r)
	}
	taken := s == survey.Program.Name || s == "citizen" // the log names these otherwise
	if len(s) < 3 || len(s) > MaxName || strings.ContainsFunc(s, foreign) || taken {
		return survey.Fail(survey.Invalid, "account.login", nil).At("login")
	}
	return nil
}

// FoldLogin is how a typed login is looked up.
func FoldLogin(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// check says all that is wrong with an account that is to be stored.
func (a *Account) check(c *survey.Catalogue) error {
	var mistakes survey.Mistakes
	add := func(ok bool, field, word string) {
		if !ok {
			mistakes.Add(survey.Fail(survey.Invalid, word, nil).At(field))
		}
	}
	add(CheckLogin(a.Login) == nil, "login", "account.login")
	length := utf8.RuneCountInString(a.Name)
	add(strings.TrimSpace(a.Name) != "" && length <= MaxName && !odd(a.Name), "name", "account.name")
	at := strings.Count(a.Email, "@")
	plain := !strings.ContainsAny(a.Email, " <>,;\"") && !odd(a.Email)
	add(a.Email == "" || at == 1 && plain && len(a.Email) <= MaxName, "email", "account.email")
	add(slices.Contains(Roles, a.Role), "role", "account.role")
	add(c.Agency(a.Agency) != nil, "agency", "account.agency")
	add(!slices.ContainsFunc(a.Areas, oddArea), "areas", "account.areas")
	return mistakes.Err("account.invalid")
}

// odd tells whether a text has signs that are not seen, or is none.
func odd(s string) bool { return strings.ContainsFunc(s, unicode.IsControl) || !utf8.ValidString(s) }

// oddArea tells whether a text is no area's code. Codes are stored joined by commas.
func oddArea(s string) bool { return s == "" || len(s) > MaxName || odd(s) || strings.Contains(s, ",") }

// Owns tells whether an agency's figures are the account's own: its agency's, or
// those of one that became part of it.
func (a *Account) Owns(c *survey.Catalogue, agency survey.AgencyID) bool {
	return owns(c, a.Agency, agency, nil)
}

// Near tells whether an agency is so close to the account's that it may not decide there
// as a stranger: its own, or the one that its own became part of. Who is left behind at
// the old agency is no second person for the new one.
func (a *Account) Near(c *survey.Catalogue, agency survey.AgencyID) bool {
	return a.Owns(c, agency) || owns(c, agency, a.Agency, nil)
}

func owns(c *survey.Catalogue, now, was survey.AgencyID, passed []survey.AgencyID) bool {
	if now == was {
		return true
	}
	if slices.Contains(passed, now) {
		return false
	}
	return slices.ContainsFunc(c.Predecessors(now), func(s survey.Succession) bool {
		return owns(c, s.Predecessor, was, append(passed, now))
	})
}

// Actor is the account as the log names it; where is the way in.
func (a *Account) Actor(where string) survey.Actor {
	return survey.Actor{Name: a.Login, Where: where}
}

// entry is what the log keeps of an account: no secret and no address.
type entry struct {
	Login, Name  string
	Role         Role
	Agency       string
	Areas        []string
	Disabled     bool
	SecondFactor bool
	OwnEmail     bool // whether there is an address; the address itself is nobody's business
}

func (a *Account) entry(c *survey.Catalogue) entry {
	e := entry{
		Login: a.Login, Name: a.Name, Role: a.Role, Areas: a.Areas, Disabled: a.Disabled,
		SecondFactor: a.Factor.On(), OwnEmail: a.Email != "",
	}
	if agency := c.Agency(a.Agency); agency != nil {
		e.Agency = agency.Code
	}
	return e
}
