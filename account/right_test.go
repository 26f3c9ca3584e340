package account

import (
	"slices"
	"testing"

	"hailong/survey"
)

func TestEveryRightIsAKnownOne(t *testing.T) {
	for action, roles := range rights {
		if !slices.Contains(Actions, action) {
			t.Errorf("%s is not among the actions", action)
		}
		for role, reach := range roles {
			if !slices.Contains(Roles, role) || !slices.Contains([]Reach{Own, Other, All}, reach) {
				t.Errorf("%s: %s %s", action, role, reach)
			}
		}
	}
	for _, role := range append(slices.Clone(Roles), "", "boss") {
		if known := slices.Contains(Roles, role); (role.Reach(SignedIn) != None) != known {
			t.Errorf("%q may sign in: %v", role, !known)
		}
		if role.Reach("nothing") != None {
			t.Errorf("%q may do what nobody knows", role)
		}
	}
}

// Whoever may change what counts for everybody needs a second factor.
func TestWhoMayChangeEverythingNeedsASecondFactor(t *testing.T) {
	for _, role := range Roles {
		for _, action := range []Action{EditCatalogue, Correct, EditAccounts, EditKeys} {
			if role.Reach(action) != None && !role.NeedsSecondFactor() {
				t.Errorf("%s may %s without a second factor", role, action)
			}
		}
	}
	if !Publisher.NeedsSecondFactor() {
		t.Error("a publisher needs none")
	}
}

// For every action, role and agency: Own, Other and All mean what they say, also over a
// succession that somebody made a circle of.
func TestReachesAreWhatTheySay(t *testing.T) {
	c := merged()
	for _, role := range Roles {
		for _, action := range Actions {
			for own := survey.AgencyID(1); own <= 3; own++ {
				for asked := survey.AgencyID(1); asked <= 3; asked++ {
					a := &Account{Role: role, Agency: own}
					mine := own == asked || own != 3 && asked != 3
					want := map[Reach]bool{None: false, Own: mine, Other: !mine, All: true}[role.Reach(action)]
					if got := a.May(c, action, asked); got != want {
						t.Errorf("%s of %d %s %d: %v", role, own, action, asked, got)
					}
				}
			}
		}
	}
}
