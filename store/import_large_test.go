package store_test

import (
	"fmt"
	"strings"
	"testing"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// A hundred thousand rows are one import: all of them, told on the way, and the
// same again changes nothing.
func TestAHundredThousandCounters(t *testing.T) {
	const rows = 100_000
	var file strings.Builder
	file.WriteString("code,agency,name_vi,place_vi\n")
	for i := range rows {
		fmt.Fprintf(&file, "Q-%06d,STP,Quầy %d,Tầng %d\n", i, i, i%9)
	}
	table := storetest.Table(t, file.String())
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		setUp(t, db)
		setup := setupOf(db)
		told, last := 0, 0
		setup.Progress = func(done, total int) {
			if done <= last || total != rows {
				t.Errorf("%d of %d after %d", done, total, last)
			}
			told, last = told+1, done
		}
		changed(t, survey.Change{Added: rows})(setup.ImportCounters(t.Context(), table))
		if told < rows/1000 || last != rows {
			t.Errorf("told %d times, last of %d", told, last)
		}
		last = 0
		changed(t, survey.Change{Same: rows})(setup.ImportCounters(t.Context(), table))
		if check, err := db.VerifyLog(t.Context()); err != nil || check.Number < rows {
			t.Errorf("the log: %d rows, %v", check.Number, err)
		}
	})
}
