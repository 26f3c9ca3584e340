package api_test

import (
	"testing"

	"hailong/account"
	"hailong/scoring/round"
)

// Who decides about tasks, but not about this one, is told why instead of being shown forms
// that would be refused: his own agency leads it, or the year's round is closed.
func TestATaskPageSaysWhyNothingIsDecided(t *testing.T) {
	both(t, func(w *world) {
		office, chair := w.as(account.Secretary, "SNV"), w.as(account.Chair, "UBND-NT")
		w.wants("brought", w.bringTasks(office, "tasks", ofProvince), 303)
		own, other := pathOfTask(w.taskOf("Lùi một năm")), pathOfTask(w.taskOf("Rà soát văn bản"))
		page := w.sendAs(office, "GET", own, nil)
		w.wants("near", page, 200, "nên không quyết định về nhiệm vụ này")
		w.wantsNot("near", page, 200, own+`/day"`, own+`/agencies"`)
		w.wants("another's", w.sendAs(office, "GET", other, nil), 200, other+`/day"`, other+`/agencies"`)
		w.wants("by somebody else", w.sendAs(chair, "GET", own, nil), 200, own+`/day"`, own+`/agencies"`)

		y := w.openYear(2026)
		y.advance(round.Appraising)
		y.finish()
		y.advance(round.Closed)
		page = w.sendAs(chair, "GET", own, nil)
		w.wants("closed", page, 200, "Đợt chấm điểm năm 2026 đã khóa")
		w.wantsNot("closed", page, 200, own+`/day"`)
		w.wantsNot("nothing to confirm", w.sendAs(chair, "GET", "/desk/tasks?year=2026", nil), 200, `name="task"`)
		form := values("mark", w.taskOf("Lùi một năm").Mark(), "counted", "no")
		w.wants("decided all the same", w.sendAs(chair, "POST", own+"/day", form), 410, "Đợt chấm điểm năm 2026 đã khóa")
	})
}
