package survey

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The counters of the made-up province.
const (
	justice1 CounterID = iota + 1 // two counters of a department
	justice2
	closed // at the same department, open in January only
	college
)

// The plans of the made-up province.
const (
	thisYear PlanID = iota + 1
	lastYear
	trial // the 19 questions, tried at one counter
)

// province is a catalogue: a department and a college, four counters, last
// year's plan and this year's on the short form, and a trial at justice2.
func province() *Catalogue {
	short, nineteen := shortForm(), sipas()
	short.ID, nineteen.ID = 1, 2
	newer := shortForm()
	newer.ID, newer.Version = 3, 2
	above83 := Target{Hundredths: 8300, Above: true}
	targets := map[Sector]Target{Administrative: above83, PublicService: above83}
	c := &Catalogue{
		Version: 1, Zone: office,
		Groups: []Group{{Code: "department", Position: 1}, {Code: "public_unit", Position: 2}},
		Agencies: []Agency{
			{ID: 1, Code: "STP", Group: "department", Sector: Administrative},
			{ID: 2, Code: "CDYT", Group: "public_unit", Sector: PublicService},
		},
		Counters: []Counter{
			{ID: justice1, Agency: 1, Code: "STP-01", Token: "7K3MQ2XVT1"},
			{ID: justice2, Agency: 1, Code: "STP-02", Token: "7K3MQ2XVT2"},
			{ID: closed, Agency: 1, Code: "STP-03", Token: "7K3MQ2XVT3", OpenedOn: "2026-01-02", ClosedOn: "2026-01-31"},
			{ID: college, Agency: 2, Code: "CDYT-01", Token: "7K3MQ2XVT4"},
		},
		Questionnaires: []Questionnaire{short, nineteen, newer},
		Plans: []Plan{
			{
				ID: thisYear, Code: "2026", Year: 2026, Official: true, Questionnaire: 1, Targets: targets, Minimum: 30,
				Starts: "2026-01-01", Ends: "2026-11-30", AcceptUntil: "2026-12-10", Groups: []string{"department", "public_unit"},
			},
			{
				ID: trial, Code: "trial", Year: 2026, Questionnaire: 2, Targets: targets, Minimum: 30,
				Starts: "2026-03-01", Ends: "2026-03-31", AcceptUntil: "2026-04-10", Counters: []CounterID{justice2},
			},
			{
				ID: lastYear, Code: "2025", Year: 2025, Official: true, Questionnaire: 1, Targets: targets, Minimum: 30,
				Starts: "2025-01-01", Ends: "2025-11-30", AcceptUntil: "2025-12-10", Groups: []string{"department"},
			},
		},
		Replaced: map[Token]CounterID{"7K3MQ2XVT9": justice1},
	}
	return c.Index()
}

func TestPlanForACounterOnADay(t *testing.T) {
	c := province()
	tests := []struct {
		rule    string
		counter CounterID
		day     Day
		plan    PlanID
		word    string
		args    Args
	}{
		{"the group's plan", justice1, "2026-03-04", thisYear, "", nil},
		{"first day", justice1, "2026-01-01", thisYear, "", nil},
		{"last day", justice1, "2026-11-30", thisYear, "", nil},
		{"last year's", justice1, "2025-06-01", lastYear, "", nil},
		{"a counter that a plan names is asked under that plan", justice2, "2026-03-04", trial, "", nil},
		{"and under its group's again afterwards", justice2, "2026-05-04", thisYear, "", nil},
		{"but not the plan of another time", justice2, "2025-06-01", lastYear, "", nil},
		{"ended", justice1, "2026-12-01", 0, "plan.ended", Args{"day": Day("2026-11-30"), "year": 2026}},
		{"between two: the one before", justice1, "2025-12-31", 0, "plan.ended", Args{"day": Day("2025-11-30"), "year": 2025}},
		{"not begun: the next one", justice1, "2024-06-01", 0, "plan.not_begun", Args{"day": Day("2025-01-01")}},
		{"not begun", college, "2025-12-31", 0, "plan.not_begun", Args{"day": Day("2026-01-01")}},
	}
	for _, tt := range tests {
		p, err := c.PlanFor(c.Counter(tt.counter), tt.day)
		if tt.plan != 0 {
			if err != nil || p.ID != tt.plan {
				t.Errorf("%s: %v, %v; want plan %d", tt.rule, p, err, tt.plan)
			}
			continue
		}
		want := &Error{Kind: Closed, Field: "counter", Word: tt.word, Args: tt.args}
		if d := cmp.Diff(error(want), err); d != "" {
			t.Errorf("%s: %s", tt.rule, d)
		}
	}
	c.Plans = nil
	if _, err := c.PlanFor(c.Counter(justice1), "2026-03-04"); KindOf(err) != Closed || err.(*Error).Word != "plan.none" {
		t.Errorf("no plan at all: %v", err)
	}
}

func TestPlanCoversOnlyAgenciesOfItsTime(t *testing.T) {
	c := province()
	plan := c.PlanByCode("2026")
	tests := []struct {
		from, to Day
		want     bool
	}{
		{"", "", true},
		{"", "2025-12-31", false},
		{"", "2026-01-01", true},
		{"2026-11-30", "", true},
		{"2026-12-01", "", false},
	}
	for _, tt := range tests {
		a := Agency{Group: "department", ValidFrom: tt.from, ValidTo: tt.to}
		if got := c.CoversAgency(plan, &a); got != tt.want {
			t.Errorf("an agency from %q to %q: %v", tt.from, tt.to, got)
		}
	}
	if c.CoversAgency(plan, &Agency{ID: 7, Group: "district"}) {
		t.Error("a group that the plan does not name is covered")
	}
	plan.Agencies = []AgencyID{7}
	if !c.CoversAgency(plan, &Agency{ID: 7, Group: "district"}) {
		t.Error("an agency that the plan names is not covered")
	}
}

func TestPlanAgenciesAreThoseWithAPlaceInTheFigures(t *testing.T) {
	c := province()
	for code, want := range map[string][]string{"2026": {"STP", "CDYT"}, "2025": {"STP"}, "trial": {"STP"}} {
		var got []string
		for _, a := range c.PlanAgencies(c.PlanByCode(code)) {
			got = append(got, a.Code)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: %s", code, d)
		}
	}
}

func TestCounterByToken(t *testing.T) {
	c := province()
	if n, err := c.CounterByToken("7k3mq2xvti"); err != nil || n.Code != "STP-01" {
		t.Errorf("typed with an i for 1: %v, %v", n, err)
	}
	for token, want := range map[string]struct {
		kind Kind
		word string
	}{
		"7K3MQ2XVT9": {Closed, "counter.replaced"},
		"7K3MQ2XVT8": {NotFound, "counter.unknown"},
		"SNV":        {NotFound, "counter.unknown"},
	} {
		_, err := c.CounterByToken(token)
		if e, ok := err.(*Error); !ok || e.Kind != want.kind || e.Word != want.word || e.Field != "counter" {
			t.Errorf("%s: %v, want %s %s", token, err, want.kind, want.word)
		}
	}
}

func TestLookUpsGiveNilForWhatIsNotThere(t *testing.T) {
	c := province()
	if c.Agency(99) != nil || c.Counter(99) != nil || c.Questionnaire(99) != nil || c.GroupByCode("x") != nil ||
		c.QuestionnaireByRef("short@9") != nil || c.PlanByCode("x") != nil || c.OfficialPlans(2024) != nil ||
		c.AgencyByCode("x", "2026-03-04") != nil {
		t.Error("something unknown was found")
	}
	if p := c.OfficialPlanOf(2026, c.Agency(1)); p == nil || p.ID != thisYear {
		t.Errorf("official plan of 2026: %v", p)
	}
	if q := c.QuestionnaireByRef("short@2"); q == nil || q.ID != 3 {
		t.Errorf("short@2: %v", q)
	}
}

func TestACodeMeansTheAgencyOfTheDay(t *testing.T) {
	c := province()
	c.Agencies = []Agency{{ID: 1, Code: "A", ValidTo: "2025-06-30"}, {ID: 2, Code: "A", ValidFrom: "2025-07-01"}}
	c.Index()
	for day, want := range map[Day]AgencyID{"2025-06-30": 1, "2025-07-01": 2} {
		if a := c.AgencyByCode("A", day); a == nil || a.ID != want {
			t.Errorf("A on %s: %v, want %d", day, a, want)
		}
	}
}
