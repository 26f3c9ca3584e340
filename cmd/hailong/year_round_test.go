package main

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/chromedp/chromedp"
)

// writesCriteria takes in a set for each group from a file.
func (y *wholeYear) writesCriteria() {
	b := y.secretary.acts()
	b.open(y.at("/desk/rounds"))
	b.must(200, "Chưa có đợt chấm điểm nào")
	b.looks("year-rounds-none")
	for _, of := range [][2]string{{"district", "Bộ tiêu chí của huyện"}, {"department", "Bộ tiêu chí của sở"}} {
		file := write(y.T, of[0]+".csv", yearCriteria(y.year, of[0], of[1]))
		b.uploads(y.at("/desk/criteria/upload"), file, "Sẽ thêm: "+of[1], of[1])
	}
	b.must(200, "Tốt: từ 80")
	b.leave(tap(`p.more a`))
	b.must(200, "Văn bản sai thể thức", "Kết quả khảo sát")
	b.looks("year-criteria")
}

// opens opens the round with its deadlines and says who appraises.
func (y *wholeYear) opens() {
	b := y.secretary
	b.open(y.at("/desk/rounds/new"))
	b.must(200, "Bộ tiêu chí của sở", "Bộ tiêu chí của huyện")
	b.looks("year-open")
	b.leave(refills("self", fmt.Sprintf("%d-12-11", y.year)), does("try"))
	b.must(200, "11/12/", "Sở Tư pháp", "UBND thành phố Cam Ranh")
	b.looks("year-open-trial")
	b.leave(does("open"))
	b.must(200, "Đã mở đợt", "4 cơ quan chưa nộp phiếu")
	_, address := b.shown()
	y.round, _, _ = strings.Cut(address, "?")
	b.looks("year-board")

	b.open(y.round + "/council?login=dung.thamdinh")
	b.must(200, "Chưa phân công ai", "Phạm Thu Dung")
	y.assigns("dung.thamdinh")
	y.assigns("giang.thamdinh")
	b.must(200, "Mọi lĩnh vực của mọi cơ quan đều có người được phân công")
	b.looks("year-council")
}

// assigns gives an appraiser every area of every agency.
func (y *wholeYear) assigns(login string) {
	b := y.secretary
	b.open(y.round + "/council?login=" + login)
	b.leave(tap(`input[type="checkbox"][name="agency"][value="0"]`),
		tap(`input[type="checkbox"][name="area"][value=""]`),
		tap(`form:has(input[name="do"][value="add"]) button`))
	b.must(200, "Đã lưu phân công")
}

// sheet is an agency's sheet.
func (y *wholeYear) sheet(agency string) string { return y.round + "/sheets/" + agency }

// assesses has Sở Tư pháp give itself points and prove them.
func (y *wholeYear) assesses() {
	b := y.justice.acts()
	b.open(y.at("/desk/sheet"))
	b.must(200, "Phiếu chấm điểm", "Còn thiếu 4 chỗ")
	if index := b.shownIndex(); index != "35,00" {
		y.Errorf("what people said alone gives %s, want 35,00", index)
	}
	b.looks("year-sheet")
	b.open(y.sheet("STP") + "?area=I")
	b.leave(refills("points:1.1", "9,5", "num:1.2", "95", "den:1.2", "100", "note:1.1", yearNote), sends("/areas/I"))
	b.must(200, "Đã lưu", "Còn thiếu 3 chỗ")
	if index := b.shownIndex(); index != "73,00" {
		y.Errorf("with two leaves more the index is %s, want 73,00", index)
	}
	b.open(y.sheet("STP") + "/submit")
	b.must(200, "Còn thiếu 3 chỗ, chưa nộp được", "Chưa có tài liệu kiểm chứng")
	b.looks("year-submit-missing")
	b.open(y.sheet("STP") + "?area=I")
	b.leave(refills("num:1.3", "2", "points:1.5", "1"), attach(`input[name="file:1.1"]`, y.pdf), sends("/areas/I"))
	b.must(200, "Đã lưu", "ban-ky.pdf", "Còn thiếu 1 chỗ")
	b.leave(attach(`#o-report input[type="file"]`, write(y.T, "bao-cao.pdf", signedPDF)), tap(`#o-report form button`))
	b.must(200, "Đã nhận tài liệu", "bao-cao.pdf")
	b.open(y.sheet("STP"))
	if index := b.shownIndex(); index != "82,00" {
		y.Errorf("its own index is %s, want 82,00", index)
	}
}

// submits has Sở Tư pháp hand its sheet in.
func (y *wholeYear) submits() {
	b := y.justice.acts()
	b.open(y.sheet("STP") + "/submit")
	b.must(200, "Không còn thiếu gì")
	b.looks("year-submit")
	b.leave(sends("/submit"))
	b.must(200, "Đã nộp phiếu", "Phiếu đã khóa")
	b.looks("year-sheet-locked")
	late := url.Values{"after:1.2": {"0"}, "num:1.2": {"99"}, "den:1.2": {"100"}}
	if status, said := byHand(y.T, "POST", y.sheet("STP")+"/areas/I", b.session(), late); status < 400 {
		y.Errorf("a sheet that is locked takes another figure: %d %s", status, said)
	}
}

// appraises has the council take points off one leaf, give the figure from outside, and
// judge those who handed in nothing.
func (y *wholeYear) appraises() {
	y.secretary.acts().open(y.round)
	y.secretary.must(200, "3 cơ quan chưa nộp phiếu")
	y.secretary.open(y.round + "/step")
	y.secretary.looks("year-step")
	// Three agencies are waited for until their last day is over.
	y.secretary.open(y.round + "/deadlines")
	y.secretary.leave(refills("self", fmt.Sprintf("%d-12-31", y.year-1)), sends("/deadlines"))
	y.secretary.must(200, "Đã lưu hạn mới")
	y.secretary.advances(y.round)

	b := y.judge.acts()
	b.open(y.sheet("STP") + "?area=I")
	b.must(200, "Sở Tư pháp", yearNote)
	b.looks("year-appraise")
	cut := []string{"points:1.1", "7", "num:1.4", "60", "den:1.4", "100"}
	b.leave(refills(cut...), y.source(), tap(`#a-I button[name="keep"]`))
	b.must(422, "1.1: Xin ghi lý do")
	if typed := evaluate[string](b, `document.querySelector("[name='points:1.1']").value`); typed != "7" {
		y.Errorf("what was typed has become %q", typed)
	}
	b.looks("year-appraise-422")
	b.leave(refills("note:1.1", yearReason), tap(`#a-I button[name="keep"]`))
	b.must(200, "Đã lưu", yearReason)
	if index := b.shownIndex(); index != "87,00" {
		y.Errorf("after the appraisal the index is %s, want 87,00", index)
	}
	for agency, points := range map[string]string{"SNV": "8", "UBND-NT": "6", "UBND-CR": "5"} {
		b.open(y.sheet(agency) + "?area=I")
		b.leave(refills("points:1.1", points, "num:1.2", "80", "den:1.2", "100", "num:1.3", "1", "num:1.4", "40",
			"den:1.4", "100"), y.source(), sends("/areas/I/appraisal"))
		b.must(200, "Đã lưu")
	}
	b.quiet("appraising")
	y.isNotToldEarly()
	y.secretary.advances(y.round)
	y.secretary.must(200, "1 tiêu chí bị trừ điểm chưa có giải trình")
}

// source attaches the file that a figure from outside is taken from.
func (y *wholeYear) source() chromedp.Action { return attach(`input[name="file:1.4"]`, y.pdf) }

// explains has the agency say something to the cut, and the council give half of it back.
func (y *wholeYear) explains() {
	b := y.justice.acts()
	b.open(y.sheet("STP") + "?only=cut")
	b.must(200, yearReason, "chờ Sở Tư pháp giải trình")
	b.looks("year-explain")
	y.isTold()
	b.acts().leave(refills("note:1.1", yearExplain), sends("/leaves/1.1/explanation"))
	b.must(200, "Đã lưu giải trình", yearExplain)
	y.secretary.advances(y.round)

	b = y.judge.acts()
	b.open(y.sheet("STP") + "?only=waiting")
	b.must(200, yearExplain)
	b.looks("year-second")
	b.leave(refills("points:1.1", "8", "note:1.1", yearGave), sends("/areas/I/appraisal"))
	b.must(200, "Đã lưu")
	if index := b.shownIndex(); index != "88,00" {
		y.Errorf("after the second appraisal the index is %s, want 88,00", index)
	}
	b.quiet("the second appraisal")
}

// closes has the chair end the round with the council's minutes, and looks at the ranking.
func (y *wholeYear) closes() {
	y.chair.advances(y.round, refill("minutes", "05/BB-HĐ"))
	y.secretary.acts().open(y.round + "/index")
	y.secretary.must(200, "Sở Tư pháp", "88,00", "87,50", "1 phiếu, chưa đủ")
	y.secretary.looks("year-preview")
	for _, path := range []string{fmt.Sprintf("/rankings/%d", y.year), fmt.Sprintf("/api/v1/rankings/%d", y.year)} {
		if status, said := get(y.T, y.at(path)); status != 404 || strings.Contains(said, "88,00") {
			y.Errorf("%s is there before it is published: %d", path, status)
		}
	}
}
