package account

import (
	"errors"
	"slices"

	"hailong/survey"
)

// any tells whether a role has one of some rights at all.
func (r Role) any(actions ...Action) bool {
	return slices.ContainsFunc(actions, func(a Action) bool { return r.Reach(a) != None })
}

// MayTouch refuses that an administrator makes himself the second person whom a rule asks
// for: he neither makes, changes nor opens the account of another agency whose role changes
// figures, approves or appraises, nor where he may close an edition the account of who
// publishes it. Whoever runs the machine does, by command.
func (p *People) MayTouch(c *survey.Catalogue, accounts ...*Account) error {
	if p.By == nil {
		return nil
	}
	for _, a := range accounts {
		if word := p.By.withheld(c, a); word != "" {
			return survey.Fail(survey.Forbidden, word, nil).At("role")
		}
	}
	return nil
}

// withheld is the word for why an account is not this administrator's to touch; empty where
// it is.
func (a *Account) withheld(c *survey.Catalogue, other *Account) string {
	switch {
	case a.Role.any(CloseEdition) && other.Role.any(Publish): // also at his own agency
		return "account.publisher_elsewhere"
	case a.Near(c, other.Agency):
		return ""
	case other.Role.any(EditCatalogue, Decide):
		return "account.power"
	case other.Role.any(RunRound, Appraise, Unlock, CloseEdition, Publish):
		return "account.council_elsewhere"
	}
	return ""
}

// mayStore is MayTouch for a form, which is shown again.
func (p *People) mayStore(c *survey.Catalogue, accounts ...*Account) error {
	err := p.MayTouch(c, accounts...)
	if e, refused := errors.AsType[*survey.Error](err); refused {
		return survey.Fail(survey.Invalid, e.Word, nil).At(e.Field)
	}
	return err
}

// Alone tells whether nobody of another agency could approve what an account proposes
// for its own.
func (a *Account) Alone(c *survey.Catalogue, all []Account) bool {
	return !slices.ContainsFunc(all, func(o Account) bool {
		return !o.Disabled && o.ID != a.ID && o.Role.Reach(Decide) != None && !a.Near(c, o.Agency)
	})
}
