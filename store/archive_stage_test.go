package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/scoring/report"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// tamper changes what is kept of an agency as somebody would who owns the database.
func tamper(t *testing.T, db *store.DB, statement string) {
	t.Helper()
	guard := "DROP TRIGGER IF EXISTS archived_stage_no_UPDATE"
	if db.Postgres() {
		guard = "ALTER TABLE archived_stage DISABLE TRIGGER USER"
	}
	for _, s := range []string{guard, statement} {
		if _, err := db.Raw().Exec(s); err != nil {
			t.Fatal(s, err)
		}
	}
}

func TestWhatIsKeptByStageAndNoMoreTheSameIsNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.asked(t)
		f := archived(t, db)
		one := " WHERE stage = 2 AND agency_id = (SELECT id FROM agency WHERE code = 'CDYT')"
		tamper(t, db, "UPDATE archived_stage SET y = y + 1"+one)
		faults, err := f.Compare(t.Context(), db)
		if err != nil || !slices.Equal(wordsOf(faults), []string{"archive.stages"}) || faults[0].Args["agency"] != "CDYT" {
			t.Errorf("%q, %v", wordsOf(faults), err)
		}
		tamper(t, db, "UPDATE archived_stage SET y = y - 1"+one)
		if faults, err := f.Compare(t.Context(), db); err != nil || len(faults) != 0 {
			t.Errorf("%q, %v", wordsOf(faults), err)
		}
	})
}

// Shares that do not fit the form name their row, and are never taken for something else.
func TestSharesThatCannotBeReadNameTheirRow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.asked(t)
		archived(t, db)
		c := catalogue(t, db)
		plan, agency := c.OfficialPlans(2026)[0], c.AgencyByCode("CDYT", "2026-03-04")
		good := "1/2 0/3 0/0 0/0 0/0 4/4"
		for _, shares := range []string{
			"", good[4:], good + " 1/1", "2" + good, "+" + good, "-" + good, " " + good,
			strings.ReplaceAll(good, " ", "  "), strings.ReplaceAll(good, "/", ":"), "1" + good[3:],
			"99999999999999999999" + good[1:],
		} {
			tamper(t, db, fmt.Sprintf("UPDATE archived_stage SET shares = '%s' WHERE agency_id = %d", shares, agency.ID))
			_, err := report.ReadDetail(t.Context(), db, c, plan, agency, later)
			row := fmt.Sprintf("plan %d, agency %d, questionnaire %d, stage 2", plan.ID, agency.ID, plan.Questionnaire)
			if err == nil || !strings.Contains(err.Error(), row) || survey.KindOf(err) != survey.Internal {
				t.Errorf("%q: %v", shares, err)
			}
		}
		tamper(t, db, fmt.Sprintf("UPDATE archived_stage SET shares = '%s' WHERE agency_id = %d", good, agency.ID))
		if _, err := report.ReadDetail(t.Context(), db, c, plan, agency, later); err != nil {
			t.Error(err)
		}
	})
}

// What is kept is as large as the province, however many answered differently.
func TestWhatIsKeptDoesNotGrowWithTheAnswers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.asked(t)
		const distinct = `SELECT COUNT(*) FROM (SELECT DISTINCT r.plan_id, c.agency_id, r.questionnaire_id, r.stage
			FROM response r JOIN counter c ON c.id = r.counter_id
			WHERE r.status = 1 AND r.plan_id = (SELECT id FROM plan WHERE code = '2026')) AS d`
		want := count(t, db, distinct)
		archived(t, db)
		if n := count(t, db, "SELECT COUNT(*) FROM archived_stage"); n != want || n == 0 {
			t.Errorf("%d rows, want one for each agency, form and stage: %d", n, want)
		}
	})
}

// A file whose form asks in another order would give one question the answers of another.
func TestAFileWithAnotherOrderOfQuestionsIsNotArchived(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.asked(t)
		a := archiving(db)
		var b bytes.Buffer
		if err := a.Write(t.Context(), due(t, a), "", &b); err != nil {
			t.Fatal(err)
		}
		f := opened(t, b.Bytes())
		for i := range f.About.Questionnaires {
			list := f.About.Questionnaires[i].Questions
			list[0].Code, list[1].Code = list[1].Code, list[0].Code
		}
		err := a.Keep(t.Context(), f)
		if e, _ := errors.AsType[*survey.Error](err); e == nil || e.Word != "archive.no_form" {
			t.Error(err)
		}
		if n := count(t, db, "SELECT COUNT(*) FROM archive"); n != 0 {
			t.Error("archived all the same")
		}
	})
}

// Two commands archive the same year at once: each wrote a file and found it right. One
// of them wins, the other changes nothing.
func TestOfTwoArchivesAtOnceOneWins(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.asked(t)
		before := figuresNow(t, db)
		first, second := archiving(db), archiving(db)
		second.Now = func() time.Time { return later.Add(time.Second) }
		winner, loser := written(t, first), written(t, second)
		second.Progress = func(done, total int) { // the last look at its file, just before it is kept
			if second.Progress = nil; done != total {
				t.Errorf("%d of %d", done, total)
			}
			if err := first.Keep(t.Context(), winner); err != nil {
				t.Error(err, faultsOf(err))
			}
		}
		refused := func(err error) {
			t.Helper()
			if e, _ := errors.AsType[*survey.Error](err); e == nil || e.Word != "archive.meanwhile" || e.Kind != survey.Conflict {
				t.Error(err)
			}
		}
		refused(second.Keep(t.Context(), loser))
		stages := dump(t, db, "archived_stage")
		refused(second.Keep(t.Context(), loser)) // now it sees so before it counts
		if d := cmp.Diff(stages, dump(t, db, "archived_stage")); d != "" {
			t.Errorf("what is kept differs: %s", d)
		}
		if _, err := second.Empty(t.Context(), loser); survey.KindOf(err) != survey.Conflict {
			t.Errorf("emptied by a file that lost: %v", err)
		}
		if _, err := first.Empty(t.Context(), winner); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(before, figuresNow(t, db)); d != "" {
			t.Errorf("figures differ: %s", d)
		}
		if faults, err := winner.Compare(t.Context(), db); err != nil || len(faults) != 0 {
			t.Errorf("%q, %v", wordsOf(faults), err)
		}
	})
}
