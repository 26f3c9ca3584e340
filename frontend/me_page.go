package frontend

import (
	"hailong/account"
	"hailong/survey"
)

// MePage is one's own account: what is known, the password, the second factor, the
// sessions.
type MePage struct {
	Desk
	Facts    []Held
	Password []Input // to change it; none where there is no password
	Factor   string  // what there is of a second factor
	SetUp    string  // words of the link that sets one up
	Sessions []SessionRow
	Others   bool // there are other sessions than this one
}

// Held is a name with what it stands for.
type Held struct{ Name, Value string }

// SessionRow is a session in the list.
type SessionRow struct {
	Hash             string
	Begun, Seen, Way string
	This             bool
}

// NewMePage makes the page. this is the session that asks.
func NewMePage(
	f Frame, c *survey.Catalogue, sessions []account.Session, this string, err *survey.Error,
) *MePage {
	p := &MePage{Desk: newDesk(f, c, "me.title")}
	a := f.Me
	agency := ""
	if x := c.Agency(a.Agency); x != nil {
		agency = p.In(x.Name)
	}
	for _, fact := range [][2]string{
		{"login", a.Login}, {"name", a.Name}, {"email", a.Email}, {"role", p.RoleName(a.Role)}, {"agency", agency},
	} {
		p.Facts = append(p.Facts, Held{p.say("me."+fact[0], nil), fact[1]})
	}
	if a.Password != "" {
		p.Password = changeFields(f)
	}
	p.Factor, p.SetUp = p.say("me.factor_off", nil), p.say("me.factor_set", nil)
	if a.Factor.On() {
		p.Factor = p.say("me.factor_on", survey.Args{"count": len(a.Factor.Recovery)})
		p.SetUp = p.say("me.factor_anew", nil)
	}
	for _, s := range sessions {
		p.Sessions = append(p.Sessions, SessionRow{
			Hash: s.Hash, Begun: p.Clock(s.CreatedAt.In(c.Zone)), Seen: p.Clock(s.SeenAt.In(c.Zone)),
			Way: p.say("way."+s.Way, nil), This: s.Hash == this,
		})
	}
	p.Others = len(sessions) > 1
	p.Problem = f.problem(err)
	f.blame(p.Password, err)
	return p
}

func changeFields(f Frame) []Input {
	fields := append([]Input{f.input("me", "old", "password", nil)}, newPasswordFields(f, "me", "new")...)
	fields[0].Complete, fields[0].Required = "current-password", true
	return fields
}
