package account

import (
	"slices"

	"hailong/survey"
)

// powerful tells whether a role changes everybody's figures, or lets such changes pass.
func (r Role) powerful() bool { return r.Reach(EditCatalogue) != None || r.Reach(Decide) != None }

// MayTouch refuses that an administrator makes himself the second person who approves
// (see Proposals): he neither makes, changes nor opens the account of another agency
// whose role changes figures or approves. Whoever runs the machine does, by command.
func (p *People) MayTouch(c *survey.Catalogue, accounts ...*Account) error {
	if p.By == nil {
		return nil
	}
	for _, a := range accounts {
		if a.Role.powerful() && !p.By.Near(c, a.Agency) {
			return survey.Fail(survey.Forbidden, "account.power", nil).At("role")
		}
	}
	return nil
}

// mayStore is MayTouch for a form, which is shown again.
func (p *People) mayStore(c *survey.Catalogue, accounts ...*Account) error {
	if p.MayTouch(c, accounts...) != nil {
		return survey.Fail(survey.Invalid, "account.power", nil).At("role")
	}
	return nil
}

// Alone tells whether nobody of another agency could approve what an account proposes
// for its own.
func (a *Account) Alone(c *survey.Catalogue, all []Account) bool {
	return !slices.ContainsFunc(all, func(o Account) bool {
		return !o.Disabled && o.ID != a.ID && o.Role.Reach(Decide) != None && !a.Near(c, o.Agency)
	})
}
