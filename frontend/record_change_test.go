package frontend

import (
	"slices"
	"strings"
	"testing"
	"time"

	"hailong/account"
	"hailong/survey"
)

// A list of hundreds of agencies shows those that differ, each by its name.
func TestChangesOfListsAreShownEntryByEntry(t *testing.T) {
	c := newProvince().catalogue
	d := &RecordPage{Desk: newDesk(signedFrame(survey.Vietnamese, account.Admin, "/desk/plans"), c, "plans.title")}
	plan := c.DefaultPlan()
	a, b := c.Agencies[0], c.Agencies[1]
	for _, tt := range []struct {
		column, was, now string
		want             []cellChange
	}{
		{
			"transactions", a.Code + "=1200|" + b.Code + "=7", b.Code + "=7|" + a.Code + "=1300",
			[]cellChange{{"Số giao dịch năm trước: " + a.Name.VI, "1.200", "1.300"}},
		},
		{"transactions", "", a.Code + "=500", []cellChange{{"Số giao dịch năm trước: " + a.Name.VI, "(chưa có)", "500"}}},
		{"agencies", a.Code, a.Code + "|" + b.Code, []cellChange{{"Cơ quan được khảo sát thêm: " + b.Name.VI, "Không", "Có"}}},
		{"agencies", "", b.Code, []cellChange{{"Cơ quan được khảo sát thêm", "", b.Name.VI}}},
		{"counters", c.Counters[0].Code, "", []cellChange{
			{"Quầy được khảo sát riêng: " + d.partText(c, countersKind, plan.Ends, c.Counters[0].Code), "Có", "Không"},
		}},
		{"name_vi", "Cũ", "Mới", []cellChange{{"Tên", "Cũ", "Mới"}}},
		{"groups", "a|b", "b|a", nil},
	} {
		at := slices.IndexFunc(recordFields[survey.PlanRecord], func(f recordField) bool { return f.column == tt.column })
		got := d.changes(c, recordFields[survey.PlanRecord][at], plan.Ends, tt.was, tt.now)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s %q → %q: %q, want %q", tt.column, tt.was, tt.now, got, tt.want)
		}
	}
}

// What a plan that has begun keeps is shown without a field, and what is fixed by name.
func TestFixedFieldsAreReadNotTyped(t *testing.T) {
	c := newProvince().catalogue
	plan := c.DefaultPlan()
	page := func(kind survey.RecordKind, key string, today survey.Day) map[string]Input {
		f := signedFrame(survey.Vietnamese, account.Admin, RecordPath(kind, key))
		fields := map[string]Input{}
		for _, i := range NewRecordPage(f, c, today, c.RecordByKey(kind, key, today), nil, nil).Fields {
			fields[i.Name] = i
		}
		return fields
	}
	begun, later := page(survey.PlanRecord, plan.Code, plan.Starts), page(survey.PlanRecord, plan.Code, plan.Starts.AddDays(-1))
	for _, column := range []string{"year", "starts", "target", "minimum", "official", "census", "counters"} {
		if !begun[column].Fixed || later[column].Fixed {
			t.Errorf("%s: fixed %v once begun, %v before", column, begun[column].Fixed, later[column].Fixed)
		}
	}
	if begun["ends"].Fixed || begun["name_vi"].Fixed || begun["official"].Shown != "Có" {
		t.Errorf("ends %v, name %v, official %q", begun["ends"].Fixed, begun["name_vi"].Fixed, begun["official"].Shown)
	}
	n := &c.Counters[0]
	if got := page(survey.CounterRecord, n.Code, testToday)["agency"].Shown; got != c.Agency(n.Agency).Name.VI {
		t.Errorf("the counter's agency is shown as %q", got)
	}
}

func TestMistakesOfRecordsNameTheirFields(t *testing.T) {
	c := newProvince().catalogue
	f := signedFrame(survey.Vietnamese, account.Admin, "/desk/counters/new")
	r := &survey.Record{Kind: survey.CounterRecord}
	page := NewRecordPage(f, c, testToday, r, &Sent{Cells: map[string]string{}}, wrongAt("code"))
	if got := page.Problem.Items[0].Text; got != "Mã: ô này không được để trống." {
		t.Errorf("the summary says %q", got)
	}
	if got := page.Fields[0].Wrong; got != "Ô này không được để trống." {
		t.Errorf("the field says %q", got)
	}
	taken := survey.Fail(survey.Conflict, "record.taken", survey.Args{"value": "A"}).At("code")
	page = NewRecordPage(f, c, testToday, r, &Sent{Cells: map[string]string{}}, taken)
	if got := page.Problem.Items[0].Text; got != "Mã: Đã có “A”." {
		t.Errorf("the summary says %q", got)
	}
}

// A new plan is the official one, but where the year has one.
func TestNewPlanIsOfficialWhereTheYearHasNone(t *testing.T) {
	c := newProvince().catalogue
	for year, want := range map[survey.Day]string{
		c.DefaultPlan().Starts: "", "2031-01-01": "yes",
	} {
		f := signedFrame(survey.Vietnamese, account.Admin, "/desk/plans/new")
		for _, i := range NewRecordPage(f, c, year, &survey.Record{Kind: survey.PlanRecord}, nil, nil).Fields {
			if i.Name == "official" && i.Value != want {
				t.Errorf("%s: official is %q", year, i.Value)
			}
		}
	}
}

func TestDeskSaysWhatBecameOfOnesOwnProposals(t *testing.T) {
	c := newProvince().catalogue
	page := NewDeskPage(signedFrame(survey.Vietnamese, account.Admin, "/desk"), c, Waiting{Day: testToday})
	before := len(page.Tasks)
	edit := survey.Edit{Action: "plan.change", Subject: "2026"}
	list := []account.Proposal{
		{Number: 1, ProposedBy: 7, Edit: edit, State: account.Waiting},
		{Number: 2, ProposedBy: 7, Edit: edit, State: account.Refused, DecidedAt: testNow.Add(-13 * 24 * time.Hour)},
	}
	page.ShowOwn(list)
	var got []string
	for _, task := range page.Tasks[before:] {
		got = append(got, task.URL)
	}
	if !slices.Equal(got, []string{"/desk/proposals/1", "/desk/proposals/2"}) {
		t.Errorf("told of %v", got)
	}
	if text := page.Tasks[len(page.Tasks)-1].Text; !strings.Contains(text, "không được duyệt") {
		t.Errorf("a refused one: %q", text)
	}
}
