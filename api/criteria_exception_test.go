package api_test

import (
	"fmt"
	"testing"

	"hailong/account"
)

// What somebody sets not applicable to his own agency is asked a reason for, waits for
// somebody of another agency, and is shown as waiting; the rest of the item is saved.
func TestAnOwnExceptionWaitsForAnotherAgency(t *testing.T) {
	both(t, func(w *world) {
		writer, other := w.as(account.Secretary, "SNV"), w.as(account.Chair, "STP")
		id := w.sampled("department")
		set := fmt.Sprintf("%s/%d", criteriaDesk, id)
		item := set + "/items/2.3.1"
		form := criteriaForm(w.shows(writer, item, 200, "Lý do không áp dụng"))
		form.Set("name", "Tên khác")
		form.Add("not_for", "SNV")
		form.Set("do", "save")
		form.Set("reason", " ")
		w.wants("no reason", w.sendAs(writer, "POST", item, form), 422, "o-reason-wrong", "Tên khác")
		form.Set("reason", "Không có việc này")
		at := w.leadsTo(writer, item, form)
		w.shows(writer, at, 200, "Đã lưu", "Tên khác", "Chưa có hiệu lực", "Đang chờ duyệt:", "đối với SNV", "/desk/proposals/1")
		if leaf := w.storedSet(id).Leaf("2.3.1"); len(leaf.NotFor) != 0 || leaf.Name.VI != "Tên khác" {
			t.Errorf("%+v", leaf)
		}
		w.shows(writer, "/desk/proposals/1", 200, "Không áp dụng tiêu chí 2.3.1", "Không có việc này", set)
		w.shows(other, "/desk/proposals/1", 200, "Không áp dụng tiêu chí 2.3.1", set, `value="approved"`)
		w.leadsTo(other, "/desk/proposals/1", values("state", "approved"))
		if leaf := w.storedSet(id).Leaf("2.3.1"); len(leaf.NotFor) != 1 || leaf.NotFor[0] != "SNV" {
			t.Errorf("%+v", leaf)
		}
		w.shows(writer, set+"?all=1", 200, "Không áp dụng: Sở Nội vụ")
		w.shows(other, "/desk/proposals/1", 200, "Đã duyệt", set)
	})
}
