package api_test

import (
	"fmt"
	"testing"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/store/storetest"
)

// The council gives no points at once to what agencies left empty: what would be written is
// shown first, then written as it was shown, with a reason that stands in the sheet's history.
func TestTheCouncilGivesNothingForWhatWasLeftEmpty(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("CDYT")
		y.submit("CDYT")
		y.advance(round.Appraising)
		board := fmt.Sprintf("/desk/rounds/%d", y.id)
		at, one := board+"/zero", board+"/zero?agency=STP"
		w.wants("in time", w.sendAs(y.chair, "GET", at, nil), 200, "hết ngày 10/12/2026")
		w.wants("not done either", w.sendAs(y.chair, "POST", at, values("reason", "Không nộp")), 410)
		w.wantsNot("not offered", w.sendAs(y.chair, "GET", board, nil), 200, at)
		w.clock = storetest.Noon.AddDate(0, 9, 7) // 11 December
		chair, near := w.as(account.Chair, "UBND-NT"), w.as(account.Chair, "STP")
		w.wants("offered", w.sendAs(chair, "GET", board, nil), 200, `href="`+at+`"`, `href="`+one+`"`)
		w.wantsNot("not at one's own", w.sendAs(near, "GET", board, nil), 200, `href="`+one+`"`)
		w.wants("near", w.sendAs(near, "GET", one, nil), 403)
		w.wants("who does not appraise", w.sendAs(w.as(account.Secretary, "SNV"), "GET", at, nil), 403)
		w.wants("no member", w.sendAs(chair, "GET", at+"?agency=UBND-NT", nil), 404)
		w.wants("nothing is his", w.sendAs(w.as(account.Appraiser, "UBND-NT"), "GET", at, nil), 200, "Không có ô nào")
		all := w.sendAs(chair, "GET", at, nil)
		w.wants("all", all, 200, "Sở Tư pháp: ", "Sở Nội vụ: ", "của 2 cơ quan")
		w.wantsNot("who submitted", all, 200, "Trường Cao đẳng Y tế")
		page := w.sendAs(chair, "GET", one, nil)
		w.wants("one", page, 200, "2.2.2", "0 điểm", "0 trên 1", "Phải thẩm định từng tiêu chí", `name="reason"`)
		w.wantsNot("one alone", page, 200, "Sở Nội vụ: ")
		form := values("agency", "STP", "mark", markOf(page), "reason", "")
		w.wants("no reason", w.sendAs(chair, "POST", at, form), 422, "Xin ghi lý do")
		form.Set("reason", "Không nộp phiếu đúng hạn")
		form.Set("mark", markOf(all))
		w.wants("not what was shown", w.sendAs(chair, "POST", at, form), 409, "Xin xem lại", "Không nộp phiếu đúng hạn")
		if l := y.sheet("STP").Leaf("2.2.2"); l.Appraised != nil {
			t.Error("a refused act has written", l.Appraised)
		}
		form.Set("mark", markOf(page))
		w.wants("given", w.sendAs(chair, "POST", at, form), 303)
		w.wants("told", w.sendAs(chair, "GET", board+"?done=zeroed", nil), 200, "Đã cho 0 điểm")
		w.wants("history", w.sendAs(chair, "GET", y.path("STP", "/leaves/2.2.2"), nil), 200, "Không nộp phiếu đúng hạn")
		s := y.sheet("STP")
		if l := s.Leaf("2.2.2"); s.Mark(l).Points != 0 || s.Unappraised(l) {
			t.Errorf("%+v", l.Appraised)
		}
		if l := y.sheet("SNV").Leaf("2.2.2"); l.Appraised != nil {
			t.Error("written at another's sheet")
		}
		w.wants("logged", w.sendAs(w.as(account.Auditor, "SNV"), "GET", "/desk/log?action=sheet.appraise", nil), 200, "STP")
	})
}
