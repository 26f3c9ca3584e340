package frontend

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"hailong/survey"
)

func testErase(lang survey.Lang, path string) ErasePage {
	f := Frame{Lang: lang, Path: path, Query: url.Values{}, Province: testProvince}
	return ErasePage{Frame: f, Agency: &testAgency, Counter: &testCounter, Code: "K7Q4-92TD"}
}

// The form goes back to the address that was opened, which may be an old code's.
func TestErasePageKeepsItsAddress(t *testing.T) {
	page := draw(t, testErase(survey.English, "/s/7K3MQ2XVTN/erase"))
	for _, want := range []string{
		`action="/s/7K3MQ2XVTN/erase?lang=en#loi"`, `name=r class=t value="K7Q4-92TD"`, "Criminal record counter",
		"Erase the comment", `href="/privacy?lang=en"`, "hreflang=vi",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestErasePageSaysWhyNot(t *testing.T) {
	busy := survey.Busy(nil)
	busy.Retry = 7 * time.Second
	for _, test := range []struct {
		err  error
		want string
	}{
		{survey.Fail(survey.Invalid, "comment.code", nil).At("code"), "Mã phiếu chưa đúng"},
		{survey.Fail(survey.NotFound, "comment.none", nil).At("code"), "Không có ý kiến nào với mã này"},
		{survey.Fail(survey.Limited, "limited", nil), "Có quá nhiều lượt thử"},
		{busy, "Xin chờ 7 giây"},
		{errors.New("SQL"), "Hệ thống gặp lỗi"},
	} {
		p := testErase(survey.Vietnamese, "/s/7K3MQ2XVTD/erase")
		p.Code = `K7Q4"><b>`
		page := draw(t, p.Failed(test.err))
		for _, want := range []string{test.want, "role=alert", `value="K7Q4&#34;&gt;&lt;b&gt;"`} {
			if !strings.Contains(page, want) {
				t.Errorf("%v: no %s", test.err, want)
			}
		}
		for _, never := range []string{"SQL", "<b>&", "hreflang", "Đã xóa ý kiến"} {
			if strings.Contains(page, never) {
				t.Errorf("%v: has %s", test.err, never)
			}
		}
	}
}

func TestErasedPageHasNoForm(t *testing.T) {
	p := testErase(survey.Vietnamese, "/s/7K3MQ2XVTD/erase")
	p.Done = true
	page := draw(t, p)
	if !strings.Contains(page, "Đã xóa ý kiến") || strings.Contains(page, "<form") || strings.Contains(page, p.Code) {
		t.Error(page)
	}
}

// The thanks page leads there with the code.
func TestThanksPageLeadsToErasing(t *testing.T) {
	p := ThanksPage{Frame: testForm(survey.English, 0).Frame, Agency: &testAgency, Counter: &testCounter, Short: "K7Q4-92TD"}
	if page := draw(t, p); !strings.Contains(page, `href="/s/7K3MQ2XVTD/erase?lang=en&amp;r=K7Q4-92TD"`) {
		t.Error("no link")
	}
	p.Short = ""
	if page := draw(t, p); strings.Contains(page, "/erase") {
		t.Error("a link without a code")
	}
}
