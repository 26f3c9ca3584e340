package store_test

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hailong/scoring"
	"hailong/scoring/edition"
	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/file"
	"hailong/store/storetest"
	"hailong/survey"
)

// aSet is a small set with a leaf of every kind that people meet: 20 points.
func aSet(group string) scoring.CriteriaSet {
	name := func(s string) survey.Text { return survey.Text{VI: s} }
	leaf := func(code string, max scoring.Points, rule scoring.Rule) scoring.Item {
		return scoring.Item{Level: scoring.Criterion, Code: code, Name: name(code), Max: max, Rule: rule}
	}
	area := func(code string, max scoring.Points) scoring.Item {
		return scoring.Item{Level: scoring.Area, Code: code, Name: name("Lĩnh vực " + code), Max: max}
	}
	ratio := func(feed scoring.Feed) scoring.Rule {
		return scoring.Rule{Kind: scoring.Ratio, Threshold: 10000, Empty: scoring.EmptyOut, Feed: feed}
	}
	return scoring.CriteriaSet{
		Family: "cchc", Year: 2026, Group: group, Version: 1, Name: name("Bộ tiêu chí thử"),
		BonusCap: 200, PenaltyCap: 200,
		Classes: []scoring.Class{{Code: "tot", Name: name("Tốt"), Cut: 8000}, {Code: "yeu", Name: name("Yếu")}},
		Items: []scoring.Item{
			area("I", 1000),
			leaf("1.1", 500, scoring.Rule{Kind: scoring.Judged, Step: 50, Evidence: true}),
			leaf("1.2", 500, ratio(scoring.Typed)),
			area("II", 600),
			leaf("2.1", 400, scoring.Rule{Kind: scoring.Count, Per: 100}),
			leaf("2.2", 200, scoring.Rule{
				Kind: scoring.External, By: scoring.Ratio, Threshold: 10000, Empty: scoring.EmptyOut, Appraiser: "CUCTHUE",
			}),
			area("III", 400),
			leaf("3.1", 200, scoring.Rule{Kind: scoring.Satisfaction, By: scoring.Ratio, Threshold: 9000}),
			leaf("3.2", 100, ratio(scoring.Tasks)),
			leaf("3.3", 100, ratio(scoring.Responses)),
			leaf("3.4", 200, scoring.Rule{Kind: scoring.Bonus}),
		},
	}
}

// council is a province with a round for its departments, and its people.
type council struct {
	*testing.T
	db     *store.DB
	rounds *round.Rounds
	now    *time.Time
	c      *survey.Catalogue
	id     round.ID

	secretary, stp, snv, binh, chair, thue round.Person
}

func (c *council) agency(code string) survey.AgencyID {
	c.Helper()
	a := c.c.AgencyByCode(code, "2026-12-01")
	if a == nil {
		c.Fatal("no agency", code)
	}
	return a.ID
}

// person belongs to an agency and stands near it alone.
func (c *council) person(login, agency string) round.Person {
	home := c.agency(agency)
	is := func(a survey.AgencyID) bool { return a == home }
	return round.Person{
		Actor: survey.Actor{Name: login, Where: "page"}, Login: login, Agency: home, Near: is, Owns: is,
	}
}

// convene fills a province and installs the sets; the round is not open yet.
func convene(t *testing.T, db *store.DB) *council {
	t.Helper()
	shelf := storetest.Province(t, db)
	files, err := file.Open(filepath.Join(t.TempDir(), "files"), file.Keys{})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, storetest.Zone)
	c := &council{T: t, db: db, now: &now, c: shelf.Now()}
	c.rounds = &round.Rounds{Store: db, Files: files, Now: func() time.Time { return *c.now }, Tasks: threeOfFour(c)}
	c.secretary, c.stp, c.snv = c.person("thuky", "SNV"), c.person("stp", "STP"), c.person("snv", "SNV")
	c.binh, c.thue, c.chair = c.person("binh", "UBND-NT"), c.person("thue", "CUCTHUE"), c.person("chutich", "CDYT")
	c.chair.Chair = true
	return c
}

// threeOfFour says that Sở Tư pháp did three of its four tasks on time.
func threeOfFour(c *council) round.TaskSource { return oneTask{c} }

type oneTask struct{ c *council }

func (o oneTask) TaskShares(
	context.Context, int, survey.AgencyID, time.Time,
) (map[survey.AgencyID]round.Fraction, error) {
	return map[survey.AgencyID]round.Fraction{o.c.agency("STP"): {Num: 300, Den: 400}}, nil
}

// addSet stores a set that no round uses.
func (c *council) addSet(set scoring.CriteriaSet) {
	c.Helper()
	c.ok(c.db.InTx(c.Context(), func(ctx context.Context) error {
		return c.db.PutSet(ctx, &round.Set{CriteriaSet: set, ChangedBy: "an", ChangedAt: *c.now})
	}))
}

func (c *council) opening() round.Opening {
	return round.Opening{
		Family: "cchc", Year: 2026, Groups: []string{"department"}, Deadlines: round.SampleCalendar(2026),
	}
}

// open opens the round of the two departments.
func (c *council) open() {
	c.Helper()
	c.addSet(aSet("department"))
	id, err := c.rounds.Open(c.Context(), c.secretary, c.opening())
	c.ok(err)
	c.id = id
}

func (c *council) ok(err error) {
	c.Helper()
	if err != nil {
		c.Fatal(err, storetest.Mistakes(err))
	}
}

// refused wants an error of a word, or a mistake of it.
func (c *council) refused(what string, err error, kind survey.Kind, word string) {
	c.Helper()
	e, known := errors.AsType[*survey.Error](err)
	if !known || e.Kind != kind || e.Word != word && !strings.Contains(storetest.Mistakes(err), word) {
		c.Errorf("%s: %v %s, want %s %s", what, err, storetest.Mistakes(err), kind, word)
	}
}

func (c *council) sheet(code string) *round.Sheet {
	c.Helper()
	s, err := c.rounds.Sheet(c.Context(), c.id, c.agency(code), round.Extra{})
	c.ok(err)
	return s
}

func points(p scoring.Points) scoring.Given         { return scoring.Given{Points: p} }
func share(num, den int64) scoring.Given            { return scoring.Given{Num: num, Den: den} }
func draftOf(l string, g scoring.Given) round.Draft { return round.Draft{Leaf: l, Given: g} }

// filled is an agency's own part without mistakes.
func filled() []round.Draft {
	return []round.Draft{draftOf("1.1", points(400)), draftOf("1.2", share(9000, 10000)), draftOf("2.1", share(100, 0))}
}

func (c *council) attach(by round.Person, agency, leaf string, part round.Part) round.EvidenceID {
	c.Helper()
	u := round.Upload{Leaf: leaf, Part: part, Name: `C:\tài liệu\báo cáo.pdf`}
	text := strings.NewReader("%PDF-1.7\n" + agency + leaf + string(part) + "\n%%EOF\n")
	id, err := c.rounds.AddEvidence(c.Context(), by, c.id, c.agency(agency), u, text)
	c.ok(err)
	return id
}

// submit fills in and submits an agency's sheet.
func (c *council) submit(by round.Person, agency string) {
	c.Helper()
	c.ok(c.rounds.Assess(c.Context(), by, c.id, c.agency(agency), filled()))
	c.attach(by, agency, "1.1", round.Self)
	c.attach(by, agency, round.ReportLeaf, round.Self)
	c.ok(c.rounds.Submit(c.Context(), by, c.id, c.agency(agency)))
}

// outside enters the figure from outside, with its source.
func (c *council) outside(agency string) {
	c.Helper()
	c.attach(c.chair, agency, "2.2", round.Appraised)
	c.ok(c.rounds.Appraise(c.Context(), c.chair, c.id, c.agency(agency), round.Appraised, []round.Draft{
		draftOf("2.2", share(8000, 10000)),
	}))
}

// advance moves the round one step on. Agencies are waited for until their last day is over:
// a step of theirs ends on the day after, and only that act is made then.
func (c *council) advance(to round.Step) {
	c.Helper()
	r, err := c.rounds.Round(c.Context(), c.id)
	c.ok(err)
	rounds := *c.rounds
	if r.Step.Own() {
		rounds.Now = r.Deadline().AddDays(1).Time
	}
	minutes := ""
	if to == round.Closed {
		minutes = "12/BB-HĐTĐ"
	}
	c.ok(rounds.Advance(c.Context(), c.secretary, c.id, to, minutes))
}

func TestAWholeYearOfARound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		r, err := c.rounds.Round(ctx, c.id)
		c.ok(err)
		if len(r.Members) != 2 || r.Step != round.SelfAssessing || r.Deadline() != "2026-12-10" {
			t.Fatalf("%+v", r)
		}
		set, err := db.Set(ctx, r.Members[0].Set)
		if err != nil || !set.Frozen {
			t.Error("the set is not frozen", err)
		}
		c.submit(c.stp, "STP")
		c.submit(c.snv, "SNV")
		c.ok(c.rounds.Withdraw(ctx, c.snv, c.id, c.agency("SNV")))
		c.ok(c.rounds.Submit(ctx, c.snv, c.id, c.agency("SNV")))
		c.advance(round.Appraising)

		c.ok(c.rounds.Assign(ctx, c.secretary, c.id, round.Assignment{Login: "binh"}, c.binh))
		c.ok(c.rounds.Appraise(ctx, c.binh, c.id, c.agency("STP"), round.Appraised, []round.Draft{
			{Leaf: "1.1", Given: points(300), Note: "Thiếu văn bản"},
		}))
		for _, code := range []string{"STP", "SNV"} {
			kept, err := c.rounds.Keep(ctx, c.binh, c.id, c.agency(code), "")
			c.ok(err)
			if want := map[string]int{"STP": 2, "SNV": 3}[code]; kept != want {
				t.Errorf("%s: %d kept, want %d", code, kept, want)
			}
			c.outside(code)
		}
		left, err := c.rounds.Ready(ctx, c.id)
		if err != nil || len(left.Unappraised)+len(left.Unsubmitted) > 0 || len(left.Unexplained) != 1 {
			t.Errorf("%+v %v", left, err)
		}
		c.advance(round.Explaining)
		explain := round.Explanation{Leaf: "1.1", Text: "Văn bản ban hành ngày 30/11"}
		c.ok(c.rounds.Explain(ctx, c.stp, c.id, c.agency("STP"), []round.Explanation{explain}))
		c.attach(c.stp, "STP", "1.1", round.Explained)
		c.advance(round.Reappraising)
		c.ok(c.rounds.Appraise(ctx, c.binh, c.id, c.agency("STP"), round.Second, []round.Draft{
			{Leaf: "1.1", Given: points(350), Note: "Chấp nhận một phần"},
		}))
		c.advance(round.Closed)

		s := c.sheet("STP")
		l := s.Leaf("1.1")
		if s.Own(l).Points != 400 || s.FirstMark(l).Points != 300 || s.Mark(l).Points != 350 || len(l.History) != 4 {
			t.Errorf("%+v", l)
		}
		rows, err := c.rounds.Board(ctx, c.id, nil)
		c.ok(err)
		b := rows[0]
		if b.Given != 3 || b.Needed != 3 || b.Appraised != 4 || b.ToAppraise != 4 || b.Cuts != 1 || b.Owed != 0 || b.Unanswered != 0 {
			t.Errorf("%+v", b)
		}
		// 3.5 + 4.5 + 3 + 1.6 of 5+5+4+2, nobody answered: 0 of 2; 0.75 of 1; 0 of 1.
		if b.Final.Points != 1335 || b.Final.Max != 2000 {
			t.Errorf("%+v", b.Final)
		}
		c.content(&b)
		c.logged("round.open", "round.advance", "round.assign", "sheet.assess", "sheet.submit", "sheet.withdraw",
			"sheet.appraise", "sheet.explain", "evidence.add")
	})
}

// content wants an edition that says what the board says.
func (c *council) content(b *round.BoardRow) {
	c.Helper()
	w, err := c.rounds.Content(c.Context(), c.id, round.ContentOptions{Kind: edition.CCHC, Number: 1})
	c.ok(err)
	if len(w.Agencies) != 2 || len(w.Sets) != 1 || len(w.Groups) != 1 || w.Groups[0].Ranked != 2 {
		c.Fatalf("%d agencies, %+v", len(w.Agencies), w.Groups)
	}
	for i := range w.Agencies {
		a := &w.Agencies[i]
		if a.Code != b.Agency.Code {
			continue
		}
		if a.Result.Points != int64(b.Final.Points) || a.Result.Exact != b.Final.Index.String() || a.Result.Rank == 0 {
			c.Errorf("%+v", a.Result)
		}
		if a.Leaves[0].From != edition.FromSecond {
			c.Errorf("%+v", a.Leaves[0])
		}
	}
}

// logged wants entries of these actions, in a log that is whole.
func (c *council) logged(actions ...string) {
	c.Helper()
	for _, action := range actions {
		rows, err := c.db.LogRows(c.Context(), action)
		if err != nil || len(rows) == 0 {
			c.Errorf("%s: %d rows, %v", action, len(rows), err)
		}
	}
	if _, err := c.db.VerifyLog(c.Context()); err != nil {
		c.Error(err)
	}
}

func TestARoundIsNotOpened(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		open := func(change func(*round.Opening)) error {
			o := c.opening()
			change(&o)
			_, err := c.rounds.Open(ctx, c.secretary, o)
			return err
		}
		as := func(*round.Opening) {}
		c.refused("no set", open(as), survey.Conflict, "round.no_set")
		faulty := aSet("department")
		faulty.Items[0].Max = 900
		c.addSet(faulty)
		c.refused("faulty", open(as), survey.Conflict, "criteria.unfit")
		good := aSet("department")
		good.Version = 2
		c.addSet(good)
		c.refused("deadlines", open(func(o *round.Opening) {
			o.Deadlines[round.Explaining] = "2026-12-24"
		}), survey.Invalid, "round.deadlines")
		c.refused("no group", open(func(o *round.Opening) { o.Groups = nil }), survey.Invalid, "round.no_group")
		c.refused("left out", open(func(o *round.Opening) {
			o.LeftOut = map[survey.AgencyID]string{c.agency("CDYT"): "Giải thể"}
		}), survey.Invalid, "round.left_out")
		c.ok(open(func(o *round.Opening) {
			o.LeftOut = map[survey.AgencyID]string{c.agency("STP"): "Mới thành lập"}
		}))
		c.refused("twice", open(as), survey.Conflict, "round.exists")
		rounds, err := c.rounds.Rounds(ctx)
		if err != nil || len(rounds) != 1 || rounds[0].Member(c.agency("STP")).LeftOut == "" {
			t.Errorf("%+v %v", rounds, err)
		}
	})
}

func TestWhatAnAgencyMayNotWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		stp := c.agency("STP")
		assess := func(by round.Person, d ...round.Draft) error { return c.rounds.Assess(ctx, by, c.id, stp, d) }
		c.refused("another's", assess(c.snv, filled()...), survey.Forbidden, "round.not_yours")
		c.refused("satisfaction", assess(c.stp, draftOf("3.1", points(200))), survey.Invalid, "sheet.automatic")
		c.refused("fed", assess(c.stp, draftOf("3.2", share(1, 1))), survey.Invalid, "sheet.automatic")
		c.refused("external", assess(c.stp, draftOf("2.2", share(1, 1))), survey.Invalid, "sheet.external")
		c.refused("unknown", assess(c.stp, draftOf("9.9", points(1))), survey.Invalid, "sheet.leaf")
		c.refused("twice", assess(c.stp, filled()[0], filled()[0]), survey.Invalid, "sheet.leaf")
		c.refused("too many points", assess(c.stp, draftOf("1.1", points(550))), survey.Invalid, "mark.points")
		c.refused("not in steps", assess(c.stp, draftOf("1.1", points(410))), survey.Invalid, "mark.step")
		c.refused("out", assess(c.stp, draftOf("1.1", scoring.Given{NotApplicable: true})), survey.Invalid, "sheet.not_applicable")
		c.refused("large", assess(c.stp, draftOf("1.2", share(1, 1<<62))), survey.Invalid, "sheet.figure")
		long := round.Draft{Leaf: "1.1", Given: points(400), Note: strings.Repeat("ả", round.MaxNote+1)}
		c.refused("long", assess(c.stp, long), survey.Invalid, "sheet.text")
		if n := len(c.sheet("STP").Leaf("1.1").History); n != 0 {
			t.Errorf("%d entries", n)
		}

		submit := func() error { return c.rounds.Submit(ctx, c.stp, c.id, stp) }
		c.refused("empty", submit(), survey.Invalid, "sheet.lacks_figure")
		c.ok(assess(c.stp, filled()...))
		c.refused("no evidence", submit(), survey.Invalid, "sheet.lacks_evidence")
		c.attach(c.stp, "STP", "1.1", round.Self)
		c.refused("no report", submit(), survey.Invalid, "sheet.no_report")
		report := c.attach(c.stp, "STP", round.ReportLeaf, round.Self)
		c.ok(c.rounds.DropUse(ctx, c.stp, report, round.ReportLeaf, round.Self))
		c.refused("report taken back", submit(), survey.Invalid, "sheet.no_report")
		c.ok(c.rounds.UseEvidence(ctx, c.stp, report, round.ReportLeaf, round.Self))
		c.refused("by another", c.rounds.Submit(ctx, c.snv, c.id, stp), survey.Forbidden, "round.not_yours")
		c.ok(submit())
		c.refused("locked", assess(c.stp, filled()...), survey.Closed, "sheet.submitted")
		_, err := c.rounds.AddEvidence(ctx, c.stp, c.id, stp, round.Upload{Leaf: "1.1", Part: round.Self, Name: "a.pdf"}, nil)
		c.refused("evidence when locked", err, survey.Closed, "sheet.submitted")
		c.advance(round.Appraising)
		c.refused("withdrawn late", c.rounds.Withdraw(ctx, c.stp, c.id, stp), survey.Closed, "round.step")
	})
}

func TestTwoPeopleAtOneLeaf(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		stp := c.agency("STP")
		c.ok(c.rounds.Assess(ctx, c.stp, c.id, stp, filled()))
		was := c.sheet("STP")
		at := func(leaf string, g scoring.Given) round.Draft {
			return round.Draft{Leaf: leaf, Given: g, After: was.Leaf(leaf).Last(round.Self)}
		}
		c.ok(c.rounds.Assess(ctx, c.stp, c.id, stp, []round.Draft{at("1.1", points(450)), at("1.2", share(9000, 10000))}))
		other := c.person("stp2", "STP")
		err := c.rounds.Assess(ctx, other, c.id, stp, []round.Draft{at("1.1", points(500)), at("2.1", share(200, 0))})
		c.refused("stale", err, survey.Conflict, "sheet.stale")
		if e, _ := errors.AsType[*survey.Error](err); len(e.Causes) != 1 || e.Causes[0].Field != "1.1" {
			t.Errorf("%+v", e)
		}
		now := c.sheet("STP")
		if n := len(now.Leaf("2.1").History) + len(now.Leaf("1.2").History); n != 2 {
			t.Errorf("%d entries: something of a stale page was stored", n)
		}
		// Who did not touch the leaf that another has changed may save his own.
		c.ok(c.rounds.Assess(ctx, other, c.id, stp, []round.Draft{at("1.1", points(400)), at("2.1", share(200, 0))}))
		now = c.sheet("STP")
		if now.Leaf("1.1").Self.Given.Points != 450 || now.Leaf("2.1").Self.By != "stp2" {
			t.Errorf("%+v, %+v", now.Leaf("1.1").Self, now.Leaf("2.1").Self)
		}
	})
}

func TestWhoMayAppraise(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		stp, snv := c.agency("STP"), c.agency("SNV")
		appraise := func(by round.Person, part round.Part, d ...round.Draft) error {
			return c.rounds.Appraise(ctx, by, c.id, stp, part, d)
		}
		c.submit(c.stp, "STP")
		keep := draftOf("1.1", points(400))
		c.refused("too early", appraise(c.chair, round.Appraised, keep), survey.Closed, "round.step")
		c.advance(round.Appraising)
		c.refused("his own", appraise(c.stp, round.Appraised, keep), survey.Forbidden, "round.near")
		c.refused("unassigned", appraise(c.binh, round.Appraised, keep), survey.Forbidden, "round.not_assigned")
		c.refused("assigned to his own", c.rounds.Assign(ctx, c.secretary, c.id,
			round.Assignment{Login: "stp", Agency: stp}, c.stp), survey.Forbidden, "round.near")
		area := round.Assignment{Login: "binh", Agency: stp, Area: "II"}
		c.ok(c.rounds.Assign(ctx, c.secretary, c.id, area, c.binh))
		c.refused("another area", appraise(c.binh, round.Appraised, keep), survey.Forbidden, "round.not_assigned")
		c.ok(c.rounds.Unassign(ctx, c.secretary, c.id, area))
		c.ok(c.rounds.Assign(ctx, c.secretary, c.id, round.Assignment{Login: "binh"}, c.binh))
		c.ok(c.rounds.Assign(ctx, c.secretary, c.id, round.Assignment{Login: "thue"}, c.thue))
		binh := c.binh
		binh.Areas = []string{"II"}
		c.refused("not his area", appraise(binh, round.Appraised, keep), survey.Forbidden, "round.not_assigned")
		c.refused("not his department", appraise(c.binh, round.Appraised, draftOf("2.2", share(1, 2))),
			survey.Forbidden, "round.department")
		c.attach(c.thue, "STP", "2.2", round.Appraised)
		c.ok(appraise(c.thue, round.Appraised, draftOf("2.2", share(100, 200))))
		c.refused("second too early", appraise(c.binh, round.Second, keep), survey.Closed, "round.step")
		c.refused("cut without reason", appraise(c.binh, round.Appraised, draftOf("1.1", points(300))),
			survey.Invalid, "sheet.reason")
		out := draftOf("1.1", scoring.Given{NotApplicable: true})
		c.refused("out without reason", appraise(c.binh, round.Appraised, out), survey.Invalid, "sheet.reason")
		// Nobody answered at Sở Tư pháp: too few.
		c.refused("decided without reason", appraise(c.binh, round.Appraised, draftOf("3.1", points(100))),
			survey.Invalid, "sheet.reason")
		c.refused("fed", appraise(c.binh, round.Appraised, draftOf("3.2", share(100, 100))),
			survey.Invalid, "sheet.automatic")
		c.ok(appraise(c.binh, round.Appraised, round.Draft{Leaf: "3.1", Given: points(100), Note: "Mất mạng cả tháng"}))
		if s := c.sheet("STP"); s.Mark(s.Leaf("3.1")).Points != 100 {
			t.Errorf("%+v", s.Leaf("3.1"))
		}
		c.refused("no official plan asked Sở Nội vụ", c.rounds.Appraise(ctx, c.binh, c.id, snv, round.Appraised,
			[]round.Draft{draftOf("3.1", points(100))}), survey.Invalid, "sheet.automatic")
		c.refused("not all appraised", c.rounds.Advance(ctx, c.secretary, c.id, round.Explaining, ""),
			survey.Conflict, "round.unappraised")
		c.refused("a step left out", c.rounds.Advance(ctx, c.secretary, c.id, round.Reappraising, ""),
			survey.Conflict, "round.not_next")
		c.refused("back", c.rounds.Advance(ctx, c.secretary, c.id, round.SelfAssessing, ""),
			survey.Conflict, "round.not_next")
	})
}

func TestASheetIsReopenedByAStranger(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		stp, snv := c.agency("STP"), c.agency("SNV")
		reopen := func(by round.Person, a survey.AgencyID, why string) error {
			return c.rounds.Reopen(ctx, by, c.id, a, why)
		}
		c.submit(c.stp, "STP")
		c.refused("too early", reopen(c.chair, stp, "Nhầm tệp"), survey.Closed, "round.step")
		c.advance(round.Appraising)
		c.refused("late", c.rounds.Assess(ctx, c.snv, c.id, snv, filled()), survey.Closed, "round.step")
		c.refused("near", reopen(c.secretary, snv, "Quên nộp"), survey.Forbidden, "round.near")
		c.refused("no reason", reopen(c.chair, snv, " "), survey.Invalid, "sheet.reason")
		c.ok(reopen(c.chair, snv, "Quên nộp"))
		c.refused("twice", reopen(c.chair, snv, "Quên nộp"), survey.Conflict, "sheet.reopened")
		c.refused("appraised meanwhile", c.rounds.Appraise(ctx, c.chair, c.id, snv, round.Appraised, nil),
			survey.Closed, "sheet.reopened")
		c.submit(c.snv, "SNV")
		c.ok(c.rounds.Appraise(ctx, c.chair, c.id, stp, round.Appraised, []round.Draft{draftOf("1.1", points(400))}))
		c.refused("appraised", reopen(c.chair, stp, "Nhầm tệp"), survey.Conflict, "sheet.appraised")
		c.logged("sheet.reopen")
	})
}

// closed brings a round to its end, with one cut at Sở Tư pháp by binh.
func (c *council) closed() {
	c.Helper()
	c.appraised()
	c.advance(round.Explaining)
	c.advance(round.Reappraising)
	c.advance(round.Closed)
}

// appraised brings a round to the end of the first appraisal.
func (c *council) appraised() {
	c.Helper()
	ctx := c.Context()
	c.submit(c.stp, "STP")
	c.submit(c.snv, "SNV")
	c.advance(round.Appraising)
	c.ok(c.rounds.Assign(ctx, c.secretary, c.id, round.Assignment{Login: "binh"}, c.binh))
	c.ok(c.rounds.Appraise(ctx, c.binh, c.id, c.agency("STP"), round.Appraised, []round.Draft{
		{Leaf: "1.1", Given: points(300), Note: "Thiếu văn bản"},
	}))
	for _, code := range []string{"STP", "SNV"} {
		_, err := c.rounds.Keep(ctx, c.chair, c.id, c.agency(code), "")
		c.ok(err)
		c.outside(code)
	}
}

func TestAnAgencySeesOnlyWhatItMay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		stp, snv := c.agency("STP"), c.agency("SNV")
		c.submit(c.stp, "STP")
		c.submit(c.snv, "SNV")
		c.advance(round.Appraising)
		c.ok(c.rounds.Appraise(ctx, c.chair, c.id, stp, round.Appraised, []round.Draft{
			{Leaf: "1.1", Given: points(300), Note: "Thiếu văn bản"},
		}))
		secret := c.attach(c.chair, "STP", "1.1", round.Appraised)
		s, err := c.rounds.Sheet(ctx, c.id, stp, round.Extra{Own: true})
		c.ok(err)
		for i := range s.Leaves {
			l := &s.Leaves[i]
			if l.Appraised != nil {
				t.Errorf("%s: the council's entry before its step is over", l.Item.Code)
			}
			for _, e := range l.History {
				if e.Agency != stp || e.By != "stp" {
					t.Errorf("%+v", e)
				}
			}
		}
		for _, e := range s.Evidence {
			if e.Agency != stp || e.ID == secret {
				t.Errorf("%+v", e)
			}
		}
		if s.Cut(s.Leaf("1.1")) != 0 {
			t.Error("the cut is told")
		}
		_, _, err = c.rounds.OpenEvidence(ctx, c.id, stp, secret, round.Extra{Own: true})
		c.refused("the council's evidence", err, survey.NotFound, "evidence.unknown")
		_, _, err = c.rounds.OpenEvidence(ctx, c.id, snv, secret, round.Extra{})
		c.refused("another's evidence", err, survey.NotFound, "evidence.unknown")
		e, content, err := c.rounds.OpenEvidence(ctx, c.id, stp, secret, round.Extra{})
		c.ok(err)
		defer content.Close()
		text, err := io.ReadAll(content)
		if err != nil || !strings.HasPrefix(string(text), "%PDF") || e.Name != "báo cáo.pdf" || e.File.Type != "application/pdf" {
			t.Errorf("%+v %q %v", e, text, err)
		}
		_, err = c.rounds.Sheet(ctx, c.id, c.agency("CDYT"), round.Extra{})
		c.refused("no member", err, survey.NotFound, "round.no_member")
	})
}

func TestAPetitionIsAnsweredByAnother(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		stp := c.agency("STP")
		file := func(by round.Person, leaf string, published survey.Day) (round.PetitionID, error) {
			return c.rounds.FilePetition(ctx, by, c.id, stp, leaf, "Văn bản có từ tháng 11", storetest.On(published))
		}
		_, err := file(c.stp, "1.1", "2026-11-30")
		c.refused("not closed", err, survey.Closed, "petition.not_published")
		c.closed()
		*c.now = time.Date(2027, 1, 29, 9, 0, 0, 0, storetest.Zone)
		_, err = file(c.stp, "1.1", "")
		c.refused("not published", err, survey.Closed, "petition.not_published")
		_, err = file(c.stp, "1.1", "2027-01-14")
		c.refused("late", err, survey.Closed, "petition.late")
		_, err = file(c.snv, "1.1", "2027-01-15")
		c.refused("another's", err, survey.Forbidden, "round.not_yours")
		id, err := file(c.stp, "1.1", "2027-01-15")
		c.ok(err)
		_, err = file(c.stp, "1.1", "2027-01-15")
		c.refused("twice", err, survey.Conflict, "petition.twice")

		answer := func(by round.Person, text string) error {
			given := points(400)
			return c.rounds.AnswerPetition(ctx, by, id, text, &given)
		}
		c.refused("near", answer(c.stp, "Đúng"), survey.Forbidden, "round.near")
		c.refused("same person", answer(c.binh, "Đúng"), survey.Forbidden, "petition.same_person")
		c.refused("not assigned", answer(c.thue, "Đúng"), survey.Forbidden, "round.not_assigned")
		c.refused("no answer", answer(c.chair, ""), survey.Invalid, "petition.answer")
		c.ok(answer(c.chair, "Văn bản hợp lệ"))
		c.refused("answered", answer(c.chair, "Lại"), survey.Conflict, "petition.answered")
		if s := c.sheet("STP"); s.Mark(s.Leaf("1.1")).Points != 400 || s.FirstMark(s.Leaf("1.1")).Points != 300 {
			t.Errorf("%+v", s.Leaf("1.1"))
		}
		list, err := c.rounds.Petitions(ctx, c.id)
		if err != nil || len(list) != 1 || !list[0].Changes || list[0].AnsweredBy != "chutich" {
			t.Errorf("%+v %v", list, err)
		}
		c.logged("petition.file", "petition.answer", "sheet.petition")
	})
}

func TestWhatWasAssessedIsNeverChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		c.open()
		c.submit(c.stp, "STP")
		for _, statement := range []string{
			"UPDATE assessment SET points = 500", "DELETE FROM assessment",
			"UPDATE evidence SET name = 'b.pdf'", "DELETE FROM evidence", "DELETE FROM evidence_use",
			"DELETE FROM round", "DELETE FROM round_agency", "UPDATE criteria_set SET content = '{}'",
		} {
			if _, err := db.Raw().ExecContext(t.Context(), statement); err == nil {
				t.Errorf("%s went through", statement)
			}
		}
	})
}

func TestRemindersBeforeADeadline(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		c := convene(t, db)
		ctx := t.Context()
		c.open()
		c.submit(c.stp, "STP")
		tell := func(day survey.Day) []round.Reminder {
			list, err := c.rounds.Reminders(ctx, day, []round.Person{c.binh, c.chair})
			c.ok(err)
			return list
		}
		for day, want := range map[survey.Day]int{"2026-12-02": 0, "2026-12-03": 1, "2026-12-10": 1, "2026-12-11": 0} {
			if got := tell(day); len(got) != want || want == 1 && (got[0].Agency != c.agency("SNV") || got[0].Missing != 3) {
				t.Errorf("%s: %+v", day, got)
			}
		}
		c.advance(round.Appraising)
		c.ok(c.rounds.Assign(ctx, c.secretary, c.id, round.Assignment{Login: "binh", Area: "I"}, c.binh))
		if got := tell("2026-12-24"); len(got) != 1 || got[0].Login != "binh" || got[0].Missing != 4 || got[0].DaysLeft != 1 {
			t.Errorf("%+v", got)
		}
		later := round.SampleCalendar(2026)
		later[round.Appraising] = "2026-12-28"
		c.ok(c.rounds.SetDeadlines(ctx, c.secretary, c.id, round.SampleCalendar(2026), later))
		c.refused("stale", c.rounds.SetDeadlines(ctx, c.secretary, c.id, round.SampleCalendar(2026), later),
			survey.Conflict, "stale")
		if got := tell("2026-12-24"); len(got) != 0 {
			t.Errorf("%+v", got)
		}
	})
}
