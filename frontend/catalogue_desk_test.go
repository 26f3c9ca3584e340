package frontend

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring/report"
	"hailong/survey"
)

// signedFrame is the frame of somebody who is signed in.
func signedFrame(lang survey.Lang, role account.Role, path string) Frame {
	f := testFrame(lang, path, "")
	f.Me = &account.Account{ID: 7, Login: "test", Name: "Nguyễn Thị An", Role: role, Agency: 2}
	return f
}

// allCounters are what an administrator may see.
func allCounters(c *survey.Catalogue) []*survey.Counter {
	var list []*survey.Counter
	for i := range c.Counters {
		list = append(list, &c.Counters[i])
	}
	return list
}

// wrongAt is an error with a mistake at each of those fields.
func wrongAt(fields ...string) *survey.Error {
	e := &survey.Error{Kind: survey.Invalid, Word: "record.refused"}
	for _, field := range fields {
		e.Causes = append(e.Causes, survey.Fail(survey.Invalid, "import.needed", nil).At(field))
	}
	return e
}

// cataloguePages are the pages of counters, agencies, plans, proposals and files, full
// and empty.
func cataloguePages(t *testing.T, p *province, all map[string]any, lang survey.Lang) {
	t.Helper()
	stale := survey.Fail(survey.Conflict, "stale", nil)
	none := &survey.Catalogue{Groups: p.catalogue.Groups}
	none.Index()
	admin := func(path string) Frame { return signedFrame(lang, account.Admin, path) }
	for name, c := range map[string]*survey.Catalogue{"": p.catalogue, " reorganised": reorganisedProvince(), " empty": none} {
		for _, role := range []account.Role{account.Admin, account.Manager} {
			for _, query := range []string{"", "q=zzz", "state=open&agency=SNV&page=2"} {
				values, _ := url.ParseQuery(query)
				all["counters "+string(role)+query+name] = NewCountersPage(signedFrame(lang, role, "/desk/counters"), c,
					CounterListOf(values), allCounters(c), testToday, nil, values, survey.Fail(survey.Invalid, "counters.pick_some", nil))
			}
		}
		for _, query := range []string{"", "q=zzz"} {
			values, _ := url.ParseQuery(query)
			all["desk agencies "+query+name] = NewDeskAgenciesPage(admin("/desk/agencies"), c, testToday, values)
		}
		all["plans"+name] = NewPlansPage(admin("/desk/plans"), c, testToday)
		all["succession"+name] = NewSuccessionPage(admin("/desk/agencies/succession"), c, nil, nil)
		all["succession wrong"+name] = NewSuccessionPage(admin("/desk/agencies/succession"), c, url.Values{"on": {"x"}}, wrongAt("predecessor.2", "on.1", "on.2"))
		all["proposals"+name] = NewProposalsPage(admin("/desk/proposals"), c, nil, nil, nil)
		for _, kind := range []survey.RecordKind{survey.AgencyRecord, survey.CounterRecord, survey.PlanRecord} {
			all["new "+string(kind)+name] = NewRecordPage(admin(RecordPath(kind, "")), c, testToday,
				&survey.Record{Kind: kind}, nil, nil)
			for _, r := range someRecords(c, kind) {
				f := admin(RecordPath(kind, r.Key))
				all["record "+r.Key+name] = NewRecordPage(f, c, testToday, &r, nil, nil)
				sent := &Sent{Cells: map[string]string{"name_vi": "", "closed_on": "2026-01-01", "agencies": "SNV"}, Reason: "x"}
				all["record stale "+r.Key+name] = NewRecordPage(f, c, testToday, &r, sent, stale)
				all["record wrong "+r.Key+name] = NewRecordPage(f, c, testToday, &r, sent, wrongAt("name_vi"))
			}
		}
		for i := range c.Successions {
			all["drop"+name] = NewDropPage(admin("/desk/agencies/succession/drop"), c, &c.Successions[i], "", stale)
		}
	}
	proposalPages(p.catalogue, all, admin)
	uploadPages(p.catalogue, all, admin)
	plan, wrong := p.plan(1), wrongAt("name_vi", "agencies", "transactions")
	board, err := report.ReadBoard(context.Background(), p, p.catalogue, plan, testNow)
	if err != nil {
		t.Fatal(err)
	}
	record := p.catalogue.RecordByKey(survey.PlanRecord, plan.Code, testToday)
	page := NewRecordPage(admin(RecordPath(survey.PlanRecord, plan.Code)), p.catalogue, testToday, record, nil, wrong)
	page.Show(board, nil, wrong)
	all["plan with numbers"] = page
}

func proposalPages(c *survey.Catalogue, all map[string]any, admin func(string) Frame) {
	edits := []survey.Edit{
		{Action: "counter.change", Subject: c.Counters[0].Code, Version: "x", Rows: []map[string]string{{"name_vi": "Mới", "closed_on": "2026-03-04"}}},
		{Action: "plan.add", Subject: "2027", Rows: []map[string]string{{"code": "2027", "groups": "department|district", "official": "yes", "year": "2027"}}},
		{Action: survey.ReplaceToken, Subject: c.Counters[0].Code},
		{Action: survey.DropSuccession, Subject: "A>B", Rows: []map[string]string{{"predecessor": "A@", "successor": "B@", "on": "2026-01-01"}}},
		{Action: survey.AddSuccession, Subject: "A>B", Rows: []map[string]string{{"predecessor": "A", "successor": "B", "on": "2026-01-01", "goes_on": "yes"}}},
		{Action: "agency.change", Subject: "SNV", Rows: []map[string]string{{"valid_to": "2026-01-01"}}},
	}
	var list []account.Proposal
	for i, edit := range edits {
		o := account.Proposal{
			Number: int64(i + 1), Edit: edit, Agency: 1, From: 1, ProposedBy: account.ID(i), Proposer: "ai", Reason: "Vì sao",
			State: account.Waiting, ProposedAt: testNow, Was: map[string]string{"name_vi": "Cũ"},
		}
		list = append(list, o)
		all["proposal "+string(edit.Action)] = NewProposalPage(admin(ProposalPath(o.Number)), c, Names{"ai": "Lê Văn Bình"}, &o, testToday, "", nil)
		o.ProposedBy = 7
		all["own proposal "+string(edit.Action)] = NewProposalPage(admin(ProposalPath(o.Number)), c, Names{"ai": "Lê Văn Bình"}, &o, testToday, "", nil)
		o.State, o.DecidedBy, o.DecidedAt, o.Decider, o.Answer = account.Refused, 9, testNow, "ai khác", "Không"
		all["decided proposal "+string(edit.Action)] = NewProposalPage(admin(ProposalPath(o.Number)), c, Names{"ai": "Lê Văn Bình"}, &o, testToday, "", nil)
		list = append(list, o)
	}
	all["proposals full"] = NewProposalsPage(admin("/desk/proposals"), c, nil, list, list)
	all["replace"] = NewReplacePage(admin("/desk/counters/x/token"), c, &c.Counters[0], "v", "", survey.Fail(survey.Conflict, "stale", nil))
}

func uploadPages(c *survey.Catalogue, all map[string]any, admin func(string) Frame) {
	for _, what := range []string{"agencies", "successions", "counters", "plans"} {
		page := NewUploadPage(admin("/desk/files/"+what), c, what, "code, name_vi", nil)
		page.Try(survey.Change{Added: 1, Changed: 1, Steps: []survey.Step{
			{Action: "x.add", Subject: "A", After: map[string]string{"Code": "A"}},
			{Action: "x.change", Subject: "B", Before: map[string]string{"Code": "A"}, After: map[string]string{"Code": "B"}},
		}}, "dGV4dA==", 3)
		all["upload "+what] = page
		all["upload wrong "+what] = NewUploadPage(admin("/desk/files/"+what), c, what, "code", &survey.Error{
			Kind: survey.Invalid, Word: "import.refused", Args: survey.Args{"count": 1},
			Causes: []*survey.Error{survey.Fail(survey.Invalid, "import.needed", survey.Args{"line": 2, "column": "code"})},
		})
	}
}

// A link in the summary of mistakes leads to a field of the page.
func TestMistakesOfRecordsLeadToTheirFields(t *testing.T) {
	all := map[string]any{}
	cataloguePages(t, newProvince(), all, survey.Vietnamese)
	html := drawn(t, all["plan with numbers"])
	for _, id := range []string{"o-name_vi", "o-agencies", "o-transactions"} {
		if !strings.Contains(html, `href="#`+id+`"`) || !strings.Contains(html, ` id="`+id+`"`) {
			t.Errorf("no link to %s, or no such field", id)
		}
	}
}

// A form offers agencies that exist today, each by the name that finds it, and the one
// that was chosen, even where it has ended.
func TestRecordOffersAgenciesOfToday(t *testing.T) {
	c := reorganisedProvince()
	gone := c.Agency(4)
	c.Agency(3).ValidTo = "2999-12-31" // its end is known and has not come
	for _, tt := range []struct {
		today survey.Day
		cells map[string]string
		want  []string
		never string
	}{
		{"2022-12-01", nil, []string{c.Agency(3).Code, "SNNMT"}, gone.Code},
		{
			"2022-12-01",
			map[string]string{"agency": gone.Code + "@" + string(gone.ValidFrom)},
			[]string{gone.Code + "@" + string(gone.ValidFrom)},
			gone.Code,
		},
		{"2022-11-30", nil, []string{gone.Code}, "SNNMT"},
	} {
		f := signedFrame(survey.Vietnamese, account.Admin, RecordPath(survey.CounterRecord, ""))
		r := &survey.Record{Kind: survey.CounterRecord, Cells: tt.cells}
		offered := map[string]bool{}
		for _, field := range NewRecordPage(f, c, tt.today, r, nil, nil).Fields {
			for _, o := range field.Options {
				if field.Name == "agency" && o.Value != "" {
					offered[o.Value] = true
					if c.AgencyByRef(o.Value, tt.today) == nil {
						t.Errorf("%s: %q finds nothing", tt.today, o.Value)
					}
				}
			}
		}
		for _, want := range tt.want {
			if !offered[want] {
				t.Errorf("%s: %s is not offered among %v", tt.today, want, offered)
			}
		}
		if offered[tt.never] {
			t.Errorf("%s: %s is offered", tt.today, tt.never)
		}
	}
}

// someRecords are the first two of a kind.
func someRecords(c *survey.Catalogue, kind survey.RecordKind) []survey.Record {
	keys := map[survey.RecordKind][]string{}
	for i := range c.Agencies {
		keys[survey.AgencyRecord] = append(keys[survey.AgencyRecord], c.AgencyRef(&c.Agencies[i], testToday))
	}
	for i := range c.Counters {
		keys[survey.CounterRecord] = append(keys[survey.CounterRecord], c.Counters[i].Code)
	}
	for i := range c.Plans {
		keys[survey.PlanRecord] = append(keys[survey.PlanRecord], c.Plans[i].Code)
	}
	var list []survey.Record
	for _, key := range keys[kind][:min(2, len(keys[kind]))] {
		list = append(list, *c.RecordByKey(kind, key, testToday))
	}
	return list
}
