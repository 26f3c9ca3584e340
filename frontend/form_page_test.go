package frontend

import (
	"net/url"
	"strings"
	"testing"

	"hailong/survey"
)

const testReceipt = "0192f7a4-6c1f-7d0e-9a53-2f60b7c1d9ee"

var (
	testAgency = survey.Agency{
		Code: "STP", Sector: survey.Administrative, Hotline: "0258.3812.345",
		Name: survey.Text{VI: "Sở Tư pháp", EN: "Department of Justice"},
	}
	testCounter = survey.Counter{
		Token: "7K3MQ2XVTD",
		Name:  survey.Text{VI: "Quầy Lý lịch tư pháp", EN: "Criminal record counter"},
		Place: survey.Text{
			VI: "Quầy số 12, Trung tâm Phục vụ hành chính công tỉnh",
			EN: "Counter 12, Provincial Public Service Centre",
		},
	}
	testProvince = survey.Text{VI: "tỉnh Khánh Hòa", EN: "Khanh Hoa province"}
)

// testForm is the page of a shipped questionnaire: 0 the short form, 1 the 19 questions.
func testForm(lang survey.Lang, shipped int) FormPage {
	q := survey.Shipped()[shipped]
	f := Frame{Lang: lang, Path: "/s/7K3MQ2XVTD", Query: url.Values{}, Simulated: true, Province: testProvince}
	return FormPage{
		Frame: f, Agency: &testAgency, Counter: &testCounter, Questionnaire: &q, Receipt: testReceipt,
	}
}

// longNames makes the page as big as names make it.
func longNames(p FormPage) FormPage {
	agency, counter := *p.Agency, *p.Counter
	agency.Name = survey.Text{
		VI: "Ban Quản lý Khu kinh tế Vân Phong và các khu công nghiệp tỉnh Khánh Hòa",
		EN: "Management Board of the Van Phong Economic Zone and Industrial Parks, Khanh Hoa",
	}
	agency.Hotline = ""
	counter.Name.VI = "Quầy tiếp nhận hồ sơ đầu tư, quy hoạch, xây dựng và môi trường"
	p.Agency, p.Counter = &agency, &counter
	return p
}

func draw(t *testing.T, page any) string {
	t.Helper()
	b, err := Draw(page)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestFormPageHasTheContractsFields(t *testing.T) {
	page := draw(t, testForm(survey.English, 0))
	for _, want := range []string{
		`action="/s/7K3MQ2XVTD?lang=en#loi"`, `name=form value="short@1"`,
		`name=receipt value="` + testReceipt + `"`, "name=stage value=supplemented",
		"name=q.O value=5", "name=q.KQ value=na", "name=q.PAKN value=na", "name=comment",
		`href="tel:02583812345"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	if n := strings.Count(page, "value=na"); n != 2 {
		t.Errorf("%d cells beside the scale, want 2", n)
	}
}

func TestFormPageKeepsWhatWasTyped(t *testing.T) {
	p := testForm(survey.Vietnamese, 0)
	p.Answers, p.Stage = map[string]string{"TC": "4", "KQ": "na"}, "refused"
	p.Comment = "dòng một\n<b>hai</b>"
	page := draw(t, p.Failed(survey.Busy(nil)))
	for _, want := range []string{
		"checked type=radio name=q.TC value=4", "checked type=radio name=q.KQ value=na",
		"checked type=radio name=stage value=refused", "dòng một\n&lt;b&gt;hai&lt;/b&gt;</textarea>",
		"<title>Chưa gửi được. ", "Máy đang bận, phiếu chưa gửi được", "Xin chờ 5 giây",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if n := strings.Count(page, " checked "); n != 3 {
		t.Errorf("%d choices checked, want 3", n)
	}
}

func TestFailedNamesEachMistakeInTheOrderOfThePage(t *testing.T) {
	var mistakes survey.Mistakes
	long := survey.Args{"count": 2341, "max": 2000, "over": 341}
	mistakes.Add(survey.Fail(survey.Invalid, "response.comment_long", long).At("comment"))
	mistakes.Add(survey.Fail(survey.Invalid, "response.level", survey.Args{"number": 3}).At("answers.CC"))
	mistakes.Add(survey.Fail(survey.Invalid, "response.stage", survey.Args{"value": "x"}).At("stage"))
	mistakes.Add(survey.Fail(survey.Invalid, "response.question", survey.Args{"value": "X"}).At("answers.X"))
	p := testForm(survey.Vietnamese, 0)
	p = p.Failed(mistakes.Err("response.invalid").(*survey.Error))
	var anchors []string
	for _, m := range p.Problem.Mistakes {
		anchors = append(anchors, m.Anchor)
	}
	if got := strings.Join(anchors, " "); got != " stage q3 c" {
		t.Errorf("anchors %q", got)
	}
	page := draw(t, p)
	for _, want := range []string{
		`href="#q3"`, `id="q3"`, `href="#stage"`, `id="stage"`, `href="#c"`, "aria-invalid=true",
		"Ý kiến dài 2.341 ký tự", ">Xin rút bớt 341 ký tự.</strong>", "role=alert",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestPublicServiceUnitsHaveVienChuc(t *testing.T) {
	p := testForm(survey.Vietnamese, 0)
	unit := *p.Agency
	unit.Sector = survey.PublicService
	p.Agency = &unit
	page := draw(t, p)
	if strings.Contains(page, "Công chức") || !strings.Contains(page, "3. Viên chức làm việc với") {
		t.Error("the third question does not say viên chức")
	}
}

func TestLongFormIsCutIntoParts(t *testing.T) {
	p := testForm(survey.Vietnamese, 1)
	page := draw(t, p)
	for _, want := range []string{
		"19 câu, 5 phần, khoảng 3 phút", "Phần 3/5: Công chức", "Câu 9 đến 13 trong 19 câu.", "id=p5",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %q", want)
		}
	}
	if n := strings.Count(page, "Đủ rồi?"); n != 4 {
		t.Errorf("%d ways down, want 4", n)
	}
	if testForm(survey.Vietnamese, 0).PartCount() != 0 {
		t.Error("the short form has parts")
	}
}
