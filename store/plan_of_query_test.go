package store_test

import (
	"crypto/rand"
	"database/sql"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"hailong/scoring/report"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// The size of a province in which a plan of reading shows: A0 has a twentieth of the
// counters and of the answers, the others about three counters each.
const (
	manyAgencies  = 100
	manyCounters  = 300
	largeCounters = 15
	manyResponses = 60_000
)

// ownerOf is the number of a counter's agency.
func ownerOf(counter int) int {
	if counter < largeCounters {
		return 0
	}
	return 1 + counter%(manyAgencies-1)
}

// crowd fills a database with a year's and last year's answers.
func crowd(t *testing.T, db *store.DB) *survey.Catalogue {
	t.Helper()
	var agencies, counters strings.Builder
	agencies.WriteString("code,name_vi,group,sector\n")
	counters.WriteString("code,agency,name_vi\n")
	for i := range manyAgencies {
		fmt.Fprintf(&agencies, "A%d,Cơ quan %d,department,administrative\n", i, i)
	}
	for i := range manyCounters {
		fmt.Fprintf(&counters, "C%d,A%d,Quầy %d\n", i, ownerOf(i), i)
	}
	setup, check := storetest.Setup(t, db)
	check(setup.InstallQuestionnaires(t.Context()))
	check(setup.ImportAgencies(t.Context(), storetest.Table(t, agencies.String()), nil, ""))
	check(setup.ImportCounters(t.Context(), storetest.Table(t, counters.String())))
	check(setup.ImportPlans(t.Context(), storetest.Table(t,
		`code,year,name_vi,starts,ends,form,target,groups,official,public
2025,2025,Khảo sát 2025,2025-01-01,2025-12-31,short@1,>83,department,yes,yes
2026,2026,Khảo sát 2026,2026-01-01,2026-12-31,short@1,>83,department,yes,yes`)))
	c := catalogue(t, db)
	list := make([]survey.Response, manyResponses)
	for i := range list {
		list[i] = crowded(t, c, i)
	}
	if _, err := db.ImportResponses(t.Context(), c.Version, list, func(int) {}); err != nil {
		t.Fatal(err)
	}
	if err := db.Analyze(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

// crowded is the i-th answer, half of them of the year before.
func crowded(t *testing.T, c *survey.Catalogue, i int) survey.Response {
	n, plan := &c.Counters[i%manyCounters], c.OfficialPlans(2025 + i%2)[0]
	at := time.Date(plan.Year, 1, 2, 8, 0, 0, 0, storetest.Zone).Add(time.Duration(i) * time.Minute)
	receipt, err := survey.NewReceipt(at, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	r := survey.Response{
		Receipt: receipt, Counter: n.ID, Plan: plan.ID, Questionnaire: plan.Questionnaire,
		AnsweredAt: at, ReceivedAt: at, Day: survey.DayOf(at, c.Zone), Channel: survey.ChannelQR,
		Stage: survey.Stage(i % 6), Status: survey.StatusValid, Levels: survey.Levels(fmt.Sprintf("%d4%d5%d-", 1+i%5, 1+i%4, 1+i%3)),
	}
	r.Tally = survey.TallyOf(&r, n.Agency, c.Questionnaire(r.Questionnaire))
	return r
}

// explained is how a database goes about statements of one transaction, settings apart.
func explained(t *testing.T, db *store.DB, statements []string) map[string]string {
	t.Helper()
	tx, err := db.Raw().Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	how, columns := "EXPLAIN QUERY PLAN ", 4
	if db.Postgres() {
		how, columns = "EXPLAIN ", 1
	}
	plans := map[string]string{}
	for _, statement := range statements {
		if strings.HasPrefix(statement, "SET ") {
			if _, err := tx.Exec(statement); err != nil {
				t.Fatal(err)
			}
			continue
		}
		plans[statement] = lastColumn(t, tx, how+statement, columns)
	}
	return plans
}

// lastColumn is a query's last column, a line for each row.
func lastColumn(t *testing.T, tx *sql.Tx, query string, columns int) string {
	t.Helper()
	rows, err := tx.Query(query)
	if err != nil {
		t.Fatal(query, err)
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		cells, targets := make([]string, columns), make([]any, columns)
		for i := range cells {
			targets[i] = &cells[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		lines = append(lines, cells[columns-1])
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

var (
	response = regexp.MustCompile(`\bresponse\b`)
	whole    = regexp.MustCompile(`Seq Scan on response\b|SCAN response\b`)
	byKey    = regexp.MustCompile(`response_counter.*\n\s*Index Cond: \(.*counter_id = |SEARCH response USING PRIMARY KEY \(counter_id=\?`)
)

// Figures are read from roll-ups, however many answers there are: the home page, a
// group's, an agency's, their tables and the API never look at a response. What they
// cannot tell, by stage and by question, is read for one agency by its counters' key.
func TestReadsDoNotGrowWithTheAnswers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := crowd(t, db)
		plan, agency := c.OfficialPlans(2026)[0], c.AgencyByCode("A0", "2026-03-04")
		rollUps := map[string]func(db *store.DB) error{
			"the catalogue": func(db *store.DB) error {
				_, err := db.Catalogue(t.Context())
				return err
			},
			"home, a group, their tables and the API": func(db *store.DB) error {
				y, err := report.ReadYear(t.Context(), db, c, []*survey.Plan{plan}, noon)
				if err == nil {
					err = y.ReadLast(t.Context(), db)
				}
				return err
			},
			"an agency": func(db *store.DB) error {
				_, err := report.ReadAgency(t.Context(), db, c, plan, agency, noon)
				return err
			},
			"the page on which a plan is changed": func(db *store.DB) error {
				_, err := report.ReadBoard(t.Context(), db, c, plan, noon)
				return err
			},
			"the counters of an agency": func(db *store.DB) error {
				_, err := db.Tallies(t.Context(), survey.TallyQuery{
					Plan: plan.ID, Questionnaires: []survey.QuestionnaireID{plan.Questionnaire}, Agency: agency.ID,
					By: []survey.Dimension{survey.ByCounter, survey.ByMonth},
				})
				return err
			},
		}
		for name, read := range rollUps {
			for statement, how := range explained(t, db, statements(t, db, read)) {
				if response.MatchString(how) {
					t.Errorf("%s: %s\n%s", name, statement, how)
				}
			}
		}
		for _, code := range []string{"A0", "A1"} {
			readsByKey(t, db, plan, c.AgencyByCode(code, "2026-03-04"))
		}
	})
}

// readsByKey holds that what is read of one agency's responses is read by its counters'
// key, however large its part of them is.
func readsByKey(t *testing.T, db *store.DB, plan *survey.Plan, agency *survey.Agency) {
	t.Helper()
	list := statements(t, db, func(db *store.DB) error {
		tallies, err := db.StageTallies(t.Context(), plan.ID, agency.ID)
		if err == nil && len(tallies) == 0 {
			return fmt.Errorf("the agency has no responses")
		}
		return err
	})
	looks := 0
	for statement, how := range explained(t, db, list) {
		if !response.MatchString(how) {
			continue
		}
		looks++
		if whole.MatchString(how) || !byKey.MatchString(how) {
			t.Errorf("%s: %s\n%s", agency.Code, statement, how)
		}
	}
	if looks != 1 {
		t.Errorf("%s: responses are read %d times", agency.Code, looks)
	}
}

// statements are those by which something is read, at least one.
func statements(t *testing.T, db *store.DB, read func(*store.DB) error) []string {
	t.Helper()
	var list []string
	if err := read(db.Reading(func(statement string) { list = append(list, statement) })); err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatal("nothing is read")
	}
	return list
}
