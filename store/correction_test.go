package store_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	random "math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// said is the word of an error of ours.
func said(err error) string {
	e, _ := errors.AsType[*survey.Error](err)
	if e == nil {
		return ""
	}
	return e.Word
}

// corrected is a province with answers that corrections are tried on.
type corrected struct {
	*province
	t    *testing.T
	db   *store.DB
	use  *survey.Corrections
	seed *random.Rand
}

func onCorrected(t *testing.T, test func(t *testing.T, w *corrected)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		w := &corrected{province: setUp(t, db), t: t, db: db, seed: random.New(random.NewPCG(1, 2))}
		w.use = &survey.Corrections{
			Store: db, Now: func() time.Time { return noon }, Actor: survey.Actor{Name: "an.nguyen", Where: "page"},
		}
		test(t, w)
	})
}

func (w *corrected) catalogue() *survey.Catalogue { return catalogue(w.t, w.db) }

// gave is one response at a counter, at a local time 2026-03-04 08:30.
func (w *corrected) gave(counter, at string, channel survey.Channel, status survey.Status, levels survey.Levels) survey.Response {
	w.t.Helper()
	c := w.catalogue()
	n := counterOf(w.t, c, counter)
	when, err := time.ParseInLocation("2006-01-02 15:04", at, storetest.Zone)
	if err != nil {
		w.t.Fatal(err)
	}
	receipt, err := survey.NewReceipt(when, rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	plan := c.OfficialPlans(2026)[0]
	r := survey.Response{
		Receipt: receipt, Counter: n.ID, Plan: plan.ID, Questionnaire: plan.Questionnaire,
		AnsweredAt: when.UTC(), ReceivedAt: when.UTC(), Day: survey.DayOf(when, storetest.Zone), Channel: channel,
		Status: status, Stage: survey.Stage(w.seed.IntN(6)), Levels: levels,
	}
	r.Tally = survey.TallyOf(&r, n.Agency, c.Questionnaire(plan.Questionnaire))
	return r
}

func counterOf(t *testing.T, c *survey.Catalogue, code string) *survey.Counter {
	t.Helper()
	at := slices.IndexFunc(c.Counters, func(n survey.Counter) bool { return n.Code == code })
	if at < 0 {
		t.Fatal("no counter " + code)
	}
	return &c.Counters[at]
}

// store puts responses in as the intake does.
func (w *corrected) store(list ...survey.Response) {
	w.t.Helper()
	for batch := range slices.Chunk(list, survey.BatchSize) {
		if _, err := w.db.AddResponses(w.t.Context(), w.catalogue().Version, batch); err != nil {
			w.t.Fatal(err)
		}
	}
}

var correctedCounters = []string{"STP-01", "STP-02", "CDYT-01"}

// some are so many responses of three months, by every channel and of every status.
func (w *corrected) some(n int) []survey.Response {
	var list []survey.Response
	for range n {
		at := fmt.Sprintf("2026-%02d-%02d %02d:%02d", 1+w.seed.IntN(3), 1+w.seed.IntN(28), 7+w.seed.IntN(11), w.seed.IntN(60))
		levels := survey.Levels(fmt.Sprintf("%d%d%d--5", 1+w.seed.IntN(5), 1+w.seed.IntN(5), 3+w.seed.IntN(3)))
		status := survey.StatusValid
		switch w.seed.IntN(10) {
		case 0:
			status = survey.StatusLate
		case 1:
			status, levels = survey.StatusEmpty, "-----5"
		}
		list = append(list, w.gave(correctedCounters[w.seed.IntN(3)], at, survey.Channel(1+w.seed.IntN(7)), status, levels))
	}
	return list
}

// edit is the edit that makes a correction of what those cells choose now.
func (w *corrected) edit(cells map[string]string) (survey.Edit, error) {
	w.t.Helper()
	c := w.catalogue()
	x, err := survey.SelectionOf(c, cells)
	if err != nil {
		return survey.Edit{}, err
	}
	trial, err := w.use.Try(w.t.Context(), c, x)
	if err != nil {
		return survey.Edit{}, err
	}
	return survey.CorrectionEdit(cells, trial.Version), nil
}

func (w *corrected) correct(cells map[string]string) error {
	w.t.Helper()
	e, err := w.edit(cells)
	if err == nil {
		_, err = w.use.Apply(w.t.Context(), e)
	}
	return err
}

func (w *corrected) undo(id survey.CorrectionID) error {
	_, err := w.use.Apply(w.t.Context(), survey.UndoEdit(id, "Đã xem lại"))
	return err
}

func (w *corrected) list() []survey.Correction {
	w.t.Helper()
	list, err := w.db.NewestCorrections(w.t.Context(), 1000)
	if err != nil {
		w.t.Fatal(err)
	}
	return list
}

// tallies are the roll-ups as text, in order.
func (w *corrected) tallies() string {
	w.t.Helper()
	lines := dump(w.t, w.db, "tally ORDER BY counter_id, agency_id, plan_id, questionnaire_id, month, channel, is_excluded")
	return strings.Join(lines, "\n")
}

// agrees holds that the roll-ups are what a recount from scratch makes, and that what is
// told by stage and question adds up to them.
func (w *corrected) agrees(when string) {
	w.t.Helper()
	if d, err := w.db.Verify(w.t.Context()); err != nil || len(d) != 0 {
		w.t.Fatalf("%s: %d roll-ups differ from a recount, %v: %+v", when, len(d), err, d)
	}
	c := w.catalogue()
	plan := c.OfficialPlans(2026)[0]
	for i := range c.Agencies {
		id := c.Agencies[i].ID
		tallies, err := w.db.Tallies(w.t.Context(), survey.TallyQuery{
			Plan: plan.ID, Questionnaires: []survey.QuestionnaireID{plan.Questionnaire}, Agency: id,
		})
		if err != nil {
			w.t.Fatal(err)
		}
		stages, err := w.db.StageTallies(w.t.Context(), plan.ID, id)
		if err != nil {
			w.t.Fatal(err)
		}
		var sums survey.Sums
		for _, s := range stages {
			sums = sums.Add(s.Sums)
		}
		if sums != tallies[0].Sums {
			w.t.Fatalf("%s: %s by stage %+v, in all %+v", when, c.Agencies[i].Code, sums, tallies[0].Sums)
		}
	}
}

// any are cells of a correction drawn by chance.
func (w *corrected) any() map[string]string {
	pick := func(list ...string) string { return list[w.seed.IntN(len(list))] }
	cells := map[string]string{
		"kind": pick("exclude", "exclude", "reassign"), "counter": pick(correctedCounters...),
		"from": fmt.Sprintf("2026-01-%02d", 1+w.seed.IntN(28)), "to": fmt.Sprintf("2026-%02d-%02d", 1+w.seed.IntN(3), 28),
		"after": pick("", "", "09:00"), "before": pick("", "", "15:30"), "channel": pick("", "", "qr", "paper"),
		"rule": pick("", "", "", "burst"), "reason": "Thử",
	}
	if cells["kind"] == "reassign" {
		cells["agency"] = map[bool]string{true: "STP@", false: "CDYT@"}[cells["counter"] == "CDYT-01"]
	}
	return cells
}

// Whatever is corrected and undone, in whatever order and while answers go on arriving:
// the roll-ups are those of a recount from scratch, and with all undone those that the
// answers alone give.
func TestCorrectionsAreWhatARecountMakesOfThem(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		all := w.some(400)
		w.store(all...)
		begin := w.tallies()
		done := 0
		for step := range 20 {
			open := slices.DeleteFunc(w.list(), func(c survey.Correction) bool { return !c.InForce() })
			var err error
			if len(open) > 0 && w.seed.IntN(3) == 0 {
				err = w.undo(open[w.seed.IntN(len(open))].ID)
			} else {
				err = w.correct(w.any())
			}
			switch {
			case err == nil:
				done++
			case said(err) != "correction.nothing":
				t.Fatal(err)
			}
			w.agrees(fmt.Sprint("step ", step))
		}
		if done < 8 || w.tallies() == begin {
			t.Fatalf("only %d corrections did anything", done)
		}
		later := w.some(50)
		w.store(later...)
		w.agrees("after more answers")
		w.undoAll()
		want := make([]survey.Tally, 0, 450)
		for _, r := range slices.Concat(all, later) {
			want = append(want, r.Tally)
		}
		w.agrees("with all undone")
		if got := w.stored(); !slices.Equal(got, survey.MergeTallies(want)) {
			t.Error("with all undone the roll-ups are not those of the answers")
		}
	})
}

// Undoing everything gives the beginning back, row by row.
func TestUndoingAllIsTheBeginning(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		w.store(w.some(120)...)
		begin := w.tallies()
		for range 12 {
			if err := w.correct(w.any()); err != nil && said(err) != "correction.nothing" {
				t.Fatal(err)
			}
		}
		w.undoAll()
		if w.tallies() != begin {
			t.Error("the roll-ups are others")
		}
		if n := count(t, w.db, "SELECT COUNT(*) FROM correction_receipt WHERE in_force"); n != 0 {
			t.Errorf("%d responses are still taken", n)
		}
	})
}

func (w *corrected) undoAll() {
	w.t.Helper()
	for _, c := range w.list() {
		if c.InForce() {
			if err := w.undo(c.ID); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// stored are the roll-ups of the plan, in order.
func (w *corrected) stored() []survey.Tally {
	w.t.Helper()
	list, err := w.db.PlanTallies(w.t.Context(), w.catalogue().OfficialPlans(2026)[0].ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return survey.MergeTallies(list)
}

// day is a correction of all that the first counter received on noon's day.
func day(kind string, more ...string) map[string]string {
	cells := map[string]string{"kind": kind, "counter": "STP-01", "from": "2026-03-04", "to": "2026-03-04", "reason": "Phiếu thử máy"}
	for i := 0; i < len(more); i += 2 {
		cells[more[i]] = more[i+1]
	}
	return cells
}

// tenAt are ten responses at a counter at one time of noon's day.
func (w *corrected) tenAt(counter, clock string, levels survey.Levels) (list []survey.Response) {
	for range 10 {
		list = append(list, w.gave(counter, "2026-03-04 "+clock, survey.ChannelQR, survey.StatusValid, levels))
	}
	return list
}

func TestACorrectionTakesWhatItSays(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		w.store(slices.Concat(w.tenAt("STP-01", "08:00", "55555-"), w.tenAt("STP-01", "09:00", "11111-"))...)
		w.store(w.gave("STP-01", "2026-03-03 08:30", survey.ChannelQR, survey.StatusValid, "44444-"),
			w.gave("STP-01", "2026-03-04 08:30", survey.ChannelPaper, survey.StatusValid, "44444-"),
			w.gave("STP-01", "2026-03-04 08:30", survey.ChannelQR, survey.StatusEmpty, "-----5"))
		for _, tt := range []struct {
			cells map[string]string
			want  int64
		}{
			{day("exclude"), 21},
			{day("exclude", "after", "08:00", "before", "09:00"), 11},
			{day("exclude", "after", "08:30"), 11},
			{day("exclude", "channel", "paper"), 1},
			{day("exclude", "from", "2026-03-03"), 22},
			{day("reassign", "agency", "CDYT@"), 22}, // also what does not count
		} {
			x, err := survey.SelectionOf(w.catalogue(), tt.cells)
			if err != nil {
				t.Fatal(err)
			}
			trial, err := w.use.Try(t.Context(), w.catalogue(), x)
			if err != nil || trial.Received != tt.want {
				t.Errorf("%v: %+v, %v; want %d", tt.cells, trial, err, tt.want)
			}
		}
		if err := w.correct(day("exclude", "after", "09:00")); err != nil {
			t.Fatal(err)
		}
		s := w.agency(t, "STP").Score
		if s.Received != 23 || s.Excluded != 10 || s.Responses != 12 || s.Satisfied != 60 {
			t.Errorf("%d received, %d excluded, %d counted, %d satisfied", s.Received, s.Excluded, s.Responses, s.Satisfied)
		}
		// What comes later is not in it, and what is in it is not taken twice.
		w.store(w.gave("STP-01", "2026-03-04 09:30", survey.ChannelQR, survey.StatusValid, "11111-"))
		if s := w.agency(t, "STP").Score; s.Excluded != 10 || s.Responses != 13 {
			t.Errorf("%d excluded, %d counted", s.Excluded, s.Responses)
		}
		if err := w.correct(day("exclude", "after", "09:00")); err != nil {
			t.Fatal(err)
		}
		if c := w.list()[0]; c.Taken != 1 {
			t.Errorf("the second takes %d", c.Taken)
		}
		w.agrees("at the end")
	})
}

func TestReassignedResponsesCountElsewhere(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		w.store(slices.Concat(w.tenAt("STP-01", "08:00", "55555-"), w.tenAt("CDYT-01", "08:00", "11111-"))...)
		if err := w.correct(day("reassign", "agency", "CDYT@")); err != nil {
			t.Fatal(err)
		}
		stp, cdyt := w.agency(t, "STP"), w.agency(t, "CDYT")
		if stp.Score.Received != 0 || cdyt.Score.Received != 20 || cdyt.Score.Satisfied != 50 {
			t.Errorf("STP %d, CDYT %d with %d satisfied", stp.Score.Received, cdyt.Score.Received, cdyt.Score.Satisfied)
		}
		// The counter where they were given is named, so that the parts make up the whole.
		var parts int64
		for _, cell := range cdyt.Counters {
			parts += cell.Score.Responses
		}
		if parts != 20 {
			t.Errorf("the counters have %d of 20", parts)
		}
		// An exclusion of what was reassigned is of the agency that it is credited to.
		touched, err := w.use.Apply(t.Context(), edited(t, w, day("exclude")))
		if c := w.catalogue(); err != nil || len(touched) != 1 || c.Agency(touched[0]).Code != "CDYT" {
			t.Errorf("%v, %v", touched, err)
		}
		if s := w.agency(t, "CDYT").Score; s.Excluded != 10 || s.Responses != 10 {
			t.Errorf("%d excluded, %d counted", s.Excluded, s.Responses)
		}
		w.agrees("at the end")
	})
}

func edited(t *testing.T, w *corrected, cells map[string]string) survey.Edit {
	t.Helper()
	e, err := w.edit(cells)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestCorrectionsAreRefused(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		w.store(w.tenAt("STP-01", "08:00", "55555-")...)
		for name, tt := range map[string]struct {
			cells map[string]string
			want  string // of the only mistake, or of the error
		}{
			"no kind":             {day(""), "correction.kind_needed"},
			"no such counter":     {day("exclude", "counter", "X"), "correction.counter_unknown"},
			"no day":              {day("exclude", "from", ""), "correction.day_needed"},
			"days backwards":      {day("exclude", "to", "2026-03-03"), "correction.days"},
			"no time":             {day("exclude", "after", "8 giờ"), "correction.time_unknown"},
			"times backwards":     {day("exclude", "after", "09:00", "before", "08:00"), "correction.times"},
			"no such channel":     {day("exclude", "channel", "fax"), "correction.channel_unknown"},
			"no such rule":        {day("exclude", "rule", "x"), "correction.rule_unknown"},
			"to nobody":           {day("reassign"), "correction.agency_needed"},
			"to itself":           {day("reassign", "agency", "STP@"), "correction.agency_same"},
			"nothing there":       {day("exclude", "from", "2026-02-01", "to", "2026-02-02"), "correction.nothing"},
			"nothing of the rule": {day("exclude", "rule", "burst"), "correction.nothing"},
			"no reason":           {day("exclude", "reason", " "), "correction.reason_needed"},
			"a long reason":       {day("exclude", "reason", strings.Repeat("à", 1001)), "correction.reason_long"},
		} {
			err := w.correct(tt.cells)
			e, ours := errors.AsType[*survey.Error](err)
			if ours && len(e.Causes) == 1 {
				e = e.Causes[0]
			}
			if !ours || e.Word != tt.want {
				t.Errorf("%s: %v, want %s", name, err, tt.want)
			}
		}
		stale := edited(t, w, day("exclude"))
		w.store(w.gave("STP-01", "2026-03-04 10:00", survey.ChannelQR, survey.StatusValid, "11111-"))
		if is, err := w.use.Stale(t.Context(), w.catalogue(), stale); !is || err != nil {
			t.Errorf("stale %v, %v", is, err)
		}
		if _, err := w.use.Apply(t.Context(), stale); said(err) != "correction.stale" {
			t.Errorf("other responses are chosen by now: %v", err)
		}
		if n := len(w.list()); n != 0 {
			t.Errorf("%d corrections", n)
		}
		if err := w.undo(99); said(err) != "correction.unknown" {
			t.Error(err)
		}
		if err := w.correct(day("exclude")); err != nil {
			t.Fatal(err)
		}
		id := w.list()[0].ID
		if err := errors.Join(w.undo(id)); err != nil {
			t.Fatal(err)
		}
		if err := w.undo(id); said(err) != "correction.undone_already" {
			t.Errorf("undone twice: %v", err)
		}
	})
}

// A correction is made or not made as a whole, also where the log cannot be written.
func TestACorrectionThatFailsLeavesNothing(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		w.store(w.some(60)...)
		begin, logged := w.tallies(), len(actions(t, w.db, 0))
		fault := errors.New("made up")
		err := w.db.InTx(t.Context(), func(ctx context.Context) error {
			e, err := w.edit(day("exclude", "from", "2026-01-01"))
			if err == nil {
				_, err = w.use.Apply(ctx, e)
			}
			return errors.Join(err, fault)
		})
		if !errors.Is(err, fault) || w.tallies() != begin || len(w.list()) != 0 || len(actions(t, w.db, 0)) != logged {
			t.Errorf("%v; %d corrections", err, len(w.list()))
		}
	})
}

// The database itself refuses what would bend a correction.
func TestCorrectionsAreGuarded(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		w.store(w.tenAt("STP-01", "08:00", "55555-")...)
		if err := w.correct(day("exclude")); err != nil {
			t.Fatal(err)
		}
		if err := w.correct(day("reassign", "agency", "CDYT@")); err != nil {
			t.Fatal(err)
		}
		if err := w.undo(w.list()[0].ID); err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			"DELETE FROM correction", "DELETE FROM correction_receipt", "UPDATE correction SET reason = 'x'",
			"UPDATE correction SET undone_by = '' WHERE undone_by <> ''", "UPDATE correction SET undone_by = 'x', taken = 1",
			"UPDATE correction_receipt SET in_force = TRUE", "UPDATE correction_receipt SET kind = 'reassign'",
			"INSERT INTO correction_receipt SELECT correction_id + 1, counter_id, receipt, kind, agency_id, TRUE " +
				"FROM correction_receipt WHERE in_force",
		} {
			if _, err := w.db.Raw().Exec(statement); err == nil {
				t.Errorf("%s is done", statement)
			}
		}
	})
}

// The log says who, why and how many; it holds no receipt and no level.
func TestTheLogNamesNoResponse(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		list := w.tenAt("STP-01", "08:00", "43215-")
		w.store(list...)
		if _, err := survey.FindFlags(t.Context(), w.db, w.catalogue(), survey.Program, storetest.Now); err != nil {
			t.Fatal(err)
		}
		if err := w.correct(day("exclude")); err != nil {
			t.Fatal(err)
		}
		if err := w.undo(w.list()[0].ID); err != nil {
			t.Fatal(err)
		}
		text := strings.Join(dump(t, w.db, "log_entry ORDER BY number"), "\n")
		for _, want := range []string{"correction.add", "correction.undo", "flag.find", "Phiếu thử máy", "Đã xem lại", "an.nguyen", `"Responses":10`} {
			if !strings.Contains(text, want) {
				t.Errorf("no %s", want)
			}
		}
		if strings.Contains(text, "43215") {
			t.Error("the log has levels")
		}
		for i := range list {
			for _, form := range []string{list[i].Receipt.String(), fmt.Sprintf("%x", list[i].Receipt[:]), list[i].Receipt.Short()} {
				if strings.Contains(strings.ToLower(text), strings.ToLower(form)) {
					t.Errorf("the log has the receipt as %s", form)
				}
			}
		}
	})
}

// An archived plan takes no corrections, and one with corrections is not archived: its file
// would not say what its roll-ups do.
func TestArchivedPlansAreNotCorrected(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		w.asked(t)
		c := w.catalogue()
		month := w.stored()[0]
		whole := map[string]string{
			"kind": "exclude", "counter": c.Counter(month.Counter).Code, "from": string(month.Month) + "-01",
			"to": string(month.Month) + "-28", "reason": "Thử",
		}
		if err := w.correct(whole); err != nil {
			t.Fatal(err)
		}
		a := archiving(w.db)
		if err := a.Keep(t.Context(), written(t, a)); err == nil {
			t.Error("a plan with a correction is archived")
		}
		if err := w.undo(w.list()[0].ID); err != nil {
			t.Fatal(err)
		}
		f := written(t, a)
		if err := a.Keep(t.Context(), f); err != nil {
			t.Fatal(err)
		}
		if err := w.correct(whole); said(err) != "correction.archived" {
			t.Errorf("archived: %v", err)
		}
		if _, err := w.db.FlaggedTallies(t.Context(), month.Plan); said(err) != "correction.archived" {
			t.Errorf("what is flagged of it: %v", err)
		}
		if _, err := a.Empty(t.Context(), f); err != nil {
			t.Fatal(err)
		}
		if err := w.correct(whole); said(err) != "correction.archived" {
			t.Errorf("emptied: %v", err)
		}
	})
}

// Answers that arrive while corrections are made are neither lost nor counted twice.
func TestAnswersArriveWhileCorrectionsAreMade(t *testing.T) {
	onCorrected(t, func(t *testing.T, w *corrected) {
		w.store(w.tenAt("STP-01", "08:00", "55555-")...)
		sent := make(chan error)
		go func() {
			var all error
			for i := range 60 {
				_, err := w.intake.Submit(t.Context(), draft(t, "7K3MQ2XVTD", levels(1+i%5, 5, 0, 0, 0)))
				all = errors.Join(all, err)
			}
			sent <- all
		}()
		for range 6 {
			err := w.db.InTx(t.Context(), func(ctx context.Context) error {
				if err := w.db.HoldTallies(ctx); err != nil {
					return err
				}
				_, err := w.use.Apply(ctx, edited(t, w, day("exclude")))
				return err
			})
			if err != nil {
				t.Error(err)
			}
			for _, c := range w.list() {
				if c.InForce() {
					if err := w.undo(c.ID); err != nil {
						t.Error(err)
					}
				}
			}
		}
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
		tidy(t, w.db, 70)
		w.agrees("at the end")
	})
}
