package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hailong/store"
	"hailong/survey"
)

// TestTortureCatalogue: what one process changes in the catalogue, every other goes by
// from the moment that the command has returned: what was closed takes not one answer
// more, what was opened is taken.
func TestTortureCatalogue(t *testing.T) {
	onBoth(t, func(t *testing.T, database string) {
		c := newChanging(t, database)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		var senders sync.WaitGroup
		for _, p := range c.instances {
			senders.Go(func() { c.book.steadily(ctx, p.address) })
		}
		for i := range scale(2, 30) {
			c.changeCounter(ctx, t, i)
			c.changeForm(t, i+2)
		}
		stop()
		senders.Wait()
		c.book.again(t, c.instances[0].address)
		for _, p := range c.instances {
			p.terminate(t)
		}
		c.book.check(t, database)
		c.checkStored(t, database)
		t.Logf("%d closings and %d openings held at once", 2*scale(2, 30), c.openings)
	})
}

// steadily sends one answer after another, so that there is always a batch under way
// and yet room for the commands.
func (l *ledger) steadily(ctx context.Context, address string) {
	for i := 0; ctx.Err() == nil; i++ {
		receipt, token := newReceipt(), walls[i%len(walls)]
		r, err := post(http.DefaultClient, address, body(receipt, token, true))
		l.note(receipt, token, true, r, err)
	}
}

// changing is a catalogue that is changed while instances take answers. Commands run
// at noon of a day, the instances at noon of the next, so that a plan can end between
// them: one that has begun cannot end before the day of the command.
type changing struct {
	book      *ledger
	env       []string // of the commands
	instances []*program
	today     survey.Day
	plan      string // the row of the plan that setUp made, up to its form

	openings int
	stored   map[string]string // receipt to plan and version of the form
}

func newChanging(t *testing.T, database string) *changing {
	t.Helper()
	now := time.Now()
	noon := until(now, 12, 0)
	c := &changing{
		book: newLedger(), stored: map[string]string{}, today: survey.DayOf(now.Add(noon), office),
		env: append(setUp(t, database), movedClock+"="+newClock(t, noon)),
	}
	c.run(t, "agencies", "code,name_vi,group,sector\nSNV,Sở Nội vụ,department,administrative\n")
	var year int
	var starts, ends string
	err := rawDatabase(t, database).QueryRowContext(t.Context(),
		"SELECT year, starts, ends FROM plan WHERE code = 'nay'").Scan(&year, &starts, &ends)
	if err != nil {
		t.Fatal(err)
	}
	c.plan = fmt.Sprintf("nay,%d,Khảo sát,%s,%s,", year, starts, ends)
	count := 1
	if store.IsPostgres(database) {
		count = 2
	}
	env := slices.Concat(c.env, []string{movedClock + "=" + newClock(t, noon+24*time.Hour)})
	for range count {
		c.instances = append(c.instances, start(t, env, "serve"))
	}
	return c
}

// run imports a list by the command that an office would use.
func (c *changing) run(t *testing.T, what, list string) {
	t.Helper()
	hailong(t, c.env, "import", what, write(t, what+".csv", list))
}

// changeCounter opens two counters, one with a plan of its own, as no other asks there;
// closes the one as of yesterday; and lets the other's plan end a day earlier.
func (c *changing) changeCounter(ctx context.Context, t *testing.T, i int) {
	t.Helper()
	closing, ending := fmt.Sprintf("CCCCCCC%03d", i), fmt.Sprintf("DDDDDDD%03d", i)
	row := fmt.Sprintf("A%d,STP,Quầy,%s", i, closing)
	plan := func(ends survey.Day) string {
		return fmt.Sprintf("code,year,name_vi,starts,ends,form,target,counters\n"+
			"P%d,%s,Khảo sát,%s,%s,short@1,>83,B%d\n", i, c.today[:4], c.today, ends, i)
	}
	c.run(t, "counters", fmt.Sprintf("code,agency,name_vi,token\n%s\nB%d,SNV,Quầy,%s\n", row, i, ending))
	c.run(t, "plans", plan(c.today.AddDays(1)))
	c.opened(t, closing, "")
	c.opened(t, ending, "")
	c.closes(ctx, t, closing, func() {
		c.run(t, "counters", "code,agency,name_vi,token,closed_on\n"+row+","+string(c.today.AddDays(-1))+"\n")
	})
	c.closes(ctx, t, ending, func() { c.run(t, "plans", plan(c.today)) })
}

// changeForm adds a version of the form and has the plan ask by it: what comes without
// a form is then read by the new version.
func (c *changing) changeForm(t *testing.T, version int) {
	t.Helper()
	c.run(t, "questionnaires", c.newerForm(t, version))
	ref := fmt.Sprintf("short@%d", version)
	c.opened(t, walls[0], ref)
	c.run(t, "plans", "code,year,name_vi,starts,ends,form,target\n"+c.plan+ref+",>83\n")
	for _, p := range c.instances {
		for range 5 {
			receipt := newReceipt()
			if r := c.send(t, p, receipt, walls[1], ""); r.status != http.StatusCreated {
				t.Errorf("an answer after the form has changed: %d", r.status)
			}
			c.stored[receipt] = ref
		}
	}
}

// newerForm is the shipped short form, as it is exported, under another version.
func (c *changing) newerForm(t *testing.T, version int) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "forms.csv")
	hailong(t, c.env, "export", "questionnaires", "--out", file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(text), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	place := map[string]int{}
	for i, name := range rows[0] {
		place[name] = i
	}
	kept, ours := rows[:1:1], false
	for _, row := range rows[1:] {
		if row[place["kind"]] == "form" {
			ours = row[place["code"]] == "short" && row[place["version"]] == "1"
			row[place["version"]] = strconv.Itoa(version)
		}
		if ours {
			kept = append(kept, row)
		}
	}
	var list strings.Builder
	if err := csv.NewWriter(&list).WriteAll(kept); err != nil {
		t.Fatal(err)
	}
	return list.String()
}

// opened: every instance takes what was opened at once.
func (c *changing) opened(t *testing.T, token, form string) {
	t.Helper()
	for _, p := range c.instances {
		c.openings++
		receipt := newReceipt()
		if r := c.send(t, p, receipt, token, form); r.status != http.StatusCreated {
			t.Errorf("what was opened (%s %s) is refused: %d", token, form, r.status)
		}
		if form != "" {
			c.stored[receipt] = form
		}
	}
}

// send sends one answer, with the form that it is meant for where one is given.
func (c *changing) send(t *testing.T, p *program, receipt, token, form string) reply {
	t.Helper()
	text := body(receipt, token, true)
	if form != "" {
		fields := map[string]any{}
		if err := json.Unmarshal(text, &fields); err != nil {
			t.Fatal(err)
		}
		fields["form"] = form
		var err error
		if text, err = json.Marshal(fields); err != nil {
			t.Fatal(err)
		}
	}
	r, err := post(http.DefaultClient, p.address, text)
	if err != nil {
		t.Fatal(err)
	}
	c.note(receipt, token, r)
	return r
}

func (c *changing) note(receipt, token string, r reply) {
	switch r.status {
	case http.StatusGone, http.StatusNotFound, http.StatusUnprocessableEntity:
		c.book.refuse(receipt, token)
	default:
		c.book.note(receipt, token, true, r, nil)
	}
}

// closes: while several send to the counter at every instance, a command closes it.
// Whatever is sent after the command has returned is refused as closed.
func (c *changing) closes(ctx context.Context, t *testing.T, token string, command func()) {
	t.Helper()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var closed atomic.Bool
	var senders sync.WaitGroup
	queues := make([]queue, len(c.instances))
	for i, p := range c.instances {
		for range 2 {
			senders.Go(func() {
				for ctx.Err() == nil {
					if err := c.visit(p.address, token, &closed, &queues[i]); err != nil {
						c.book.wonder(err.Error())
						return
					}
				}
			})
		}
	}
	for i := range queues {
		eventually(t, "the instance takes answers", func() bool { return queues[i].taken.Load() >= 20 })
	}
	command()
	closed.Store(true)
	for i := range queues {
		eventually(t, "the instance refuses answers", func() bool { return queues[i].refused.Load() >= 20 })
	}
	stop()
	senders.Wait()
}

// queue counts the people before one instance.
type queue struct{ taken, refused atomic.Int64 }

// visit sends one answer; the error is what must not be once the counter is closed.
func (c *changing) visit(address, token string, closed *atomic.Bool, q *queue) error {
	receipt, late := newReceipt(), closed.Load()
	r, err := post(http.DefaultClient, address, body(receipt, token, true))
	if err != nil {
		c.book.note(receipt, token, true, r, err)
		return err
	}
	c.note(receipt, token, r)
	switch {
	case late && r.status == http.StatusGone:
		q.refused.Add(1)
	case late:
		return fmt.Errorf("sent to %s after it was closed: %d", token, r.status)
	case r.status == http.StatusCreated:
		q.taken.Add(1)
	}
	return nil
}

// checkStored: what was sent after a form had changed stands under that form.
func (c *changing) checkStored(t *testing.T, database string) {
	t.Helper()
	rows, err := rawDatabase(t, database).QueryContext(t.Context(), `
		SELECT r.receipt, q.code, q.version FROM response r JOIN questionnaire q ON q.id = r.questionnaire_id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var raw []byte
		var code string
		var version int
		if err := rows.Scan(&raw, &code, &version); err != nil {
			t.Fatal(err)
		}
		want, known := c.stored[survey.Receipt(raw).String()]
		if have := fmt.Sprintf("%s@%d", code, version); known && have != want {
			t.Errorf("an answer to %s is stored as one to %s", want, have)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
