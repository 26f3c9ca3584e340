package api_test

import (
	"testing"

	"hailong/scoring/round"
	"hailong/store/storetest"
	"hailong/survey"
)

// A form of a step that is over comes back with the reason and with all that was typed.
func TestALateFormLosesNothing(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		y.fillAll("STP")
		area, leaf := y.path("STP", "/areas/II"), y.path("STP", "/leaves/2.2.2")
		const typed, over, gone, locked = "Chữ đã gõ", "Bước hiện tại của đợt chấm điểm không cho phép", "Không tìm thấy trang", "Phiếu đã n"
		form := fields("after:2.2.2", "0", "points:2.2.2", "0,75", "note:2.2.2", typed)
		pdf := [][3]string{{"file:2.2.2", "Ảnh.pdf", aPDF}}
		late := func(name, cookie, path string, form map[string]string, files [][3]string, want ...string) {
			t.Helper()
			rec := w.upload(cookie, path, form, files)
			w.wants(name, rec, 410, want...)
			w.wantsNot(name, rec, 410, gone)
		}
		y.submit("STP")
		late("own part, submitted", y.manager, area, form, nil, typed, `value="0,75"`)
		y.advance(round.Appraising)
		late("own part", y.manager, area, form, nil, typed, `value="0,75"`, locked)
		late("own part with a file", y.manager, area, form, pdf, typed, `value="0,75"`, locked)
		late("only a file", y.manager, leaf+"/files", nil, [][3]string{{"file", "Ảnh.pdf", aPDF}}, locked)
		rec := w.sendAs(y.manager, "POST", y.path("STP", "/withdraw"), values())
		w.wants("withdrawal", rec, 410, over, "Sở Tư pháp")
		w.wantsNot("withdrawal", rec, 410, gone)
		rec = w.sendAs(y.manager, "POST", y.path("STP", "/submit"), values())
		w.wantsNot("submission", rec, 410, gone)
		cut := fields("after:2.2.2", "0", "points:2.2.2", "0,5", "note:2.2.2", "Ảnh chụp tháng 3")
		w.wants("cut", w.upload(y.chair, area+"/appraisal", cut, nil), 303)
		y.skipRest()
		late("appraisal", y.chair, area+"/appraisal", form, nil, typed, `value="0,75"`, over)
		y.advance(round.Reappraising)
		late("explanation", y.manager, leaf+"/explanation", fields("after:2.2.2", "0", "note:2.2.2", typed), nil, typed, over)
		rec = w.sendAs(y.chair, "POST", y.path("STP", "/unlock"), values("reason", typed))
		w.wants("unlocking", rec, 410, typed, over)
		y.advance(round.Closed)
		late("second appraisal", y.chair, area+"/appraisal", form, nil, typed, over)
		w.published = survey.DayOf(w.clock, storetest.Zone).AddDays(-40)
		rec = w.sendAs(y.manager, "POST", leaf+"/petition", values("reason", typed))
		w.wants("petition", rec, 410, typed, "Hạn gửi kiến nghị đã hết ngày")
		w.wantsNot("petition", rec, 410, gone)
	})
}
