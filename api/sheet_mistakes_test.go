package api_test

import (
	"fmt"
	"testing"
)

// All that is wrong with an area is told at once: what cannot be read, and what breaks a rule.
func TestAllMistakesOfAnAreaAreToldAtOnce(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		form := fields("after:2.2.2", "0", "points:2.2.2", "0,8", "after:2.3.1", "0", "num:2.3.1", "chín", "den:2.3.1", "10")
		w.wants("both", w.upload(y.manager, y.path("STP", "/areas/II"), form, nil), 422,
			"2.2.2: Điểm phải là bội số", `href="#o-num-2-3-1"`, `value="0,8"`, `value="chín"`)
	})
}

// An answer without words and without a verdict is told both; one that waits stands on the
// board and at the desk of who may answer it.
func TestAPetitionWaitsInSight(t *testing.T) {
	both(t, func(w *world) {
		y := w.closedYear()
		const line = "có 1 kiến nghị chờ trả lời"
		board := fmt.Sprintf("/desk/rounds/%d", y.id)
		w.wants("on the board", w.sendAs(y.secretary, "GET", board, nil), 200, "(1 chờ trả lời)")
		w.wants("at the desk", w.sendAs(y.chair, "GET", "/desk", nil), 200, line)
		w.wantsNot("not who may not answer", w.sendAs(y.secretary, "GET", "/desk", nil), 200, line)
		path := y.path("STP", "/leaves/2.2.2/petition/answer")
		w.wants("nothing", w.sendAs(y.chair, "POST", path, values("after:2.2.2", "0")), 422,
			"Xin chọn giữ nguyên hoặc sửa", "Xin ghi nội dung trả lời", `href="#o-answer"`)
		w.wants("answered", w.sendAs(y.chair, "POST", path, values("answer", "Giữ nguyên", "verdict", "keep")), 303)
		w.wantsNot("answered, board", w.sendAs(y.secretary, "GET", board, nil), 200, "chờ trả lời)")
		w.wantsNot("answered, desk", w.sendAs(y.chair, "GET", "/desk", nil), 200, line)
	})
}

// What waits for an agency is told at its desk however far the last day is.
func TestTheDeskTellsOfFarWork(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		page := w.sendAs(y.manager, "GET", "/desk", nil)
		w.wants("missing", page, 200, "Phiếu của Sở Tư pháp còn thiếu")
		w.wantsNot("something waits", page, 200, "Chưa có việc nào sắp đến hạn")
	})
}
