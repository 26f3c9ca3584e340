package store_test

import (
	"strings"
	"testing"

	"hailong/store/storetest"
)

// Reading a whole table where that is priced out must not make PostgreSQL compile the
// statement: it takes longer than all of our statements.
func TestPostgresCompilesNoStatement(t *testing.T) {
	const unindexed = "SELECT * FROM property WHERE value = 7"
	db := storetest.Postgres(t)
	plan := explained(t, db, []string{"SET LOCAL enable_seqscan = off", unindexed})[unindexed]
	if !strings.Contains(plan, "Seq Scan") || strings.Contains(plan, "JIT") {
		t.Errorf("compiled, or not read as a whole:\n%s", plan)
	}
}
