package frontend

import (
	"testing"

	"hailong/survey"
)

// A reader of the log sees no names of our own code, and what is data as it is.
func TestFieldsOfTheLogAreSaidInWords(t *testing.T) {
	for _, tt := range []struct{ action, before, after, want string }{
		{"counter.change", "null", `{"ClosedOn":"2022-03-04"}`, "Ngày cuối cùng nhận phiếu: – → 2022-03-04"},
		{"counter.change", `{"Name":{"VI":"a"}}`, `{"Name":{"VI":"b"}}`, "Tên, tiếng Việt: a → b"},
		{"plan.change", "null", `{"Transactions":{"STP":7}}`, "Số giao dịch năm trước, STP: – → 7"},
		{"proposal.add", "null", `{"Was":{"closed_on":"x","agency":""}}`, "Trước khi đề nghị, Ngày cuối cùng nhận phiếu: – → x"},
		{"proposal.add", "null", `{"Was":{"agency":"STP"}}`, "Trước khi đề nghị, Cơ quan: – → STP"},
		{"account.second_factor", `"on"`, `"off"`, "Yếu tố thứ hai: bật → tắt"},
		{"session.begin", "null", `"password"`, "Cách đăng nhập: – → mật khẩu"},
		{"unheard.of", "null", `{"Unheard":"on"}`, "Unheard: – → on"},
		{"unheard.of", "null", `5`, "giá trị: – → 5"},
	} {
		o := &Office{Frame: testFrame(survey.Vietnamese, "/desk/log", ""), catalogue: &survey.Catalogue{}}
		e := o.logEntry(survey.LogRow{Action: tt.action, Before: tt.before, After: tt.after, Place: "proposal 12"})
		if len(e.Changes.Rows) != 1 || e.Way != "đề nghị số 12" {
			t.Errorf("%s: %+v", tt.after, e)
			continue
		}
		row := e.Changes.Rows[0]
		if row.Before == "" {
			row.Before = "–"
		}
		if got := row.Field + ": " + row.Before + " → " + row.After; got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}
