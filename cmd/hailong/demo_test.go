package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hailong/store"
	"hailong/store/pgtest"
	"hailong/survey"
)

// scores is what GET /api/v1/scores says, as a program would read it.
type scores struct {
	Plan   string
	Scores []struct {
		Agency    string
		Responses int
		Official  string
		Certain   bool
		Score     *float64
	}
}

func scoresOf(t *testing.T, address string, year int, query string) (s scores) {
	t.Helper()
	status, body := get(t, fmt.Sprintf("%s/api/v1/scores?year=%d%s", address, year, query))
	if status != 200 {
		t.Fatalf("scores: %d %s", status, body)
	}
	if err := json.Unmarshal([]byte(body), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// responsesOf is how many responses an agency's public score counts.
func responsesOf(t *testing.T, address string, year int, agency string) int {
	t.Helper()
	s := scoresOf(t, address, year, "&agency="+agency)
	if len(s.Scores) != 1 {
		t.Fatalf("%d scores of %s", len(s.Scores), agency)
	}
	return s.Scores[0].Responses
}

func TestDemoIsReadyInTenSeconds(t *testing.T) {
	d := demo(t)
	t.Logf("ready after %v", d.ready)
	if d.ready > 10*time.Second {
		t.Errorf("the demonstration was ready after %v, want 10 s at most", d.ready)
	}
	said := d.stdout.String()
	for _, want := range []string{d.address + "/\n", d.address + "/s/" + d.tokens["STP-01"], "█"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
	if _, body := get(t, d.address+"/readyz"); body != "ready\n" {
		t.Errorf("readyz says %q", body)
	}
}

func TestDemoShowsEveryVerdict(t *testing.T) {
	d := demo(t)
	present := scoresOf(t, d.address, d.years.present.year, "")
	if len(present.Scores) != 44 {
		t.Errorf("%d agencies, want 44", len(present.Scores))
	}
	seen, sum := map[string]int{}, 0
	for _, s := range present.Scores {
		seen[fmt.Sprint(s.Official, " ", s.Certain)]++
		sum += s.Responses
	}
	for _, verdict := range []string{
		"met true", "met false", "not_met true", "not_met false", "too_few false", "no_service false",
	} {
		if seen[verdict] == 0 {
			t.Errorf("no agency is %s: %v", verdict, seen)
		}
	}
	for _, s := range scoresOf(t, d.address, d.years.past.year, "").Scores {
		sum += s.Responses
	}
	if sum < 30000 || sum > 60000 {
		t.Errorf("%d responses in the two years, want about 40,000", sum)
	}
	long := scoresOf(t, d.address, d.years.present.year, fmt.Sprintf("&plan=%d-19", d.years.present.year))
	if len(long.Scores) != 2 {
		t.Errorf("%d agencies try the 19 questions, want 2", len(long.Scores))
	}
}

// TestDemoStaysAndServes starts a second time on a copy of the demonstration's
// file, and then goes on with serve.
func TestDemoStaysAndServes(t *testing.T) {
	d := demo(t)
	copied := filepath.Join(t.TempDir(), "copy.db")
	source, err := sql.Open("sqlite", d.database)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	if _, err := source.ExecContext(t.Context(), "VACUUM INTO ?", copied); err != nil {
		t.Fatal(err)
	}
	env := []string{"HAILONG_DATABASE=" + copied, "HAILONG_ADDR=127.0.0.1:0"}
	var before []byte
	for _, name := range []string{"demo", "demo", "serve"} {
		p := start(t, env, name)
		after, err := json.Marshal(scoresOf(t, p.address, d.years.present.year, ""))
		if err != nil {
			t.Fatal(err)
		}
		if before != nil && string(after) != string(before) {
			t.Errorf("%s changed the scores", name)
		}
		if _, body := get(t, p.address+"/"); !strings.Contains(body, "Số liệu mô phỏng") {
			t.Errorf("%s does not say that the figures are simulated", name)
		}
		status, receipt := send(t, p.address, d.tokens["STP-01"], "")
		if status != 201 {
			t.Errorf("%s answers %d to a response", name, status)
		}
		if status, _ := send(t, p.address, d.tokens["STP-01"], receipt); status != 200 {
			t.Errorf("%s answers %d to the same response again", name, status)
		}
		if before, err = json.Marshal(scoresOf(t, p.address, d.years.present.year, "")); err != nil {
			t.Fatal(err)
		}
		p.terminate(t)
	}
}

// TestDemoIsTheSameEachTime makes it on both databases and compares every roll-up
// and every counter's token.
func TestDemoIsTheSameEachTime(t *testing.T) {
	now := time.Date(2026, 5, 20, 9, 0, 0, 0, office)
	made := func(address string) (string, *survey.Catalogue) {
		db := open(t, address)
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := makeDemo(t.Context(), db, now, io.Discard); err != nil {
			t.Fatal(err)
		}
		catalogue, err := db.Catalogue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return rollUps(t, db, catalogue), catalogue
	}
	one, first := made(filepath.Join(t.TempDir(), "one.db"))
	two, second := made(pgtest.Shared(t).Database(t))
	if one != two {
		t.Error("two demonstrations of the same day have other figures")
	}
	for i := range first.Counters {
		if a, b := first.Counters[i], second.Counters[i]; a.Code != b.Code || a.Token != b.Token {
			t.Errorf("counter %s has token %s, then counter %s has %s", a.Code, a.Token, b.Code, b.Token)
		}
	}
}

// A demonstration that an earlier version made gets people and shows its comments; what
// is there already stays.
func TestDemoOfAnEarlierVersionIsCompleted(t *testing.T) {
	onBoth(t, func(t *testing.T, address string) {
		db, now := open(t, address), time.Date(2026, 5, 20, 9, 0, 0, 0, office)
		if _, err := db.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		years := demoYears(survey.DayOf(now, office))
		err := db.InTx(t.Context(), func(ctx context.Context) error {
			if err := db.MarkSimulated(ctx); err != nil {
				return err
			}
			setup := &survey.Setup{Store: db, Now: clock, Random: demoRandom(), Actor: survey.Program}
			if err := setUpDemo(ctx, setup, years); err != nil {
				return err
			}
			_, err := answerDemo(ctx, db, years)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if err := makeDemo(t.Context(), db, now, io.Discard); err != nil {
				t.Fatal(err)
			}
			people, err := db.Accounts(t.Context())
			if err != nil || len(people) != len(demoPeople) {
				t.Errorf("%d people, want %d: %v", len(people), len(demoPeople), err)
			}
		}
		catalogue, err := db.Catalogue(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		agency := catalogue.AgencyByCode("STP", survey.DayOf(now, office))
		read, err := survey.ReadComments(t.Context(), db, survey.CommentQuery{Agency: agency.ID})
		if err != nil || read.Count == 0 {
			t.Errorf("comments are not shown: %+v, %v", read, err)
		}
	})
}

// rollUps is all that scores are made from, as text.
func rollUps(t *testing.T, db *store.DB, c *survey.Catalogue) string {
	t.Helper()
	var b strings.Builder
	for i := range c.Plans {
		tallies, err := db.Tallies(t.Context(), survey.TallyQuery{
			Plan: c.Plans[i].ID, Questionnaires: []survey.QuestionnaireID{c.Plans[i].Questionnaire},
			By: []survey.Dimension{survey.ByCounter, survey.ByMonth, survey.ByChannel},
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, tally := range tallies {
			fmt.Fprintf(&b, "%s %+v\n", c.Plans[i].Code, tally)
		}
	}
	if b.Len() == 0 {
		t.Fatal("no roll-ups")
	}
	return b.String()
}
