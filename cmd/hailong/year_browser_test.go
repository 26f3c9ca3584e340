package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// wholeYear is a province with all who take part in its year.
type wholeYear struct {
	*testing.T
	program *program
	year    int
	round   string // address of the round's board
	pdf     string // a file to attach
	edition string // address of the edition published last, on the desk

	admin     *tab
	secretary *tab // of the council
	chair     *tab // of the council: closes the round, and answers a petition
	judge     *tab // appraises every agency
	second    *tab // appraises nothing in time, and answers a petition
	leader    *tab // publishes
	auditor   *tab
	justice   *tab // manager of Sở Tư pháp
	viewer    *tab // of Sở Tư pháp
	clerk     *tab // at the counter of Sở Tư pháp
	nhatrang  *tab // manager of UBND thành phố Nha Trang
}

// What people write to each other, which nothing that is published may say.
const (
	yearNote    = "Kế hoạch ban hành ngày 15 tháng 1"
	yearReason  = "Thiếu phụ lục phân công nhiệm vụ"
	yearExplain = "Phụ lục đã gửi bổ sung"
	yearGave    = "Chấp nhận một phần giải trình"
	yearPlea    = "Một văn bản đã được thu hồi trước kỳ báo cáo"
	yearAnswer  = "Hội đồng xác nhận văn bản đã được thu hồi"
	yearOther   = "Kế hoạch đã ban hành trước hạn"
	yearKept    = "Kế hoạch không có phụ lục theo mẫu"
)

// TestTheWholeYear is a province's year as its people have it, on pages without script:
// from the first file to an edition that anybody can recompute, and to the corrected one.
func TestTheWholeYear(t *testing.T) {
	y := &wholeYear{T: t, year: time.Now().In(office).Year()}
	y.pdf = write(t, "ban-ky.pdf", signedPDF)
	env := []string{
		"HAILONG_DATABASE=" + filepath.Join(t.TempDir(), "year.db"), "HAILONG_ADDR=127.0.0.1:0",
		"HAILONG_LIMIT_ADDRESS=0", "HAILONG_LIMIT_COUNTER=0", "HAILONG_FILES=" + t.TempDir(),
		"HAILONG_URL=http://khaosat.example.vn", // which posters print
	}
	hailong(t, env, "migrate")
	hailong(t, env, "import", "agencies", write(t, "co-quan.csv", yearAgencies))
	hailong(t, env, "import", "plans", write(t, "ke-hoach.csv", yearPlan(y.year)))
	y.program = start(t, env, "serve")
	joins := func(login, name, role, agency string) *tab {
		return joins(t, env, y.program, login, name, role, agency)
	}
	y.admin = joins("an.quantri", "Nguyễn Thị An", "admin", "SNV")
	y.secretary = joins("binh.thuky", "Trần Văn Bình", "secretary", "SNV")
	y.chair = joins("cuong.chutich", "Lê Quang Cường", "chair", "TTHCC")
	y.judge = joins("dung.thamdinh", "Phạm Thu Dung", "appraiser", "TTHCC")
	y.second = joins("giang.thamdinh", "Võ Thanh Giang", "appraiser", "TTHCC")
	y.leader = joins("duc.congbo", "Hoàng Minh Đức", "publisher", "TTHCC")
	y.auditor = joins("ha.kiemtra", "Vũ Hải Hà", "auditor", "TTHCC")
	y.setsUp()
	y.justice = joins("hoa.quanly", "Đặng Ngọc Hoa", "manager", "STP")
	y.viewer = joins("mai.xem", "Ngô Tuyết Mai", "viewer", "STP")
	y.clerk = joins("linh.nhaplieu", "Đỗ Khánh Linh", "clerk", "STP")
	y.nhatrang = joins("lan.quanly", "Bùi Thanh Lan", "manager", "UBND-NT")

	y.isAnswered()
	y.writesCriteria()
	y.opens()
	y.assesses()
	y.watches()
	y.submits()
	y.keepsOthersOut()
	y.keepsCouncilApart()
	y.appraises()
	y.explains()
	y.closes()
	first := y.publishes("88.00", "88,00", "")
	y.isPublic(1, first, "88")
	y.petitions()
	y.petitionsInVain()
	corrected := y.publishes("89.00", "89,00", "Kiến nghị của Sở Tư pháp về tiêu chí 1.3")
	y.isPublic(2, corrected, "89")
	y.keepsBoth(first, corrected)
	y.isAudited(corrected)
}

// at is an address of the service.
func (y *wholeYear) at(path string) string { return y.program.address + path }

// setsUp brings in the counters.
func (y *wholeYear) setsUp() {
	y.admin.acts().uploads(y.at("/desk/files/counters"), write(y.T, "quay.csv", yearCounters), "STP-1", "Đã lưu")
	y.admin.quiet("setting up")
}

// isAnswered lets 12 people answer at Sở Tư pháp, 21 of 24 answers satisfied, the last of
// them at the counter, and one at Nha Trang, which is too few.
func (y *wholeYear) isAnswered() {
	y.Helper()
	eventually(y.T, "the counters are known", func() bool {
		status, _ := get(y.T, y.at("/s/AAAAAAAAA2"))
		return status == http.StatusOK
	})
	for i := range 12 {
		token, level := "AAAAAAAAA1", 5
		switch {
		case i < 3:
			level = 2
		case i == 11:
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
	y.worksAtTheCounter()
}
