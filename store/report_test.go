package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hailong/scoring"
	"hailong/scoring/report"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

// figures are the numbers of a cell that can be counted by hand.
type figures struct {
	Code                          string
	Received, Late, N, Given, Sat int64
}

func cells(list []report.Cell) []figures {
	var rows []figures
	for _, c := range list {
		rows = append(rows, figuresOf(c.Code, c.Score))
	}
	return rows
}

func figuresOf(code string, s scoring.Score) figures {
	return figures{code, s.Received, s.Late, s.Responses, s.Answers, s.Satisfied}
}

// answered fills a province: three responses of the department on the short form,
// one late, one empty, one on the 19 questions, and one of the college.
func (p *province) answered(t *testing.T) {
	t.Helper()
	at := func(d *survey.Draft, token string, day survey.Day, channel survey.Channel, stage survey.Stage) *survey.Draft {
		d.Counter, d.Channel, d.Stage = token, channel, stage
		d.AnsweredAt = day.Time()
		return d
	}
	empty := draft(t, "", map[string]int{"O": 5})
	other := draft(t, "", map[string]int{"15": 1, "16": 1})
	other.Form = "sipas@1"
	withOverall := draft(t, "", levels(5, 5, 2, 0, 0))
	withOverall.Answers["O"] = 4
	drafts := []*survey.Draft{
		at(draft(t, "", levels(5, 4, 3, 0, 1)), "7K3MQ2XVTD", "2026-01-15", survey.ChannelQR, survey.StageSubmitted),
		at(withOverall, "7K3MQ2XVTD", "2026-03-02", survey.ChannelPaper, survey.StageReceived),
		at(draft(t, "", levels(1, 0, 0, 0, 0)), "7K3MQ2XVTF", "2026-01-31", survey.ChannelQR, survey.StageNone),
		at(empty, "7K3MQ2XVTD", "2026-03-02", survey.ChannelQR, survey.StageNone),
		at(other, "7K3MQ2XVTD", "2026-03-02", survey.ChannelQR, survey.StageReceived),
		at(draft(t, "", levels(5, 5, 5, 5, 5)), "7K3MQ2XVTG", "2026-03-02", survey.ChannelKiosk, survey.StageReceived),
	}
	if _, err := p.db.AddResponses(t.Context(), p.shelf.Now().Version, p.checked(t, drafts...)); err != nil {
		t.Fatal(err)
	}
	late := at(draft(t, "", levels(5, 5, 5, 5, 5)), "7K3MQ2XVTD", "2026-03-02", survey.ChannelPaper, survey.StageNone)
	r, err := p.shelf.Now().Check(late, time.Date(2027, 2, 1, 0, 0, 0, 0, storetest.Zone))
	if err != nil || r.Status != survey.StatusLate {
		t.Fatal(r.Status, err)
	}
	if _, err := p.db.AddResponses(t.Context(), p.shelf.Now().Version, []survey.Response{r}); err != nil {
		t.Fatal(err)
	}
}

func TestAnAgencysFiguresByEveryCut(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.answered(t)
		b := p.agency(t, "STP")
		total := figures{"STP", 5, 1, 3, 8, 4}
		if got := figuresOf(b.Agency.Code, b.Score); got != total {
			t.Errorf("%+v, want %+v", got, total)
		}
		tests := map[string]struct {
			cells []report.Cell
			want  []figures
		}{
			"counters, also without an answer": {b.Counters, []figures{
				{"STP-01", 4, 1, 2, 7, 4}, {"STP-02", 0, 0, 0, 0, 0}, {"STP-03", 1, 0, 1, 1, 0},
			}},
			"months":   {b.Months, []figures{{"2026-01", 2, 0, 2, 5, 2}, {"2026-03", 3, 1, 1, 3, 2}}},
			"channels": {b.Channels, []figures{{"paper", 2, 1, 1, 3, 2}, {"qr", 3, 0, 2, 5, 2}}},
		}
		for name, tt := range tests {
			if d := cmp.Diff(tt.want, cells(tt.cells)); d != "" {
				t.Errorf("%s: %s", name, d)
			}
			sum := figures{Code: "STP"}
			for _, c := range cells(tt.cells) {
				sum.Received, sum.Late, sum.N = sum.Received+c.Received, sum.Late+c.Late, sum.N+c.N
				sum.Given, sum.Sat = sum.Given+c.Given, sum.Sat+c.Sat
			}
			if sum != total {
				t.Errorf("%s add up to %+v, want %+v", name, sum, total)
			}
		}
		var given int64
		for _, f := range b.Factors {
			given += f.Score.Answers
		}
		if given != total.Given {
			t.Errorf("the factors add up to %d", given)
		}
	})
}

func TestTheDetailAddsUpToTheTotals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.answered(t)
		c := catalogue(t, db)
		d, err := report.ReadDetail(t.Context(), db, c, c.OfficialPlans(2026)[0], c.AgencyByCode("STP", "2026-03-04"), noon)
		if err != nil {
			t.Fatal(err)
		}
		stages := []figures{{"", 1, 0, 1, 1, 0}, {"submitted", 1, 0, 1, 4, 2}, {"received", 1, 0, 1, 3, 2}}
		if d := cmp.Diff(stages, cells(d.Stages)); d != "" {
			t.Errorf("stages: %s", d)
		}
		var questions []figures
		for _, q := range append(d.Questions, d.Overall...) {
			questions = append(questions, figures{Code: q.Code, Given: q.Score.Answers, Sat: q.Score.Satisfied})
		}
		want := []figures{
			{Code: "TC", Given: 3, Sat: 2},
			{Code: "TTHC", Given: 2, Sat: 2},
			{Code: "CC", Given: 2},
			{Code: "KQ"},
			{Code: "PAKN", Given: 1},
			{Code: "O", Given: 1, Sat: 1},
		}
		if d := cmp.Diff(want, questions); d != "" {
			t.Errorf("questions: %s", d)
		}
		for i, f := range d.Factors { // on the short form each factor has one question
			if q := d.Questions[i].Score; f.Score.Answers != q.Answers || f.Score.Satisfied != q.Satisfied {
				t.Errorf("%s: %d of %d by roll-up, %d of %d by response", f.Code, f.Score.Satisfied, f.Score.Answers, q.Satisfied, q.Answers)
			}
		}
	})
}

func TestTheBoardListsEveryAgencyOfThePlanWithItsOwnAnswers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.answered(t)
		third := storetest.Table(t, "code,name_vi,group,sector\nSNV,Sở Nội vụ,department,administrative")
		changed(t, survey.Change{Added: 1})(setupOf(db).ImportAgencies(t.Context(), third, nil, ""))
		c := catalogue(t, db)
		y, err := report.ReadYear(t.Context(), db, c, c.OfficialPlans(2026)[:1], noon)
		if err != nil || y.Boards[0].Ended {
			t.Fatal(y, err)
		}
		b := y.Boards[0]
		var got []figures
		for i := range b.Agencies {
			got = append(got, figuresOf(b.Agencies[i].Agency.Code, b.Agencies[i].Score))
		}
		want := []figures{{"CDYT", 1, 0, 1, 5, 5}, {"SNV", 0, 0, 0, 0, 0}, {"STP", 5, 1, 3, 8, 4}}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		if d := cmp.Diff(cells(p.agency(t, "STP").Months), cells(b.Agencies[2].Months)); d != "" {
			t.Errorf("months on the board and on the agency's page differ: %s", d)
		}
		after, err := report.ReadBoard(t.Context(), db, c, c.OfficialPlans(2026)[0], time.Date(2027, 1, 1, 0, 0, 0, 0, storetest.Zone))
		if err != nil || !after.Ended || after.Agencies[2].Months != nil {
			t.Errorf("on the day after its end: %v, %v", after, err)
		}
	})
}

// An excluded response was received; it is in the count of the excluded, and in
// nothing that a score is made of. A recount keeps the two kinds of rows apart.
func TestWhatIsExcludedIsCountedApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		p := setUp(t, db)
		p.answered(t)
		before := p.agency(t, "STP")
		_, err := db.Raw().Exec("INSERT INTO tally SELECT counter_id, agency_id, plan_id, questionnaire_id, month, channel, TRUE, " +
			"9, 1, 7, 20, 30, 60, 80, 130, 6, 7, f2y, f2m, f3y, f3m, f4y, f4m, f5y, f5m, f6y, f6m, f7y, f7m, f8y, f8m " +
			"FROM tally WHERE month = '2026-01' AND counter_id = (SELECT id FROM counter WHERE code = 'STP-01')")
		if err != nil {
			t.Fatal(err)
		}
		after := p.agency(t, "STP")
		if got, want := figuresOf("STP", after.Score), (figures{"STP", 14, 2, 3, 8, 4}); got != want || after.Score.Excluded != 7 {
			t.Errorf("%+v, %d excluded; want %+v and 7", got, after.Score.Excluded, want)
		}
		if got := report.ReceivedOf(after.Score); got != (report.Received{All: 14, Counted: 3, Late: 2, Excluded: 7, Uncounted: 2}) {
			t.Errorf("%+v", got)
		}
		if after.Score.Interval != before.Score.Interval || after.Factors[0].Score.Answers != before.Factors[0].Score.Answers {
			t.Error("the excluded are in the interval or in a factor")
		}
		if got := after.Months[0].Score; got.Excluded != 7 || after.Months[1].Score.Excluded != 0 || got.Received != 11 {
			t.Errorf("by month: %+v", got)
		}
		differences, err := db.Verify(t.Context())
		if err != nil || len(differences) != 1 || !differences[0].Key.Excluded || differences[0].Stored.N != 7 {
			t.Errorf("a row that no response explains: %+v, %v", differences, err)
		}
	})
}
