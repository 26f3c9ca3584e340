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

// someone is a person with a role of an agency.
func someone(role account.Role, agency survey.AgencyID) *account.Account {
	return &account.Account{Login: "test", Name: "Nguyễn Văn Thử", Role: role, Agency: agency}
}

// detailFor is an agency's figures as a person of an agency reads them.
func (p *province) detailFor(t *testing.T, me *account.Account, plan survey.PlanID, a survey.AgencyID) *report.Detail {
	t.Helper()
	r := report.InsideOf(func(id survey.AgencyID) bool { return me.Owns(p.catalogue, id) })
	d, err := r.ReadDetail(context.Background(), p, p.catalogue, p.plan(plan), p.catalogue.Agency(a), testNow)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// ownPages adds what those who are signed in see: full, empty, below the minimum, with
// comments and without, the log and its entries.
func ownPages(t *testing.T, all map[string]any, p *province, lang survey.Lang) {
	t.Helper()
	frame := func(me *account.Account, path string) Frame {
		f := testFrame(lang, path, "")
		f.Me = me
		return f
	}
	said := &survey.CommentPage{Count: 1, Page: 1, Pages: 2, Releases: []survey.CommentRelease{{
		First: "2022-03-01", Last: "2022-03-04", Comments: []survey.Comment{{Text: "Tốt <b>", Counter: 10}, {Text: "Chậm"}},
	}}}
	none := &survey.CommentPage{Page: 1, Pages: 1}
	for _, a := range p.catalogue.Agencies {
		me := someone(account.Manager, a.ID)
		for plan := survey.PlanID(1); plan <= 3; plan++ {
			d := p.detailFor(t, me, plan, a.ID)
			page := NewAgencyPage(frame(me, agencyPath(a.Code)), &d.AgencyBoard)
			page.LinkComments(false)
			page.Comment([]*survey.CommentPage{said, none}[plan%2])
			name := a.Code + " " + string(d.Plan.Code)
			all["own "+name], all["own detail "+name] = page, NewDetailPage(frame(me, agencyPath(a.Code)), d)
		}
	}
	asked := CommentsAsked{Agency: p.catalogue.Agency(1), Today: "2022-03-05"}
	for _, role := range []account.Role{account.Manager, account.Auditor} {
		f := frame(someone(role, 1), "/desk/comments")
		all["comments "+string(role)] = NewCommentsPage(f, p.catalogue, asked, said)
		all["no comments "+string(role)] = NewCommentsPage(f, p.catalogue, asked, none)
	}
	other := asked
	other.Agency, other.Q = p.catalogue.Agency(2), "chậm"
	all["comments of another"] = NewCommentsPage(frame(someone(account.Admin, 1), "/desk/comments"), p.catalogue, other, none)
	logPages(t, all, p, frame(someone(account.Admin, 2), "/desk/log"))
}

func logPages(t *testing.T, all map[string]any, p *province, f Frame) {
	t.Helper()
	row, err := survey.NewLogRow(survey.Entry{
		At: testNow, Actor: survey.Program, Action: "plan.change", Subject: "2022",
		Before: map[string]any{"A": 1, "B": "x", "C": 2, "D": 3, "E": 4, "F": 5, "G": 6},
		After:  map[string]any{"A": 2, "B": "<y>", "C": 0, "D": 4, "E": 5, "F": 6, "G": 7},
	}, 1, "")
	if err != nil {
		t.Fatal(err)
	}
	full := &survey.LogPage{Rows: []survey.LogRow{row}, Next: 5, Seen: 6, Full: true}
	for name, read := range map[string]*survey.LogPage{
		"full": full, "empty": {}, "sought": {Next: 5, Seen: 6},
	} {
		asked, err := ReadLogAsked(url.Values{"action": {"x.y"}, "from": {"4/3/2022"}, "below": {"9"}})
		if err != nil {
			t.Fatal(err)
		}
		page := NewLogPage(f, p.catalogue, asked, []string{"plan.change"}, read, nil)
		page.SayHead(survey.LogHead{Number: 1, Hash: row.Hash}, testNow, name == "full")
		all["log "+name] = page
	}
	all["log without anything"] = NewLogPage(f, p.catalogue, LogAsked{}, nil, &survey.LogPage{}, nil)
	all["log entry"] = NewLogEntryPage(f, p.catalogue, row, row)
	veiled := row
	veiled.Before, veiled.After = "null", `{"Figures":["`+LogWithheld(f)+`"]}`
	all["log entry withheld"] = NewLogEntryPage(f, p.catalogue, row, veiled)
}

// Between ten and the minimum those of the agency see the interval, and no score; below
// ten nobody sees more than a number.
func TestAnAgencySeesItsIntervalFromTenOn(t *testing.T) {
	p := newProvince()
	var hinted int
	for _, a := range p.catalogue.PlanAgencies(p.plan(1)) {
		public, own := p.detail(t, 1, a.ID), p.detailFor(t, someone(account.Viewer, a.ID), 1, a.ID)
		html := drawn(t, NewAgencyPage(testFrame(survey.Vietnamese, agencyPath(a.Code), ""), &own.AgencyBoard))
		for i, list := range [][]report.Cell{own.Counters, own.Months, own.Channels, own.Stages, {{Score: own.Score}}} {
			for _, cell := range list {
				s := cell.Score
				if s.Hinted() != (s.Official == "too_few" && s.Responses >= 10 && s.Answers > 0) {
					t.Errorf("%s %d %s: %d responses, hinted %v", a.Code, i, cell.Code, s.Responses, s.Hinted())
				}
			}
		}
		if public.Score.Hinted() || own.Score.Eligible() != public.Score.Eligible() {
			t.Errorf("%s: the public is told, or the verdict is another", a.Code)
		}
		if f := NewAgencyPage(testFrame(survey.Vietnamese, "/", ""), &own.AgencyBoard).Score; f.Hinted() {
			hinted++
			if f.Percent != "" || f.share != nil || !strings.Contains(html, "chỉ để tham khảo") ||
				!strings.Contains(html, f.Low) || strings.Contains(html, `class="big">`+f.Percent+`<small>%`) {
				t.Errorf("%s: an interval must be told, and no score", a.Code)
			}
		}
	}
	if hinted == 0 {
		t.Error("no agency of the province is between ten and its minimum")
	}
}

// An agency is told what to do first, three things at most.
func TestAnAgencyIsToldWhatToDo(t *testing.T) {
	p := newProvince()
	for _, a := range p.catalogue.PlanAgencies(p.plan(1)) {
		me := someone(account.Manager, a.ID)
		f := testFrame(survey.Vietnamese, agencyPath(a.Code), "")
		f.Me = me
		page := NewAgencyPage(f, &p.detailFor(t, me, 1, a.ID).AgencyBoard)
		if page.Own == nil || len(page.Own.ToDo) > 3 || page.Own.Reading != nil {
			t.Errorf("%s: %+v", a.Code, page.Own)
		}
		if a.Code == "SNV" && (len(page.Own.ToDo) == 0 || !strings.Contains(page.Own.ToDo[0].Text, "Còn thiếu 29 phiếu")) {
			t.Errorf("SNV lacks 29: %+v", page.Own.ToDo)
		}
	}
	stranger := NewAgencyPage(testFrame(survey.Vietnamese, "/", ""), &p.detail(t, 1, 2).AgencyBoard)
	if stranger.Own != nil || stranger.Notice != "" {
		t.Error("the public is told what to do")
	}
}
