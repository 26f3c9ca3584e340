package main

import (
	"strings"
	"testing"

	"hailong/scoring/round"
	"hailong/survey"
)

// The command says in both languages what of the index is not as the log says.
func TestAuditVerifyNamesAChangedCriteriaSet(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		env := setUp(t, database)
		db := open(t, database)
		criteria := round.Criteria{Store: db, Now: clock, Actor: survey.Program}
		if _, err := criteria.FromSample(t.Context(), "cchc", 2026, "department"); err != nil {
			t.Fatal(err)
		}
		if out := hailong(t, env, "audit", "verify"); !strings.Contains(out, "criteria sets") {
			t.Error(out)
		}
		sqlOf(t, database, `UPDATE criteria_set SET content = REPLACE(content, '"Max":500', '"Max":600')`)
		for lang, want := range map[string]string{
			"en": "criteria cchc/2026/department@1, Digest: the log says",
			"vi": "criteria cchc/2026/department@1, Digest: nhật ký ghi",
		} {
			out, err := command(append(env, "HAILONG_LANG="+lang), "audit", "verify").CombinedOutput()
			if err == nil || !strings.Contains(string(out), want) {
				t.Errorf("%v: %s", err, out)
			}
		}
	})
}
