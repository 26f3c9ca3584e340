package store

import (
	"context"
	"strings"

	"hailong/survey"
)

// What the service's role may do with a table; others it may read and write in full.
// Of what is never changed it can only add rows, so that not even a stolen password of
// the service changes the log.
const (
	mayAdd    = "SELECT, INSERT"
	mayRead   = "SELECT"
	mayChange = "SELECT, UPDATE"
	mayKeep   = "SELECT, INSERT, UPDATE"
)

var roleRights = map[string]string{
	"log_entry": mayAdd, "log_head": mayChange,
	"questionnaire": mayAdd, "question": mayAdd, "factor": mayAdd,
	"response":      "SELECT, INSERT, DELETE",                         // an archived plan's are deleted
	"counter_token": mayKeep, "account": mayKeep, "proposal": mayKeep, // nothing of them is ever deleted
	"archive": mayKeep, "archived_stage": mayAdd, "archived_agency": mayAdd,
	"property": mayChange, "goose_db_version": mayRead,
	"assessment": mayAdd, "evidence": mayAdd, "evidence_use": mayKeep, "petition": mayKeep,
	"correction": mayKeep, "correction_receipt": mayKeep, // undone, never deleted
	"round": mayKeep, "round_agency": mayKeep, "task_report": mayAdd, "edition": mayKeep,
}

// roleQuestions are asked before anything is granted; the word is what a yes means.
// Whom a role can act as is asked of the owners of all tables, and of who migrates.
var roleQuestions = []struct{ word, query string }{
	{"role.unknown", "SELECT NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = ?)"},
	{"role.owner", `
		SELECT EXISTS (
			SELECT 1 FROM pg_roles WHERE pg_has_role(?::name, oid, 'MEMBER') AND (rolname = current_user OR
				rolname IN (SELECT tableowner FROM pg_tables WHERE schemaname = current_schema()))
		)`},
	{"role.not_ours", `
		SELECT EXISTS (
			SELECT 1 FROM pg_tables WHERE ? <> '' AND schemaname = current_schema()
				AND NOT pg_has_role(current_user, tableowner, 'USAGE')
		)`},
}

// CheckRole tells whether a role may be made the service's: it is there, it is neither
// the tables' owner nor one who can act as the owner, whom no grant binds, and we are
// the owner.
func (db *DB) CheckRole(ctx context.Context, role string) error {
	if !db.dialect.postgres {
		return survey.Fail(survey.Invalid, "role.sqlite", nil)
	}
	for _, question := range roleQuestions {
		yes, err := scalar[bool](ctx, db, question.query, role)
		if err != nil {
			return err
		}
		if yes {
			return survey.Fail(survey.Conflict, question.word, survey.Args{"role": role})
		}
	}
	return nil
}

// GrantRole gives the service's role what it needs of every table there is, and takes
// away the rest. It is run by the tables' owner, after each migration, and may be run
// again.
func (db *DB) GrantRole(ctx context.Context, role string) error {
	if err := db.CheckRole(ctx, role); err != nil {
		return err
	}
	err := db.InTx(ctx, func(ctx context.Context) error {
		schema, err := scalar[string](ctx, db, "SELECT quote_ident(current_schema())")
		if err != nil {
			return err
		}
		database, err := scalar[string](ctx, db, "SELECT quote_ident(current_database())")
		if err != nil {
			return err
		}
		name, err := scalar[string](ctx, db, "SELECT quote_ident(?)", role)
		if err != nil {
			return err
		}
		tables, err := db.tables(ctx)
		if err != nil {
			return err
		}
		for _, statement := range grants(database, schema, name, tables) {
			if err := db.conn(ctx).Exec(statement).Error; err != nil {
				return err
			}
		}
		return db.boundRole(ctx, role)
	})
	return wrap(err, "grant to %s", role)
}

type nameRow struct{ Name string }

func (r nameRow) domain() string { return r.Name }

func (db *DB) tables(ctx context.Context) ([]string, error) {
	return list[nameRow](ctx, db,
		"SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
}

// grants are the statements: all is taken away first, so that a table that a later
// version knows better loses what it was given.
func grants(database, schema, role string, tables []string) []string {
	list := []string{
		"REVOKE ALL ON ALL TABLES IN SCHEMA " + schema + " FROM " + role,
		"REVOKE ALL ON ALL SEQUENCES IN SCHEMA " + schema + " FROM " + role,
		"REVOKE ALL ON SCHEMA " + schema + " FROM " + role,
		"GRANT USAGE ON SCHEMA " + schema + " TO " + role,
		"REVOKE TEMPORARY ON DATABASE " + database + " FROM PUBLIC, " + role,
		"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA " + schema + " TO " + role,
	}
	for _, table := range tables {
		rights := roleRights[table]
		if rights == "" {
			rights = "SELECT, INSERT, UPDATE, DELETE"
		}
		list = append(list, "GRANT "+rights+" ON "+schema+"."+table+" TO "+role)
	}
	return list
}

// boundRole looks at what the role can do after all, also by what everybody may and by
// roles that it belongs to.
func (db *DB) boundRole(ctx context.Context, role string) error {
	var forbidden []string
	for _, look := range []struct{ what, query string }{
		{"log_entry", "has_table_privilege(?::name, 'log_entry', 'UPDATE, DELETE, TRUNCATE, TRIGGER')"},
		{"log_head", "has_table_privilege(?::name, 'log_head', 'INSERT, DELETE, TRUNCATE, TRIGGER')"},
		{"response", "has_table_privilege(?::name, 'response', 'UPDATE, TRUNCATE, TRIGGER')"},
		{"schema", "has_schema_privilege(?::name, current_schema(), 'CREATE')"},
		// A table of the session's own would stand before the schema's.
		{"temporary", "has_database_privilege(?::name, current_database(), 'TEMPORARY')"},
	} {
		can, err := scalar[bool](ctx, db, "SELECT "+look.query, role)
		if err != nil {
			return err
		}
		if can {
			forbidden = append(forbidden, look.what)
		}
	}
	if len(forbidden) == 0 {
		return nil
	}
	args := survey.Args{"role": role, "what": strings.Join(forbidden, ", ")}
	return survey.Fail(survey.Conflict, "role.unbound", args)
}
