package store_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/account"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// auditedPeople are the differences that an audit finds of accounts and keys too.
func auditedPeople(t *testing.T, db *store.DB) (found []string) {
	t.Helper()
	result, err := survey.Audit(t.Context(), db, nil, account.Audited(db))
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Differs {
		found = append(found, strings.TrimSpace(d.Noun+" "+d.Code+" "+d.Field))
	}
	return found
}

// staff are accounts and keys of which each was changed as the program changes them.
func staff(t *testing.T, db *store.DB) *office {
	t.Helper()
	o := newOffice(t, db)
	admin := o.add(t, "admin", account.Admin)
	o.add(t, "an.clerk", account.Clerk)
	binh := o.add(t, "binh", account.Appraiser)
	version := binh.Version(o.catalogue)
	binh.Role, binh.Areas, binh.Agency = account.Manager, []string{"1", "2"}, o.catalogue.Agencies[1].ID
	binh.Email, binh.Disabled = "binh@example.vn", true
	if err := o.people.Change(t.Context(), o.catalogue, version, binh); err != nil {
		t.Fatal(err)
	}
	keys := &account.Keys{Store: db, Now: func() time.Time { return storetest.Noon }, By: admin.ID, Actor: survey.Program}
	for _, k := range []*account.Key{
		{Name: "Kiosk", Scopes: account.Scopes}, {Name: "Cổng", Scopes: account.Scopes[:1], Agency: admin.Agency},
	} {
		if _, err := keys.Add(t.Context(), o.catalogue, k, 90); err != nil {
			t.Fatal(err)
		}
		if k.Agency != 0 {
			if err := keys.Revoke(t.Context(), o.catalogue, k.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	return o
}

func TestPeopleWhomTheProgramChangesAreAsTheLogSays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		o := staff(t, db)
		if found := auditedPeople(t, db); found != nil {
			t.Errorf("nobody changed %v", found)
		}
		o.enrol(t, "admin")
		if found := auditedPeople(t, db); found != nil {
			t.Errorf("a second factor: %v", found)
		}
		if err := o.people.DropFactor(t.Context(), "admin"); err != nil {
			t.Fatal(err)
		}
		if found := auditedPeople(t, db); found != nil {
			t.Errorf("none any more: %v", found)
		}
	})
}

func TestPeopleWhomSomebodyChangesPastTheProgramAreNamed(t *testing.T) {
	for statement, want := range map[string][]string{
		"INSERT INTO account SELECT 99, 'ghost', name, email, role, agency_id, areas, disabled, created_at, signed_at, password, " +
			"factor, factor_step, recovery, '', ticket_till FROM account WHERE login = 'admin'": {"account ghost"},
		"UPDATE account SET role = 'admin' WHERE login = 'an.clerk'":                                      {"account an.clerk Role"},
		"UPDATE account SET login = 'an.other', name = 'x' WHERE login = 'an.clerk'":                      {"account an.clerk", "account an.other"},
		"UPDATE account SET agency_id = 999, areas = '1' WHERE login = 'binh'":                            {"account binh Agency", "account binh Areas"},
		"UPDATE account SET disabled = FALSE, email = '' WHERE login = 'binh'":                            {"account binh Disabled", "account binh OwnEmail"},
		"UPDATE account SET factor = 'x' WHERE login = 'binh'":                                            {"account binh SecondFactor"},
		"UPDATE api_key SET scopes = 'scores' WHERE name = 'Kiosk'":                                       {"key 1 Scopes"},
		"UPDATE api_key SET expires_at = '2099-01-01 00:00:00+00:00', agency_id = 1 WHERE name = 'Kiosk'": {"key 1 Agency", "key 1 ExpiresAt"},
		"UPDATE api_key SET revoked_at = NULL, agency_id = NULL WHERE name = 'Cổng'":                      {"key 2 Agency", "key 2 Revoked"},
		"DELETE FROM api_key WHERE name = 'Kiosk'":                                                        {"key 1"},
		"INSERT INTO api_key SELECT 99, name, 'x', agency_id, scopes, created_by, created_at, expires_at, revoked_at, used_on " +
			"FROM api_key WHERE name = 'Kiosk'": {"key 99"},
	} {
		t.Run(strings.Join(want, ", "), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				staff(t, db)
				behind(t, db, statement)
				if d := cmp.Diff(auditedPeople(t, db), want); d != "" {
					t.Error(d)
				}
			})
		})
	}
}

// What the log says of somebody who is not there at all is said too.
func TestAnAccountThatOnlyTheLogKnowsIsNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		staff(t, db)
		entry := survey.Entry{
			At: later, Actor: survey.Program, Action: "account.add", Subject: "gone", After: map[string]string{"Login": "gone"},
		}
		if err := db.InTx(t.Context(), func(ctx context.Context) error { return db.Record(ctx, entry) }); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(auditedPeople(t, db), []string{"account gone"}); d != "" {
			t.Error(d)
		}
	})
}
