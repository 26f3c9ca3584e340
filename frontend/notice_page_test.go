package frontend

import (
	"io"
	"strings"
	"testing"

	"hailong/survey"
)

func TestNoticeSaysWhatHappened(t *testing.T) {
	f := testForm(survey.Vietnamese, 0).Frame
	ended := survey.Args{"year": 2022, "day": survey.Day("2022-12-15")}
	for _, test := range []struct {
		err  error
		want string
	}{
		{survey.Fail(survey.NotFound, "counter.unknown", nil), "Không tìm thấy quầy"},
		{survey.Fail(survey.Closed, "counter.replaced", nil), "Mã này không còn dùng"},
		{survey.Fail(survey.Closed, "counter.closed", nil), "Quầy này không nhận phiếu"},
		{survey.Fail(survey.Closed, "plan.ended", ended), "năm 2022 tại quầy này kết thúc ngày 15/12/2022"},
		{survey.Fail(survey.Closed, "plan.none", nil), "Quầy này chưa khảo sát"},
		{survey.Fail(survey.Conflict, "response.conflict", nil), `<a href="/s/7K3MQ2XVTD">Mở phiếu mới</a>`},
		{survey.Fail(survey.TooLarge, "too_large", nil), "Phiếu quá dài"},
		{survey.Fail(survey.NotFound, "agency.unknown", nil), "Không tìm thấy trang"},
		{survey.Fail(survey.Limited, "limited", nil), "Có quá nhiều lượt gửi"},
		{io.ErrUnexpectedEOF, "Hệ thống gặp lỗi"},
	} {
		if page := draw(t, NoticeOf(f, &testAgency, &testCounter, test.err)); !strings.Contains(page, test.want) {
			t.Errorf("%v: no %q", test.err, test.want)
		}
	}
}
