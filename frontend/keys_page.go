package frontend

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"hailong/account"
	"hailong/survey"
)

// KeysPage is the list of other programs' keys, with the form that makes one.
type KeysPage struct {
	Desk
	Rows   []KeyRow
	Fields []Input
}

// KeyRow is a key in the list.
type KeyRow struct {
	Name, Agency, Scopes string
	Until, Used, State   string
	Revoke               string // where to revoke it; empty: it does not work any more
}

// NewKeysPage makes the page; typed is what was sent and err why it did not do.
func NewKeysPage(
	f Frame, c *survey.Catalogue, now time.Time, keys []account.Key, typed url.Values, err *survey.Error,
) *KeysPage {
	p := &KeysPage{Desk: newDesk(f, c, "keys.title")}
	for i := range keys {
		p.Rows = append(p.Rows, p.keyRow(&keys[i], now))
	}
	if typed == nil {
		typed = url.Values{"days": {strconv.Itoa(account.KeyDays[1])}}
	}
	p.keyFields(survey.DayOf(now, c.Zone), typed)
	p.Problem = f.problem(err)
	f.blame(p.Fields, err)
	return p
}

func (p *KeysPage) keyRow(k *account.Key, now time.Time) KeyRow {
	zone := p.catalogue.Zone
	r := KeyRow{
		Name: k.Name, Agency: p.keyReach(k), Scopes: p.scopeNames(k), Until: p.Clock(k.ExpiresAt.In(zone)),
		Used: p.say("keys.never", nil), State: p.say("keys.live", nil),
	}
	if k.UsedOn != "" {
		r.Used = p.Day(k.UsedOn)
	}
	switch {
	case !k.RevokedAt.IsZero():
		r.State = p.say("keys.revoked_on", survey.Args{"day": p.Day(survey.DayOf(k.RevokedAt, zone))})
	case !k.Live(now):
		r.State = p.say("keys.expired", nil)
	default:
		r.Revoke = p.Link("/desk/keys/" + strconv.FormatInt(int64(k.ID), 10) + "/revoke")
	}
	return r
}

func (p *KeysPage) keyFields(today survey.Day, typed url.Values) {
	field := func(name, kind string) Input { return p.input("keys", name, kind, typed) }
	name, days := field("name", "text"), field("days", "select")
	name.Complete = "off"
	name.Required, name.Max, days.Required = true, account.MaxName, true
	agencies := []Option{{Text: p.say("keys.province", nil)}}
	exists := func(a *survey.Agency) bool { return a.ExistsOn(today) }
	agencies = append(agencies, p.agencyChoices(today, exists)...)
	var scopes, times []Option
	for _, s := range account.Scopes {
		scopes = append(scopes, Option{Value: string(s), Text: p.say("keys.scope_"+string(s), nil)})
	}
	for _, n := range account.KeyDays {
		times = append(times, Option{Value: strconv.Itoa(n), Text: p.say("keys.days_of", survey.Args{"count": n})})
	}
	p.Fields = []Input{
		name, field("agency", "select").choose(agencies, typed.Get("agency")),
		field("scopes", "checks").choose(scopes, typed["scopes"]...), days.choose(times, typed.Get("days")),
	}
}

// keyReach says whose figures a key may touch.
func (d *Desk) keyReach(k *account.Key) string {
	if k.Agency == 0 {
		return d.say("keys.province", nil)
	}
	return d.agencyName(k.Agency)
}

func (d *Desk) scopeNames(k *account.Key) string {
	names := make([]string, len(k.Scopes))
	for i, s := range k.Scopes {
		names[i] = d.say("keys.scope_"+string(s), nil)
	}
	return strings.Join(names, "; ")
}

// KeyPage shows a new key, once.
type KeyPage struct {
	Desk
	Lead, Key string
	Facts     []Held
}

// NewKeyPage makes the page.
func NewKeyPage(f Frame, c *survey.Catalogue, k *account.Key, secret string) *KeyPage {
	p := &KeyPage{Desk: newDesk(f, c, "keys.made"), Key: secret}
	p.Lead = p.say("keys.made_lead", survey.Args{"name": k.Name})
	for _, fact := range [][2]string{
		{"agency", p.keyReach(k)}, {"scopes", p.scopeNames(k)}, {"until", p.Clock(k.ExpiresAt.In(c.Zone))},
	} {
		p.Facts = append(p.Facts, Held{p.say("keys."+fact[0], nil), fact[1]})
	}
	return p
}
