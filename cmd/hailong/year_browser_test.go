package main

import (
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hailong/sheet"
	"hailong/survey"
)

// wholeYear is a province with all who take part in its year.
type wholeYear struct {
	*testing.T
	program  *program
	year     int
	round    string // address of the round's board
	pdf      string // a file to attach
	admin    *tab
	clerk    *tab // secretary of the council
	judge    *tab // appraises every agency
	second   *tab // appraises nothing in time, and answers a petition
	leader   *tab // publishes
	justice  *tab // manager of Sở Tư pháp
	nhatrang *tab // manager of UBND thành phố Nha Trang
}

// What people write to each other, which nothing that is published may say.
const (
	yearNote    = "Kế hoạch ban hành ngày 15 tháng 1"
	yearReason  = "Thiếu phụ lục phân công nhiệm vụ"
	yearExplain = "Phụ lục đã gửi bổ sung"
	yearGave    = "Chấp nhận một phần giải trình"
	yearPlea    = "Một văn bản đã được thu hồi trước kỳ báo cáo"
	yearAnswer  = "Hội đồng xác nhận văn bản đã được thu hồi"
)

// TestTheWholeYear is a province's year as its people have it, on pages without script:
// from the first file to an edition that anybody can recompute, and to the corrected one.
func TestTheWholeYear(t *testing.T) {
	y := &wholeYear{T: t, year: time.Now().In(office).Year()}
	y.pdf = write(t, "ban-ky.pdf", signedPDF)
	env := []string{
		"HAILONG_DATABASE=" + filepath.Join(t.TempDir(), "year.db"), "HAILONG_ADDR=127.0.0.1:0",
		"HAILONG_LIMIT_ADDRESS=0", "HAILONG_LIMIT_COUNTER=0", "HAILONG_FILES=" + t.TempDir(),
	}
	hailong(t, env, "migrate")
	hailong(t, env, "import", "agencies", write(t, "co-quan.csv", yearAgencies))
	hailong(t, env, "import", "plans", write(t, "ke-hoach.csv", yearPlan(y.year)))
	y.program = start(t, env, "serve")
	joins := func(login, name, role, agency string) *tab {
		return joins(t, env, y.program, login, name, role, agency)
	}
	y.admin = joins("an.quantri", "Nguyễn Thị An", "admin", "SNV")
	y.clerk = joins("binh.thuky", "Trần Văn Bình", "secretary", "SNV")
	y.judge = joins("dung.thamdinh", "Phạm Thu Dung", "appraiser", "TTHCC")
	y.second = joins("giang.thamdinh", "Võ Thanh Giang", "appraiser", "TTHCC")
	y.leader = joins("duc.congbo", "Hoàng Minh Đức", "publisher", "TTHCC")
	y.setsUp()
	y.justice = joins("hoa.quanly", "Đặng Ngọc Hoa", "manager", "STP")
	y.nhatrang = joins("lan.quanly", "Bùi Thanh Lan", "manager", "UBND-NT")

	y.isAnswered()
	y.writesCriteria()
	y.opens()
	y.assesses()
	y.keepsOthersOut()
	y.appraises()
	y.explains()
	y.closes()
	first := y.publishes("88.00", "88,00", "")
	y.isPublic(1, first, "88")
	y.petitions()
	corrected := y.publishes("89.00", "89,00", "Kiến nghị của Sở Tư pháp về tiêu chí 1.3")
	y.isPublic(2, corrected, "89")
	y.keepsBoth(first, corrected)
}

// at is an address of the service.
func (y *wholeYear) at(path string) string { return y.program.address + path }

// setsUp brings in the counters.
func (y *wholeYear) setsUp() {
	y.admin.acts().uploads(y.at("/desk/files/counters"), write(y.T, "quay.csv", yearCounters), "STP-1", "Đã lưu")
	y.admin.quiet("setting up")
}

// isAnswered lets 12 people answer at Sở Tư pháp, 21 of 24 answers satisfied, and one at
// Nha Trang, which is too few.
func (y *wholeYear) isAnswered() {
	y.Helper()
	eventually(y.T, "the counters are known", func() bool {
		status, _ := get(y.T, y.at("/s/AAAAAAAAA2"))
		return status == http.StatusOK
	})
	for i := range 13 {
		token, level := "AAAAAAAAA1", 5
		switch {
		case i < 3:
			level = 2
		case i == 12:
			token = "AAAAAAAAA2"
		}
		body := fmt.Sprintf(`{"receipt":%q,"counter":%q,"answers":{"TC":4,"TTHC":%d}}`, newReceipt(), token, level)
		answer, err := http.Post(y.at("/api/v1/responses"), "application/json", strings.NewReader(body))
		if err != nil {
			y.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusCreated {
			y.Fatalf("answer %d: %s", i, answer.Status)
		}
	}
}

// writesCriteria takes in a set for each group from a file.
func (y *wholeYear) writesCriteria() {
	b := y.clerk.acts()
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
	b := y.clerk
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
	b := y.clerk
	b.open(y.round + "/council?login=" + login)
	b.leave(tap(`input[type="checkbox"][name="agency"][value="0"]`),
		tap(`input[type="checkbox"][name="area"][value=""]`),
		tap(`form:has(input[name="do"][value="add"]) button`))
	b.must(200, "Đã lưu phân công")
}

// sheet is an agency's sheet.
func (y *wholeYear) sheet(agency string) string { return y.round + "/sheets/" + agency }

// assesses has Sở Tư pháp give itself points, prove them, and submit.
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

// keepsOthersOut has the manager of another agency ask for what is not hers.
func (y *wholeYear) keepsOthersOut() {
	cookie, file := y.nhatrang.session(), ""
	y.justice.acts().open(y.sheet("STP") + "/leaves/1.1")
	y.justice.looks("year-leaf")
	file = evaluate[string](y.justice, `document.querySelector("a.file").href`)
	if fetch(y.T, file, y.justice.session()) != signedPDF {
		y.Error("the file is not the one that was sent")
	}
	for path, want := range map[string]int{
		y.sheet("STP"): 404, y.sheet("STP") + "/leaves/1.1": 404, y.sheet("STP") + "/submit": 404, file: 404,
		y.round: 403, y.round + "/index": 403, y.sheet("UBND-NT"): 200,
	} {
		if status, said := byHand(y.T, "GET", path, cookie, nil); status != want || strings.Contains(said, yearNote) {
			y.Errorf("the manager of another agency: %s: %d, want %d", path, status, want)
		}
	}
}

// appraises has the council take points off one leaf, give the figure from outside, and
// judge those who handed in nothing.
func (y *wholeYear) appraises() {
	y.clerk.acts().open(y.round)
	y.clerk.must(200, "3 cơ quan chưa nộp phiếu")
	y.clerk.open(y.round + "/step")
	y.clerk.looks("year-step")
	y.clerk.advances(y.round)

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
	y.clerk.advances(y.round)
	y.clerk.must(200, "1 tiêu chí bị trừ điểm chưa có giải trình")
}

// source attaches the file that a figure from outside is taken from.
func (y *wholeYear) source() chromedp.Action { return attach(`input[name="file:1.4"]`, y.pdf) }

// explains has the agency say something to the cut, and the council give half of it back.
func (y *wholeYear) explains() {
	b := y.justice.acts()
	b.open(y.sheet("STP") + "?only=cut")
	b.must(200, yearReason, "chờ Sở Tư pháp giải trình")
	b.looks("year-explain")
	b.leave(refills("note:1.1", yearExplain), sends("/leaves/1.1/explanation"))
	b.must(200, "Đã lưu giải trình", yearExplain)
	y.clerk.advances(y.round)

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

// closes ends the round with the council's minutes and looks at the ranking.
func (y *wholeYear) closes() {
	y.clerk.advances(y.round, refill("minutes", "05/BB-HĐ"))
	y.clerk.open(y.round + "/index")
	y.clerk.must(200, "Sở Tư pháp", "88,00", "87,50", "1 phiếu, chưa đủ")
	y.clerk.looks("year-preview")
	for _, path := range []string{fmt.Sprintf("/rankings/%d", y.year), fmt.Sprintf("/api/v1/rankings/%d", y.year)} {
		if status, said := get(y.T, y.at(path)); status != 404 || strings.Contains(said, "88,00") {
			y.Errorf("%s is there before it is published: %d", path, status)
		}
	}
}

// publishes has one person freeze the figures and another publish them, and gives the
// archive. index is that of Sở Tư pháp, as programs and as people write it.
func (y *wholeYear) publishes(index, printed, why string) string {
	b := y.clerk.acts()
	b.open(y.at("/desk/editions/close"))
	b.looks("year-close")
	if why != "" {
		b.leave(does("try"))
		b.must(422, "lý do")
		b.run(refill("why", why))
	}
	b.leave(does("try"))
	b.must(200, "Số liệu sẽ chốt", why)
	b.looks("year-close-trial")
	b.leave(does("close"))
	b.must(200, "Đã chốt số liệu")
	b.looks("year-edition")
	_, address := b.shown()
	address, _, _ = strings.Cut(address, "?")
	draft := zipped(y.T, fetch(y.T, address+"/files/annex.docx", b.session()))["word/document.xml"]
	if !strings.Contains(draft, printed) || !strings.Contains(draft, "Sở Tư pháp") {
		y.Errorf("the draft annex lacks %s", printed)
	}
	if status, _ := byHand(y.T, "GET", address+"/publish", b.session(), nil); status != 403 {
		y.Errorf("who froze the figures may publish them: %d", status)
	}

	b = y.leader.acts()
	b.open(address)
	b.leave(tap(`a.btn[href$="/publish"]`))
	b.looks("year-publish")
	b.leave(refills("decision", "99/QĐ-UBND", "date", string(survey.DayOf(time.Now(), office))),
		attach(`input[name="pdf"]`, y.pdf), sends("/publish"))
	b.must(200, "Đã công bố", "99/QĐ-UBND")
	b.quiet("publishing")
	return fetch(y.T, address+"/archive", b.session())
}

// isPublic looks at the year as anybody can.
func (y *wholeYear) isPublic(number int, archive, index string) {
	page := y.at(fmt.Sprintf("/rankings/%d", y.year))
	b := newPerson(y.T, y.program.address, 1280, false).acts()
	b.open(page)
	b.must(200, "Xếp hạng cải cách hành chính", "99/QĐ-UBND", index+",00", "Sở Tư pháp", "UBND thành phố Cam Ranh")
	b.looks("year-ranking")
	b.leave(tap(`main a[href*="/STP"]`))
	b.must(200, "Sở Tư pháp", "8,00", index+",00")
	b.looks("year-ranking-agency")
	_, sheetPage := b.shown()

	id := fmt.Sprintf("cchc-%d-%d", y.year, number)
	if fetch(y.T, y.at("/editions/"+id+".zip"), "") != archive {
		y.Error("the archive is not the one that was published")
	}
	texts := zipped(y.T, archive)
	for _, address := range []string{page, sheetPage} {
		texts[address] = fetch(y.T, address, "")
	}
	for _, file := range []string{"docx", "xlsx"} {
		for name, text := range zipped(y.T, fetch(y.T, y.at("/editions/"+id+"."+file), "")) {
			texts[file+" "+name] = text
		}
	}
	for _, secret := range []string{
		yearNote, yearReason, yearExplain, yearGave, yearPlea, yearAnswer, "dung.thamdinh", "hoa.quanly", "binh.thuky",
		"Phạm Thu Dung", "Đặng Ngọc Hoa", `"given":950`, "9,50",
	} {
		for name, text := range texts {
			if strings.Contains(text, secret) {
				y.Errorf("%s says %q", name, secret)
			}
		}
	}
	y.verifies(archive, index+".00")
	y.saysTheSame(id, index)
}

// verifies recomputes the archive, as it is and with one digit altered.
func (y *wholeYear) verifies(archive, index string) {
	y.Helper()
	if said, right := verified(y.T, archive); !right || !strings.Contains(said, "tất cả khớp") {
		y.Errorf("the archive is refused:\n%s", said)
	}
	other := index[:len(index)-1] + "7"
	said, right := verified(y.T, altered(y.T, archive, "edition.json", `"index": "`+index+`"`, `"index": "`+other+`"`))
	want := fmt.Sprintf("Cơ quan STP: chỉ số in là %s, tính lại là %s.", other, index)
	if right || !strings.Contains(said, want) {
		y.Errorf("with an altered digit, want %q:\n%s", want, said)
	}
}

// saysTheSame compares what programs and tables are given.
func (y *wholeYear) saysTheSame(id, index string) {
	y.Helper()
	said := fetch(y.T, y.at(fmt.Sprintf("/api/v1/rankings/%d?group=department", y.year)), "")
	for _, want := range []string{`"edition":"` + id + `"`, `"agency":"STP"`, `"index":` + index + `.00`, `"rank":1`} {
		if !strings.Contains(strings.ReplaceAll(said, ": ", ":"), want) {
			y.Errorf("the API lacks %s: %s", want, said)
		}
	}
	table, err := sheet.Read(strings.NewReader(fetch(y.T, y.at("/editions/"+id+".xlsx"), "")))
	if err != nil {
		y.Fatal(err)
	}
	if !slices.ContainsFunc(table.Rows, func(r survey.Row) bool {
		return slices.Contains(r.Cells, "Sở Tư pháp") && slices.Contains(r.Cells, index)
	}) {
		y.Errorf("the table lacks %s: %v", index, table)
	}
}

// petitions has the agency ask for a leaf to be looked at again: not who appraised it but
// another answers, and gives in.
func (y *wholeYear) petitions() {
	b := y.justice.acts()
	b.open(y.sheet("STP") + "/leaves/1.3")
	b.must(200, "Nhận kiến nghị đến hết ngày")
	b.leave(refill("reason", yearPlea), sends("/petition"))
	b.must(200, yearPlea, "Chưa có trả lời")
	b.looks("year-petition")

	answer := sends("/leaves/1.3/petition/answer")
	b = y.judge.acts()
	b.open(y.sheet("STP") + "/leaves/1.3")
	b.must(200, yearPlea)
	if offered := evaluate[int](b, `document.querySelectorAll("form[action$='/answer']").length`); offered != 0 {
		y.Error("who appraised the leaf is offered to answer")
	}
	b = y.second.acts()
	b.open(y.round + "/petitions")
	b.must(200, "Sở Tư pháp", "Chưa có trả lời")
	b.looks("year-petitions")
	b.leave(tap(`main a[href*="/leaves/1.3"]`))
	b.looks("year-answer")
	b.leave(refills("answer", yearAnswer, "verdict", "change", "num:1.3", "1"), answer)
	b.must(200, yearAnswer, "Võ Thanh Giang")
	b.quiet("answering")
	y.justice.acts().open(y.sheet("STP") + "/leaves/1.3")
	y.justice.must(200, yearAnswer)
}

// keepsBoth checks that the first edition stays, and says that it was replaced.
func (y *wholeYear) keepsBoth(first, corrected string) {
	page := y.at(fmt.Sprintf("/rankings/%d", y.year))
	id := func(n int) string { return fmt.Sprintf("cchc-%d-%d", y.year, n) }
	if said := fetch(y.T, page, ""); !strings.Contains(said, id(1)+".zip") || !strings.Contains(said, id(2)+".zip") {
		y.Error("the page does not offer both editions")
	}
	if said := fetch(y.T, page+"?number=1", ""); !strings.Contains(said, "đã được thay") || !strings.Contains(said, "88,00") {
		y.Error("the first edition does not say that it was replaced, or not what it said")
	}
	if fetch(y.T, y.at("/editions/"+id(1)+".zip"), "") != first || first == corrected {
		y.Error("the first archive has changed")
	}
}
