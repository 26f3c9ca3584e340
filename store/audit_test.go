package store_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// audited are the differences that an audit finds, as noun code field.
func audited(t *testing.T, db *store.DB) (found []string) {
	t.Helper()
	result, err := survey.Audit(t.Context(), db, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range result.Differs {
		found = append(found, strings.TrimSpace(d.Noun+" "+d.Code+" "+d.Field))
	}
	return found
}

// behind changes a database past the program, as somebody with all rights could.
func behind(t *testing.T, db *store.DB, statements ...string) {
	t.Helper()
	off := "PRAGMA foreign_keys = 0"
	if db.Postgres() {
		off = "SET session_replication_role = replica"
	}
	db.Raw().SetMaxOpenConns(1) // the setting is of a connection
	for _, s := range append([]string{off}, statements...) {
		if _, err := db.Raw().Exec(s); err != nil {
			t.Fatal(s, err)
		}
	}
}

func TestWhatTheProgramChangesIsAsTheLogSays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.asked(t)
		changed(t, survey.Change{Changed: 1})(setupOf(db).ImportCounters(t.Context(),
			storetest.Table(t, "code,agency,name_vi,token\nSTP-01,STP,Quầy mới,9K3MQ2XVTD")))
		if _, err := setupOf(db).ReplaceTokens(t.Context(), []string{"STP-01", "STP-02"}); err != nil {
			t.Fatal(err)
		}
		archived(t, db)
		if found := audited(t, db); found != nil {
			t.Errorf("nobody changed %v", found)
		}
	})
}

func TestWhatIsChangedPastTheProgramIsNamed(t *testing.T) {
	tests := map[string]struct {
		statement string
		guard     string // table and event
		want      []string
	}{
		"a target":           {"UPDATE plan_target SET hundredths = 1 WHERE sector = 'administrative'", "", []string{"plan 2026 Targets.administrative.Hundredths"}},
		"a target's kind":    {"UPDATE plan_target SET above = NOT above WHERE sector = 'public_service'", "", []string{"plan 2026 Targets.public_service.Above"}},
		"a lost target":      {"DELETE FROM plan_target WHERE sector = 'public_service'", "", []string{"plan 2026 Targets.public_service"}},
		"a minimum":          {"UPDATE plan SET minimum = 10", "", []string{"plan 2026 Minimum"}},
		"a plan's days":      {"UPDATE plan SET accept_until = '2027-12-31', public = NOT public", "", []string{"plan 2026 AcceptUntil", "plan 2026 Public"}},
		"a plan's scope":     {"DELETE FROM plan_group", "", []string{"plan 2026 Groups"}},
		"a plan's new code":  {"UPDATE plan SET code = 'X'", "", []string{"plan 2026", "plan X"}},
		"a plan's form":      {"UPDATE plan SET questionnaire_id = 999", "", []string{"plan 2026"}},
		"transactions":       {"INSERT INTO plan_transactions SELECT plan.id, MIN(agency.id), 7 FROM plan, agency WHERE agency.id NOT IN (SELECT agency_id FROM plan_transactions) GROUP BY plan.id", "", nil},
		"an agency's name":   {"UPDATE agency SET name_vi = 'X', sector = 'public_service' WHERE code = 'STP'", "", []string{"agency STP Name.VI", "agency STP Sector"}},
		"an agency's end":    {"UPDATE agency SET valid_to = '2026-03-01' WHERE code = 'STP'", "", []string{"agency STP ValidTo"}},
		"an unlogged agency": {"INSERT INTO agency (code, name_vi, name_en, group_code, sector, valid_from, valid_to, hotline, source) VALUES ('X', 'x', '', 'department', 'administrative', '', '', '', '')", "", []string{"agency X"}},
		"a counter's agency": {"UPDATE counter SET agency_id = (SELECT id FROM agency WHERE code <> 'STP' ORDER BY id LIMIT 1) WHERE code = 'STP-01'", "", []string{"counter STP-01 Agency"}},
		"a counter of none":  {"UPDATE counter SET agency_id = 999 WHERE code = 'STP-01'", "", []string{"counter STP-01 Agency"}},
		"a closed counter":   {"UPDATE counter SET closed_on = '2026-01-01' WHERE code = 'STP-01'", "", []string{"counter STP-01 ClosedOn"}},
		"a replaced token":   {"UPDATE counter_token SET replaced = TRUE WHERE counter_id = (SELECT id FROM counter WHERE code = 'STP-01')", "", []string{"counter STP-01 Token"}},
		"a lost token":       {"DELETE FROM counter_token WHERE counter_id = (SELECT id FROM counter WHERE code = 'STP-01')", "counter_token DELETE", []string{"counter STP-01 Token"}},
		"a question":         {"UPDATE question SET counts = NOT counts WHERE position = 1 AND questionnaire_id = (SELECT id FROM questionnaire WHERE code = 'short')", "question UPDATE", []string{"questionnaire short@1 Questions"}},
		"a form's name":      {"UPDATE questionnaire SET name_vi = 'X' WHERE code = 'short'", "questionnaire UPDATE", []string{"questionnaire short@1 Name.VI"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				setUp(t, db)
				if table, event, guarded := strings.Cut(tt.guard, " "); guarded {
					unguarded(t, db, table, event)
				}
				behind(t, db, tt.statement)
				found := audited(t, db)
				if name == "transactions" { // whose number was forged depends on the database
					if len(found) == 1 && strings.HasPrefix(found[0], "plan 2026 Transactions.") {
						return
					}
				}
				if d := cmp.Diff(found, tt.want); d != "" {
					t.Error(d)
				}
			})
		})
	}
}

func TestALogThatLeavesANotedHeadIsFound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		check, err := db.VerifyLog(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		noted := survey.LogHead(check)
		expect := func(word string) {
			t.Helper()
			_, err := survey.Audit(t.Context(), db, &noted)
			e, _ := errors.AsType[*survey.Error](err)
			if (e == nil) != (word == "") || e != nil && (e.Word != word || e.Args["number"] != noted.Number) {
				t.Errorf("%v, want %q", err, word)
			}
		}
		expect("")
		changed(t, survey.Change{Changed: 1})(setupOf(db).ImportCounters(t.Context(),
			storetest.Table(t, "code,agency,name_vi\nSTP-01,STP,Quầy mới")))
		expect("") // the log went on

		unguarded(t, db, "log_entry", "DELETE")
		unguarded(t, db, "log_head", "UPDATE")
		cut := "UPDATE log_head SET number = 7, hash = (SELECT hash FROM log_entry WHERE number = 7)"
		behind(t, db, "DELETE FROM log_entry WHERE number > 7", cut)
		if _, err := db.VerifyLog(t.Context()); err != nil {
			t.Fatal("the chain alone cannot tell:", err)
		}
		expect("audit.cut")
		for range 3 { // and written anew, past where it was
			row := survey.Entry{At: later, Actor: survey.Program, Action: "tally.recount", Subject: "tally"}
			if err := db.InTx(t.Context(), func(ctx context.Context) error { return db.Record(ctx, row) }); err != nil {
				t.Fatal(err)
			}
		}
		expect("audit.rewritten")
	})
}

func TestAnExportedLogIsTheSameOnBothSides(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		var file bytes.Buffer
		err := db.EachLogRow(t.Context(), func(r survey.LogRow) error {
			line, err := r.Line()
			file.Write(line)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		want, err := db.VerifyLog(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := survey.AuditFile(&file, nil); err != nil || got != want {
			t.Errorf("%+v, %v; want %+v", got, err, want)
		}
	})
}
