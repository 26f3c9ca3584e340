package api_test

import (
	"strings"
	"testing"
)

// A number is read as the page's language writes numbers, is shown as it was read, and each
// mistake says how to write it.
func TestFiguresAreTypedAsThePageWritesThem(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		area := y.path("STP", "/areas/II")
		type pair struct{ num, den string }
		for typed, want := range map[pair][]string{
			{"9.84", "9.840"}:   {"2.3.1: Phần thập phân viết sau dấu phẩy: viết 9,84"},
			{"12.3456", "20"}:   {"2.3.1: Nhiều nhất hai chữ số sau dấu phẩy"},
			{"-5", "10"}:        {"2.3.1: Con số không được âm"},
			{"", "10"}:          {"2.3.1: Còn thiếu số đạt"},
			{"10", " "}:         {"2.3.1: Còn thiếu tổng số"},
			{"10", "0"}:         {"2.3.1: Tổng số bằng 0 thì số đạt cũng phải bằng 0"},
			{"mười", "9 840"}:   {"2.3.1: Đây không phải là một con số", "đọc là 9.840", `value="9 840"`},
			{"1234.567", "2.0"}: {"2.3.1: Nhiều nhất hai chữ số", "viết 2,0"},
		} {
			form := fields("after:2.3.1", "0", "num:2.3.1", typed.num, "den:2.3.1", typed.den)
			w.wants(typed.num+" of "+typed.den, w.upload(y.manager, area, form, nil), 422, want...)
		}
		form := fields("after:2.2.2", "0", "points:2.2.2", "0.5")
		w.wants("points", w.upload(y.manager, area, form, nil), 422, "2.2.2: ", "viết 0,5")
		if l := y.sheet("STP").Leaf("2.3.1"); l.Self != nil {
			t.Error("stored", l.Self)
		}

		form = fields("after:2.3.1", "0", "num:2.3.1", "9.540", "den:2.3.1", "9 840")
		w.wants("with groups", w.upload(y.manager, area, form, nil), 303)
		w.wants("read back", w.sendAs(y.manager, "GET", y.path("STP", "?area=II"), nil), 200,
			"Đã ghi: 9.540 trên 9.840", `value="9.540"`, `value="9.840"`)
		english := w.sendAs(y.manager, "GET", y.path("STP", "?area=II&lang=en"), nil)
		w.wants("in English", english, 200, "Saved: 9,540 of 9,840", `value="9,540"`)

		after := func() string {
			return afterOf(w.sendAs(y.manager, "GET", y.path("STP", "?area=II"), nil).Body.String(), "2.3.1")
		}
		form = fields("after:2.3.1", after(), "num:2.3.1", "9,5", "den:2.3.1", "9,840")
		w.wants("a comma in English", w.upload(y.manager, area+"?lang=en", form, nil), 422, "write 9.5")
		form["num:2.3.1"] = "11,808"
		w.wants("English groups", w.upload(y.manager, area+"?lang=en", form, nil), 303)
		if g := y.sheet("STP").Leaf("2.3.1").Self.Given; g.Num != 1180800 || g.Den != 984000 {
			t.Error("read as", g)
		}
		w.wants("more than all", w.sendAs(y.manager, "GET", y.path("STP", "?area=II"), nil), 200,
			"Số đạt lớn hơn tổng số, tỷ lệ là 120", "Theo cách chấm được 5,00 điểm")
	})
}

// afterOf is the entry that a page's fields at a leaf follow.
func afterOf(page, leaf string) string {
	_, rest, _ := strings.Cut(page, `name="after:`+leaf+`" value="`)
	id, _, _ := strings.Cut(rest, `"`)
	return id
}

// Under each leaf that an officer fills in stands which figure earns what.
func TestTheRuleStandsAtTheFields(t *testing.T) {
	both(t, func(w *world) {
		y := w.openYear(2026)
		page := w.sendAs(y.manager, "GET", y.path("STP", "?area=all"), nil)
		sheet := y.sheet("STP")
		for i := range sheet.Leaves {
			l := &sheet.Leaves[i]
			_, row, found := strings.Cut(page.Body.String(), `name="after:`+l.Item.Code+`"`)
			if !found {
				continue
			}
			before := page.Body.String()[:len(page.Body.String())-len(row)]
			line := before[strings.LastIndex(before, `<div class="fill">`):]
			wants := []string{"Tối đa "}
			if l.Item.Evidence {
				wants = append(wants, "Phải có tài liệu kiểm chứng")
			}
			if l.Item.Threshold > 0 {
				wants = append(wants, "đủ điểm từ ")
			}
			if len(l.Item.Bands) > 0 {
				wants = append(wants, ": ")
			}
			if l.Item.Per > 0 {
				wants = append(wants, "mỗi lỗi trừ ")
			}
			if l.Item.Empty != "" {
				wants = append(wants, "tổng số 0: ")
			}
			for _, want := range wants {
				if !strings.Contains(line, want) {
					t.Errorf("%s has no %q in %s", l.Item.Code, want, line)
				}
			}
		}
		w.wantsNot("who only reads", w.sendAs(y.viewer, "GET", y.path("STP", "?area=all"), nil), 200, "tổng số 0: ")
	})
}
