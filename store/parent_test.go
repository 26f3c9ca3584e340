package store_test

import (
	"strings"
	"testing"

	"hailong/store"
	"hailong/store/storetest"
)

// Who switches foreign keys off can delete what others belong to. The catalogue is then
// refused by name, and nothing falls over.
func TestAPartOfNothingIsNamed(t *testing.T) {
	for statement, want := range map[string]string{
		"DELETE FROM plan":                                                                "plan_target belongs to plan",
		"DELETE FROM plan; DELETE FROM plan_target":                                       "plan_transactions belongs to plan",
		"DELETE FROM questionnaire WHERE code = 'short'":                                  "factor belongs to questionnaire",
		"DELETE FROM factor; DELETE FROM questionnaire":                                   "question belongs to questionnaire",
		"INSERT INTO plan_group VALUES (99, 'district')":                                  "plan_group belongs to plan 99",
		"INSERT INTO plan_agency VALUES (99, 1)":                                          "plan_agency belongs to plan 99",
		"INSERT INTO plan_counter VALUES (99, 1)":                                         "plan_counter belongs to plan 99",
		"INSERT INTO archive SELECT 99, MAX(received_at), 0, '', '', FALSE FROM response": "archive belongs to plan 99",
	} {
		t.Run(want, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, db *store.DB) {
				setUp(t, db).asked(t)
				if strings.Contains(statement, "questionnaire") { // answered ones have guards
					for _, table := range []string{"factor", "questionnaire"} {
						unguarded(t, db, table, "DELETE")
					}
				}
				behind(t, db, strings.Split(statement, "; ")...)
				if _, err := db.Catalogue(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("%v; want %q", err, want)
				}
			})
		})
	}
}
