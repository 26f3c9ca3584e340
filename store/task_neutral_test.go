package store_test

import (
	"strings"
	"testing"
	"time"

	"hailong/scoring/round"
	"hailong/store"
	"hailong/store/storetest"
	"hailong/survey"
)

const assignLines = "section,number,task,deadline,responsibility,agencies\n"

// nearDesk is a desk with somebody of Sở Nội vụ who may change every plan.
func nearDesk(t *testing.T, db *store.DB) (d *taskDesk, near round.Planner) {
	d = tasksOf(t, db)
	near = d.office()
	snv := d.agency("SNV")
	near.Near = func(a survey.AgencyID) bool { return a == snv }
	return d, near
}

// refuses wants each file to be refused with a mistake, and nothing to be changed by it.
func (d *taskDesk) refuses(by round.Planner, owner survey.AgencyID, head string, files map[string][2]string) {
	d.t.Helper()
	before, err := d.Version(d.t.Context(), 2026)
	d.must(err)
	for name, file := range files {
		_, err := d.bring(by, 2026, owner, head+file[0]+"\n")
		if got := storetest.Mistakes(err); !strings.HasPrefix(got, file[1]+" ") {
			d.t.Errorf("%s: got %q, want %s", name, got, file[1])
		}
	}
	if after, err := d.Version(d.t.Context(), 2026); after != before {
		d.t.Error("something was changed", err)
	}
}

// Whose task it is, is decided in a file no more than on the page by who is near the agency
// that leads it.
func TestAFileTakesNoTaskFromOnesOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d, near := nearDesk(t, db)
		const lead = ",Rà soát,Quý I,Sở Nội vụ chủ trì,"
		_, err := d.bring(d.office(), 2026, 0, assignLines+"I,1"+lead+"SNV*\nI,2"+lead+"\nI,3,Báo cáo,Quý I,Sở Tư pháp chủ trì,\n")
		d.must(err)
		const agencies, text = "2:agencies task.near", "2:responsibility task.near"
		d.refuses(near, 0, assignLines, map[string][2]string{
			"gives it away":            {"I,1" + lead + "-", agencies},
			"takes part only":          {"I,1" + lead + "SNV", agencies},
			"unconfirms it":            {"I,1" + lead + "SNV*?", agencies},
			"shares it":                {"I,1" + lead + "SNV*|STP*", agencies},
			"confirms a proposal":      {"I,2" + lead + "SNV*", agencies},
			"drops a proposal":         {"I,2" + lead + "-", agencies},
			"by a text":                {"I,2,Rà soát,Quý I,Sở Tư pháp chủ trì,", text},
			"by a text and a cell":     {"I,2,Rà soát,Quý I,Sở Tư pháp chủ trì,STP*", agencies},
			"takes another's":          {"I,3,Báo cáo,Quý I,Sở Tư pháp chủ trì,SNV*", agencies},
			"a text's, and confirms":   {"I,3,Báo cáo,Quý I,Sở Nội vụ chủ trì,SNV*", agencies},
			"a text's, and gives away": {"I,3,Báo cáo,Quý I,Sở Nội vụ chủ trì,STP*", agencies},
		})
		changed(t, survey.Change{Same: 3})(d.bring(near, 2026, 0, assignLines+"I,1"+lead+"SNV*\nI,2"+lead+"SNV*?\n"+
			"I,3,Báo cáo,Quý I,Sở Tư pháp chủ trì,\n"))
		// A corrected text that names one's own for the first time proposes it, no more.
		changed(t, survey.Change{Changed: 1})(d.bring(near, 2026, 0, assignLines+"I,3,Báo cáo,Quý I,Sở Nội vụ chủ trì,\n"))
		// So it is for who stands near nobody.
		changed(t, survey.Change{Changed: 2})(d.bring(d.office(), 2026, 0, assignLines+"I,1"+lead+"-\nI,2"+lead+"SNV*\n"))
	})
}

// A new row proposes what its text says, and confirms nothing for one's own agency.
func TestANewRowConfirmsNothingForOnesOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d, near := nearDesk(t, db)
		const row = "I,99,Thêm,Quý I,"
		d.refuses(near, 0, assignLines, map[string][2]string{
			"confirmed":              {row + "Sở Nội vụ chủ trì,SNV*", "2:agencies task.near"},
			"confirmed without text": {row + ",SNV*", "2:agencies task.near"},
			"proposed without text":  {row + ",SNV*?", "2:agencies task.near"},
			"given away":             {row + "Sở Nội vụ chủ trì,STP*", "2:agencies task.near"},
			"nobody's":               {row + "Sở Nội vụ chủ trì,-", "2:agencies task.near"},
		})
		changed(t, survey.Change{Added: 4})(d.bring(near, 2026, 0, assignLines+
			"I,1,Thêm,Quý I,Sở Nội vụ chủ trì,\nI,2,Thêm,Quý I,Sở Nội vụ chủ trì,SNV*?\n"+
			"I,3,Thêm,Quý I,Sở Tư pháp chủ trì,STP*\nI,4,Thêm,Quý I,,STP*|SNV\n"))
		for number, confirmed := range map[string]bool{"I.1": false, "I.2": false, "I.3": true, "I.4": true} {
			task := d.task(near, 2026, 0, number)
			if task.Proposed() == confirmed || !task.Agencies[0].Leads && !task.Agencies[len(task.Agencies)-1].Leads {
				t.Errorf("%s: %+v", number, task.Agencies)
			}
		}
		if got := d.shares(2026, "SNV"); got.Den != 0 {
			t.Error("it counts already", got)
		}
	})
}

// After the last day on which an agency changes its own plan nobody near it does so in
// another role.
func TestOnesOwnPlanIsLeftAloneAfterItsTime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *store.DB) {
		d, near := nearDesk(t, db)
		snv, stp := d.agency("SNV"), d.agency("STP")
		const head, plan = "section,number,task,deadline\n", "I,1,Rà soát,Quý I\n"
		d.clock = time.Date(2026, 3, 31, 23, 0, 0, 0, storetest.Zone)
		changed(t, survey.Change{Added: 1})(d.bring(near, 2026, snv, head+plan))
		d.clock = time.Date(2026, 11, 23, 9, 0, 0, 0, storetest.Zone)
		d.refuses(near, snv, head, map[string][2]string{
			"a new task":  {"I,2,Việc dễ,Quý I", "2:owner task.plan_late_near"},
			"other words": {"I,1,Rà soát ít hơn,Quý I", "2:owner task.plan_late_near"},
		})
		changed(t, survey.Change{Same: 1})(d.bring(near, 2026, snv, head+plan))
		changed(t, survey.Change{Added: 1})(d.bring(near, 2026, stp, head+plan))
		changed(t, survey.Change{Added: 1, Same: 1})(d.bring(d.office(), 2026, snv, head+plan+"I,2,Việc dễ,Quý I\n"))
	})
}
