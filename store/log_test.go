package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// unguarded takes away what refuses a change of a table, as somebody with all
// rights could.
func unguarded(t *testing.T, db *store.DB, table, event string) {
	t.Helper()
	name := table + "_no_" + event
	statement := "DROP TRIGGER " + name
	if db.Postgres() {
		statement += " ON " + table
	}
	if _, err := db.Raw().Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestTheLogOfASetUpProvinceFits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		check, err := db.VerifyLog(t.Context())
		if n := len(actions(t, db, 0)); err != nil || check.Number != int64(n) || n < 9 {
			t.Errorf("%d of %d rows fit: %v", check.Number, n, err)
		}
	})
}

func TestVerifyLogNamesTheFirstRowThatDoesNotFit(t *testing.T) {
	tests := map[string]struct {
		statement, table, event, word string
		number                        int64
	}{
		"a changed row":       {"UPDATE log_entry SET subject = 'X' WHERE number = 3", "log_entry", "UPDATE", "log.altered", 3},
		"another actor":       {"UPDATE log_entry SET actor = 'ai đó' WHERE number = 1", "log_entry", "UPDATE", "log.altered", 1},
		"a changed number":    {"UPDATE log_entry SET number = 99 WHERE number = 4", "log_entry", "UPDATE", "log.missing", 4},
		"a row before all":    {"UPDATE log_entry SET number = -1 WHERE number = 4", "log_entry", "UPDATE", "log.inserted", -1},
		"a removed row":       {"DELETE FROM log_entry WHERE number = 5", "log_entry", "DELETE", "log.missing", 5},
		"the last row":        {"DELETE FROM log_entry WHERE number = (SELECT MAX(number) FROM log_entry)", "log_entry", "DELETE", "log.missing", 9},
		"everything":          {"DELETE FROM log_entry", "log_entry", "DELETE", "log.missing", 1},
		"a forged head":       {"UPDATE log_head SET hash = 'x'", "log_head", "UPDATE", "log.missing", 10},
		"a head that is gone": {"DELETE FROM log_head", "log_head", "DELETE", "log.missing", 10},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				setUp(t, db)
				if n := len(actions(t, db, 0)); n != 9 {
					t.Fatalf("%d rows", n)
				}
				unguarded(t, db, tt.table, tt.event)
				if _, err := db.Raw().Exec(tt.statement); err != nil {
					t.Fatal(err)
				}
				_, err := db.VerifyLog(t.Context())
				e, ok := errors.AsType[*survey.Error](err)
				if !ok || e.Word != tt.word || e.Args["number"] != tt.number {
					t.Errorf("%v %v; want %s %d", err, e, tt.word, tt.number)
				}
			})
		})
	}
}

func TestTheDatabaseItselfRefusesWhatIsNeverDone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		newVersion := "INSERT INTO questionnaire (code, version, name_vi, name_en, seconds) VALUES ('short', 2, 'x', '', 30)"
		if _, err := db.Raw().Exec(newVersion); err != nil {
			t.Fatal(err)
		}
		if _, err := p.intake.Submit(t.Context(), draft(t, "7K3MQ2XVTD", levels(5, 0, 0, 0, 0))); survey.KindOf(err) != survey.Internal {
			t.Fatal(err)
		}
		answered := "(SELECT id FROM questionnaire WHERE code = 'short' AND version = 1)"
		for _, statement := range []string{
			"UPDATE log_entry SET subject = 'X'",
			"DELETE FROM log_entry WHERE number = 1",
			"UPDATE response SET levels = '55555-'",
			"UPDATE response SET status = 3",
			"UPDATE questionnaire SET name_vi = 'X' WHERE id = " + answered,
			"DELETE FROM questionnaire WHERE id = " + answered,
			"UPDATE question SET counts = FALSE WHERE questionnaire_id = " + answered,
			"DELETE FROM question WHERE questionnaire_id = " + answered,
			"INSERT INTO question (questionnaire_id, position, code, factor, counts, text_vi, text_en, hint_vi, hint_en, na_vi, na_en) " +
				"VALUES (" + answered + ", 9, 'X', 'TC', TRUE, 'x', '', '', '', '', '')",
			"UPDATE factor SET code = 'X' WHERE questionnaire_id = " + answered,
			"DELETE FROM factor WHERE questionnaire_id = " + answered,
			"INSERT INTO factor (questionnaire_id, position, code, name_vi, name_en, short_vi, short_en) " +
				"VALUES (" + answered + ", 9, 'X', 'x', '', 'x', '')",
			"UPDATE factor SET questionnaire_id = " + answered + ", position = 9 WHERE questionnaire_id = " +
				"(SELECT id FROM questionnaire WHERE code = 'sipas') AND position = 1",
			"UPDATE question SET questionnaire_id = " + answered + ", position = 99 WHERE questionnaire_id = " +
				"(SELECT id FROM questionnaire WHERE code = 'sipas') AND position = 1",
			"INSERT INTO log_entry SELECT * FROM log_entry WHERE number = 1",
			"INSERT INTO log_entry SELECT -5, at, actor, place, action, subject, before, after, '', hash FROM log_entry WHERE number = 1",
			"INSERT INTO log_entry SELECT 0, at, actor, place, action, subject, before, after, '', hash FROM log_entry WHERE number = 1",
			"INSERT INTO log_entry SELECT number + 1, at, actor, place, action, subject, before, after, previous, hash " +
				"FROM log_entry WHERE number = (SELECT number FROM log_head)",
			"INSERT INTO log_entry SELECT number + 2, at, actor, place, action, subject, before, after, hash, hash " +
				"FROM log_entry WHERE number = (SELECT number FROM log_head)",
			"INSERT INTO log_entry SELECT number + 1, at, actor, place, action, subject, before, after, '', hash " +
				"FROM log_entry WHERE number = (SELECT number FROM log_head)",
			"UPDATE counter_token SET token = 'XXXXXXXXXX'",
			"UPDATE counter_token SET counter_id = counter_id + 1",
		} {
			if _, err := db.Raw().Exec(statement); err == nil || !strings.Contains(err.Error(), "never changed") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		for _, statement := range []string{
			"UPDATE log_head SET hash = 'x'",
			"UPDATE log_head SET number = number - 1, hash = (SELECT hash FROM log_entry WHERE number = log_head.number - 1)",
			"UPDATE log_head SET number = number + 1",
			"UPDATE log_head SET number = number + 1, hash = 'x'",
			"DELETE FROM log_head",
			"INSERT INTO log_head (id, number, hash) VALUES (1, 0, '')",
		} {
			if _, err := db.Raw().Exec(statement); err == nil || !strings.Contains(err.Error(), "only goes forward") {
				t.Errorf("%s: %v", statement, err)
			}
		}
		for _, statement := range []string{
			"UPDATE questionnaire SET seconds = 20 WHERE version = 2",
			"DELETE FROM question WHERE questionnaire_id = (SELECT id FROM questionnaire WHERE code = 'sipas')",
		} {
			if _, err := db.Raw().Exec(statement); err != nil {
				t.Errorf("nobody answered it yet: %s: %v", statement, err)
			}
		}
	})
}

// A row that somebody adds past the program is in the next row's place; the change that
// comes after it has the place behind it.
func TestARowThatWasAddedPastTheProgramKeepsNoChangeFromBeingLogged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		before, err := db.VerifyLog(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var rows []survey.LogRow
		for range 2 { // in one statement: the second follows the first
			r, err := survey.NewLogRow(
				survey.Entry{At: later, Actor: survey.Program, Action: "forged"}, before.Number+1, before.Hash)
			if err != nil {
				t.Fatal(err)
			}
			rows, before = append(rows, r), survey.LogCheck{Number: r.Number, Hash: r.Hash}
		}
		values := make([]string, len(rows))
		for i, r := range rows {
			values[i] = fmt.Sprintf("(%d, '%s', '%s', '%s', '%s', '%s', '%s', '%s', '%s', '%s')", r.Number, r.At, r.Actor,
				r.Place, r.Action, r.Subject, r.Before, r.After, r.Previous, r.Hash)
		}
		if _, err := db.Raw().Exec("INSERT INTO log_entry VALUES " + strings.Join(values, ", ")); err != nil {
			t.Fatal(err)
		}
		changed(t, survey.Change{Changed: 1})(setupOf(db).ImportCounters(t.Context(),
			storetest.Table(t, "code,agency,name_vi\nSTP-01,STP,Quầy mới")))
		if check, err := db.VerifyLog(t.Context()); err != nil || check.Number != before.Number+1 {
			t.Errorf("%+v, %v; want %d rows", check, err, before.Number+1)
		}
	})
}

// Somebody with the file and a program of his own, which has none of our settings.
func TestNothingIsPutInPlaceOfWhatIsNeverChangedOnSQLite(t *testing.T) {
	db := storetest.SQLite(t)
	p := setUp(t, db)
	if _, err := p.intake.Submit(t.Context(), draft(t, "7K3MQ2XVTD", levels(5, 0, 0, 0, 0))); survey.KindOf(err) != survey.Internal {
		t.Fatal(err)
	}
	answered := "(SELECT id FROM questionnaire WHERE code = 'short' AND version = 1)"
	other := "(SELECT id FROM questionnaire WHERE code = 'sipas')"
	foreign, err := sql.Open("sqlite", "file:"+db.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer foreign.Close()
	for _, statement := range []string{
		"REPLACE INTO log_entry SELECT number, at, 'x', place, action, subject, before, after, previous, hash FROM log_entry WHERE number = 3",
		"UPDATE OR REPLACE log_entry SET number = 3 WHERE number = 4",
		"REPLACE INTO log_head VALUES (1, 0, '')",
		"REPLACE INTO questionnaire SELECT id, code, version, 'x', name_en, seconds FROM questionnaire WHERE code = 'short'",
		"REPLACE INTO questionnaire (code, version, name_vi, name_en, seconds) VALUES ('short', 1, 'x', '', 1)",
		"UPDATE OR REPLACE questionnaire SET code = 'short', version = 1 WHERE id = " + other,
		"UPDATE OR REPLACE questionnaire SET id = " + answered + " WHERE id = " + other,
		"REPLACE INTO question SELECT questionnaire_id, position, 'X', factor, counts, text_vi, text_en, hint_vi, hint_en, na_vi, na_en " +
			"FROM question WHERE questionnaire_id = " + answered,
		"UPDATE OR REPLACE question SET questionnaire_id = " + answered + " WHERE questionnaire_id = " + other,
		"REPLACE INTO factor SELECT questionnaire_id, position, 'X', name_vi, name_en, short_vi, short_en " +
			"FROM factor WHERE questionnaire_id = " + answered,
		"UPDATE OR REPLACE factor SET questionnaire_id = " + answered + " WHERE questionnaire_id = " + other,
		"REPLACE INTO counter_token SELECT 'XXXXXXXXXX', counter_id, FALSE FROM counter_token WHERE NOT replaced LIMIT 1",
		"REPLACE INTO counter_token SELECT token, counter_id + 1, FALSE FROM counter_token WHERE NOT replaced LIMIT 1",
	} {
		_, err := foreign.Exec(statement)
		if err == nil || !strings.Contains(err.Error(), "never") && !strings.Contains(err.Error(), "only goes forward") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	// Our own connections ask the guards of DELETE; others could put a response in place
	// of another, which a recount finds.
	replace := "REPLACE INTO response SELECT counter_id, receipt, plan_id, questionnaire_id, answered_at, received_at, " +
		"day, channel, stage, status, '55555-' FROM response"
	if _, err := db.Raw().Exec(replace); err == nil || !strings.Contains(err.Error(), "never deleted") {
		t.Errorf("%s: %v", replace, err)
	}
}

// An archive can be made once, and nothing is put in its place.
func TestAnArchiveIsNotPutInPlaceOfAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db).asked(t)
		archived(t, db)
		again := "INSERT INTO archive SELECT plan_id, archived_at, 0, file_sha256, tally_sha256, emptied FROM archive"
		if !db.Postgres() {
			again = strings.Replace(again, "INSERT", "REPLACE", 1)
		}
		if _, err := db.Raw().Exec(again); err == nil || !strings.Contains(err.Error(), "never changed") {
			t.Errorf("%v", err)
		}
	})
}

func TestNoTokenAndNoCommentEntersTheLog(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		replaced := storetest.Table(t, "code,agency,name_vi,token\nSTP-01,STP,Quầy khác,9K3MQ2XVTD\nSTP-02,STP,Quầy Hộ tịch,8K3MQ2XVTD")
		changed(t, survey.Change{Changed: 2})(setupOf(db).ImportCounters(t.Context(), replaced))
		if _, err := p.shelf.Fresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		d := draft(t, "9K3MQ2XVTD", levels(5, 0, 0, 0, 0))
		d.Comment = "Điện thoại 0905123456"
		if _, err := p.intake.Submit(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		for _, line := range dump(t, db, "log_entry") {
			for _, secret := range []string{"K3MQ2XVT", "0905123456", d.Receipt} {
				if strings.Contains(line, secret) {
					t.Errorf("%s stands in the log: %s", secret, line)
				}
			}
		}
	})
}

// dump is a table with all its columns, a line per row.
func dump(t *testing.T, db *store.DB, table string) []string {
	t.Helper()
	rows, err := db.Raw().Query("SELECT * FROM " + table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for rows.Next() {
		values, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprint(values))
	}
	if err := rows.Err(); err != nil || len(lines) == 0 {
		t.Fatal(table, lines, err)
	}
	return lines
}
