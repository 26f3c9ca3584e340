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
					CounterListOf(values), testToday, nil, values, survey.Fail(survey.Invalid, "counters.pick_some", nil))
			}
		}
		for _, query := range []string{"", "q=zzz"} {
			values, _ := url.ParseQuery(query)
			all["desk agencies "+query+name] = NewDeskAgenciesPage(admin("/desk/agencies"), c, testToday, values)
		}
		all["plans"+name] = NewPlansPage(admin("/desk/plans"), c, testToday)
		all["succession"+name] = NewSuccessionPage(admin("/desk/agencies/succession"), c, nil, nil)
		all["succession wrong"+name] = NewSuccessionPage(admin("/desk/agencies/succession"), c, url.Values{"on": {"x"}}, wrongAt("predecessor.2", "on.1", "on.2"))
		all["proposals"+name] = NewProposalsPage(admin("/desk/proposals"), c, nil, nil)
		for _, kind := range []survey.RecordKind{survey.AgencyRecord, survey.CounterRecord, survey.PlanRecord} {
			all["new "+string(kind)+name] = NewRecordPage(admin(RecordPath(kind, "")), c, &survey.Record{Kind: kind}, nil, nil)
			for _, r := range c.Records(kind, testToday)[:min(2, len(c.Records(kind, testToday)))] {
				f := admin(RecordPath(kind, r.Key))
				all["record "+r.Key+name] = NewRecordPage(f, c, &r, nil, nil)
				sent := &Sent{Cells: map[string]string{"name_vi": "", "closed_on": "2026-01-01", "agencies": "SNV"}, Reason: "x"}
				all["record stale "+r.Key+name] = NewRecordPage(f, c, &r, sent, stale)
				all["record wrong "+r.Key+name] = NewRecordPage(f, c, &r, sent, wrongAt("name_vi"))
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
	page := NewRecordPage(admin(RecordPath(survey.PlanRecord, plan.Code)), p.catalogue, record, nil, wrong)
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
		all["proposal "+string(edit.Action)] = NewProposalPage(admin(ProposalPath(o.Number)), c, &o, testToday, "", nil)
		o.ProposedBy = 7
		all["own proposal "+string(edit.Action)] = NewProposalPage(admin(ProposalPath(o.Number)), c, &o, testToday, "", nil)
		o.State, o.DecidedBy, o.DecidedAt, o.Decider, o.Answer = account.Refused, 9, testNow, "ai khác", "Không"
		all["decided proposal "+string(edit.Action)] = NewProposalPage(admin(ProposalPath(o.Number)), c, &o, testToday, "", nil)
		list = append(list, o)
	}
	all["proposals full"] = NewProposalsPage(admin("/desk/proposals"), c, list, list)
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
