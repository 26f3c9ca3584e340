package store_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// roleOn makes a role that may sign in, of a name of its own, and gives its address of
// the database.
func roleOn(t *testing.T, owner *store.DB, address, prefix string) (role, own string) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	role = prefix + strings.TrimPrefix(u.Path, "/")
	if _, err := owner.Raw().Exec(`CREATE ROLE "` + role + `" LOGIN`); err != nil {
		t.Fatal(err)
	}
	u.User = url.User(role)
	if q := u.Query(); q.Has("user") {
		q.Set("user", role)
		u.RawQuery = q.Encode()
	}
	return role, u.String()
}

// The name needs quotes: nothing of it may be taken for SQL.
func granted(t *testing.T) (owner, service *store.DB, role string) {
	t.Helper()
	address := storetest.PostgresAddress(t)
	owner = storetest.Open(t, address)
	role, own := roleOn(t, owner, address, `App-`)
	for range 2 { // again changes nothing
		if err := owner.GrantRole(t.Context(), role); err != nil {
			t.Fatal(err)
		}
	}
	return owner, storetest.Open(t, own), role
}

func TestTheServiceDoesItsWorkAsItsRole(t *testing.T) {
	_, db, role := granted(t)
	if err := db.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	p := setUp(t, db)
	p.asked(t)
	bring(t, importOf(db), mapping, many(60))
	changed(t, survey.Change{Changed: 1})(setupOf(db).ImportCounters(t.Context(),
		storetest.Table(t, "code,agency,name_vi,token\nSTP-01,STP,Quầy mới,9K3MQ2XVTD")))
	if err := db.AddJob(t.Context(), "check", "check 2026-03-04", later); err != nil {
		t.Error(err)
	}
	claimed, err := db.ClaimJob(t.Context(), later, later.Add(1))
	if err != nil || claimed == nil {
		t.Fatal(claimed, err)
	}
	if err := db.EndJob(t.Context(), claimed.ID, "done", later); err != nil {
		t.Error(err)
	}
	agree(t, db)
	if _, err := survey.Recount(t.Context(), db, survey.Program, func() time.Time { return later }); err != nil {
		t.Error(err)
	}
	archived(t, db)
	if err := db.MarkSimulated(t.Context()); err == nil {
		t.Error("a write outside a transaction")
	}
	if err := db.Analyze(t.Context()); err != nil {
		t.Error(err)
	}
	if result, err := survey.Audit(t.Context(), db, nil); err != nil || result.Log.Number == 0 || len(result.Differs) != 0 {
		t.Errorf("%s: %+v, %v", role, result, err)
	}
}

func TestTheServicesRoleCannotChangeTheLog(t *testing.T) {
	owner, db, role := granted(t)
	p := setUp(t, db)
	p.asked(t)
	for _, statement := range []string{
		"UPDATE log_entry SET actor = 'x'", "DELETE FROM log_entry", "TRUNCATE log_entry",
		"ALTER TABLE log_entry DISABLE TRIGGER ALL", "DROP TRIGGER log_entry_no_update ON log_entry",
		"DROP TABLE log_entry", "DROP FUNCTION log_entry_no_update CASCADE",
		"CREATE TRIGGER a BEFORE INSERT ON log_entry EXECUTE FUNCTION log_entry_no_update()",
		"CREATE OR REPLACE FUNCTION log_entry_no_update() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
		"SET session_replication_role = replica", "CREATE TABLE x (y TEXT)", "ALTER TABLE log_entry ADD COLUMN x TEXT",
		"DELETE FROM log_head", "INSERT INTO log_head VALUES (2, 0, '')", "TRUNCATE response", "UPDATE response SET levels = ''",
		"UPDATE archive SET plan_id = 2 WHERE FALSE; DELETE FROM archive", "DELETE FROM counter_token",
		"UPDATE goose_db_version SET is_applied = FALSE", "UPDATE question SET counts = FALSE", "DELETE FROM factor",
		// A table of the session's own would stand before the one that a guard looks at.
		"CREATE TEMPORARY TABLE archive (plan_id BIGINT)",
	} {
		_, err := db.Raw().Exec(statement)
		refused, ok := errors.AsType[*pgconn.PgError](err)
		if !ok || refused.Code != "42501" { // insufficient_privilege
			t.Errorf("%s: %v", statement, err)
		}
	}
	// A table of a later version is covered when the command is run again.
	if _, err := owner.Raw().Exec("CREATE TABLE later (x TEXT)"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Raw().Exec("INSERT INTO later VALUES ('x')"); err == nil {
		t.Error("not granted yet")
	}
	// And rights that somebody gave by hand are taken back.
	if _, err := owner.Raw().Exec(`GRANT ALL ON log_entry TO "` + role + `"`); err != nil {
		t.Fatal(err)
	}
	if err := owner.GrantRole(t.Context(), role); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Raw().Exec("INSERT INTO later VALUES ('x')"); err != nil {
		t.Error(err)
	}
	if _, err := db.Raw().Exec("TRUNCATE log_entry"); err == nil {
		t.Error("what was granted by hand stays")
	}
}

func TestOnlyARoleThatCanBeBoundIsGranted(t *testing.T) {
	address := storetest.PostgresAddress(t)
	owner := storetest.Open(t, address)
	plain, own := roleOn(t, owner, address, "plain_")
	near, _ := roleOn(t, owner, address, "near_")
	if _, err := owner.Raw().Exec("GRANT postgres TO " + near); err != nil {
		t.Fatal(err)
	}
	refused := func(role, word string) {
		t.Helper()
		e, ok := errors.AsType[*survey.Error](owner.GrantRole(t.Context(), role))
		if !ok || e.Word != word {
			t.Errorf("%s: %v, want %s", role, e, word)
		}
	}
	refused("nobody", "role.unknown")
	refused(`x"; DROP TABLE tally; --`, "role.unknown")
	refused("postgres", "role.owner")
	refused(near, "role.owner")
	if _, err := owner.Raw().Exec("GRANT TRUNCATE ON log_entry TO PUBLIC"); err != nil {
		t.Fatal(err)
	}
	refused(plain, "role.unbound")
	if _, err := storetest.Open(t, own).Raw().Exec("SELECT * FROM tally"); err == nil {
		t.Error("a refused grant left something behind")
	}
	err := storetest.SQLite(t).GrantRole(t.Context(), plain)
	if e, ok := errors.AsType[*survey.Error](err); !ok || e.Word != "role.sqlite" {
		t.Error(err)
	}
}

// Who is not the owner cannot bind anybody.
func TestTheServicesRoleGrantsNothing(t *testing.T) {
	owner, db, _ := granted(t)
	other, _ := roleOn(t, owner, storetest.PostgresAddress(t), "other_")
	e, ok := errors.AsType[*survey.Error](db.GrantRole(t.Context(), other))
	if !ok || e.Word != "role.not_ours" {
		t.Error(e)
	}
}

// A guard asks the schema's own tables, whoever asks: a table of the same name that
// lasts for a session opens nothing.
func TestNoTemporaryTableOpensAGuard(t *testing.T) {
	owner, _, _ := granted(t)
	setUp(t, owner).asked(t)
	_, err := owner.Raw().Exec("CREATE TEMPORARY TABLE archive (plan_id BIGINT); " +
		"INSERT INTO archive SELECT plan_id FROM response; DELETE FROM response")
	if refused, ok := errors.AsType[*pgconn.PgError](err); !ok || refused.Code != "23001" {
		t.Errorf("responses are deleted: %v", err)
	}
}
