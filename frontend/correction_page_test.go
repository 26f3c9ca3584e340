package frontend

import (
	"math/big"
	"net/url"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring/report"
	"hailong/survey"
)

// correctionPages are the pages of flags and corrections, full and empty.
func correctionPages(all map[string]any, p *province, lang survey.Lang) {
	c := p.catalogue
	none := &survey.Catalogue{Groups: c.Groups}
	none.Index()
	f := signedFrame(lang, account.Admin, "/desk/corrections")
	full := survey.Selection{
		Kind: survey.Reassign, Counter: c.Counters[0].ID, Agency: 2, From: "2022-03-01", To: "2022-03-04",
		After: "08:00", Before: "09:30", Channel: survey.ChannelPaper, Rule: survey.Even,
	}
	list := []survey.Correction{
		{ID: 2, Selection: full, Reason: "<b>Thử", Taken: 1234, By: "an", At: testNow},
		{
			ID: 1, Selection: survey.Selection{Kind: survey.Exclude, Counter: c.Counters[0].ID, From: "2022-03-01", To: "2022-03-01"},
			Reason: "x", Taken: 1, By: "an", At: testNow, UndoneBy: "an", UndoneAt: testNow, UndoneWhy: "y",
		},
	}
	noticed := []survey.FlagSum{{Counter: c.Counters[0].ID, Rule: survey.Burst, Day: "2022-03-01", Count: 12, Taken: 3}}
	typed := url.Values{"kind": {"exclude"}, "counter": {c.Counters[0].Code}, "reason": {"<i>"}}
	trial := &survey.CorrectionTrial{Selection: full, Received: 40, Counted: 38, Version: "0a", Touched: []survey.AgencyID{2}}
	for name, c := range map[string]*survey.Catalogue{"": c, "/empty": none} {
		all["corrections none"+name] = NewCorrectionsPage(f, c, nil, nil, nil)
		all["correction"+name] = NewCorrectionPage(f, c, nil, nil)
		all["correction wrong"+name] = NewCorrectionPage(f, c, typed, wrongAt(CorrectionFields...))
	}
	all["corrections"] = NewCorrectionsPage(f, c, Names{"an": "Nguyễn Thị An"}, list, noticed)
	for _, counted := range []int64{0, 2, 38} {
		tried := *trial
		tried.Counted = counted
		page := NewCorrectionPage(f, c, typed, nil)
		var moves []report.Move
		if counted > 0 {
			moves = []report.Move{{Plan: p.plan(1), Agency: c.Agency(2)}}
		}
		page.Show(c, &tried, moves, typed)
		all["correction tried "+string('a'+rune(counted))] = page
	}
	all["undo"] = NewUndoPage(f, c, &list[0], "", survey.Fail(survey.Invalid, "correction.reason_needed", nil).At("reason"))
	for name, o := range map[string]account.Proposal{
		"add":  {Edit: survey.CorrectionEdit(c.Cells(full), "0a"), State: account.Waiting, ProposedBy: 9, From: 1, Agency: 1},
		"bad":  {Edit: survey.CorrectionEdit(map[string]string{"kind": "x"}, ""), State: account.Refused, ProposedBy: 9},
		"undo": {Edit: survey.UndoEdit(2, "y"), State: account.Waiting, ProposedBy: 7, From: 1, Agency: 1},
	} {
		page := NewProposalPage(f, c, nil, &o, testToday, "", nil)
		if name == "undo" {
			page.ShowUndo(c, &list[0])
		}
		all["proposal of a correction "+name] = page
	}
}

// The agency's page tells those inside what the public is not told.
func TestThoseInsideAreToldWhatIsFlagged(t *testing.T) {
	p := newProvince()
	d := p.detailFor(t, someone(account.Viewer, 2), 1, 2)
	f := testFrame(survey.Vietnamese, "/agencies/SNV", "")
	if html := drawn(t, NewAgencyPage(f, &d.AgencyBoard)); strings.Contains(html, "gắn cờ") {
		t.Error("flags are told where nobody read them")
	}
	d.Beside = &report.Beside{Flagged: 7, Share: big.NewRat(8498, 10000)}
	html := drawn(t, NewAgencyPage(f, &d.AgencyBoard))
	for _, want := range []string{"gắn cờ 7", "Nếu tính cả phiếu bị loại: 84,98%."} {
		if !strings.Contains(html, want) {
			t.Errorf("no %q", want)
		}
	}
	heads := func(d *report.Detail) string {
		return strings.Join(NewAgencyTable(f, d, "").Workbook()[0].Head, "|")
	}
	if !strings.Contains(heads(d), "Bị gắn cờ") || strings.Contains(heads(p.detail(t, 1, 2)), "Bị gắn cờ") {
		t.Error("the table has flags for the public, or none for those inside")
	}
}
