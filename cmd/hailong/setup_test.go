package main

import (
	"bytes"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hailong/sheet"
	"hailong/store/pgtest"
	"hailong/survey"
)

// workbook writes a CSV text as the XLSX file that an office would have.
func workbook(t *testing.T, name, text string) string {
	t.Helper()
	table, err := sheet.Read(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := sheet.WriteXLSX(&b, sheet.FromTable("Trang 1", table)); err != nil {
		t.Fatal(err)
	}
	return write(t, name, b.String())
}

const (
	setupSuccessions = `predecessor;successor;on;goes_on;note
SKHDT;STC;01/07/2025;;
SGTVT;SXD;01/07/2025;;
UBND-NH;P57;01/07/2025;;`

	setupCounters = `code,agency,name_vi,place_vi,hours
SNV-1,SNV,Quầy Nội vụ,Trung tâm Phục vụ hành chính công,1-5 07:30-11:30 13:30-17:00
STP-1,STP,Quầy Tư pháp,,
BV-1,BV,Khoa Khám bệnh,Nhà A,`

	setupHospital = "code\tname_vi\tgroup\tsector\tgroup_vi\nBV\tBệnh viện Đa khoa tỉnh\thospital\tpublic_service\tBệnh viện"

	setupForm = `kind,code,text_vi,version,seconds,factor,counts
form,ward,Phiếu người bệnh,1,20,,
factor,CARE,Chăm sóc,,,,
question,C1,Thái độ của nhân viên y tế,,,CARE,yes
question,C2,Thời gian chờ khám,,,CARE,yes`
)

func setupPlans(year int) string {
	return fmt.Sprintf(`code,year,name_vi,starts,ends,form,target,groups,transactions,official,public
CQ,%[1]d,Khảo sát cơ quan,%[1]d-01-01,%[1]d-12-31,short@1,>83,department,SNV=12,yes,yes
BV,%[1]d,Khảo sát người bệnh,%[1]d-01-01,%[1]d-12-31,ward@1,>=85,hospital,,yes,yes
`, year)
}

// TestAProvinceIsSetUpFromItsFiles is the afternoon of Sở Nội vụ: from an empty
// database and files of every make to posters, answers and first figures.
func TestAProvinceIsSetUpFromItsFiles(t *testing.T) {
	for name, database := range map[string]func() string{
		"sqlite":   func() string { return filepath.Join(t.TempDir(), "province.db") },
		"postgres": func() string { return pgtest.Shared(t).Database(t) },
	} {
		t.Run(name, func(t *testing.T) {
			address, err := freeAddress()
			if err != nil {
				t.Fatal(err)
			}
			env := []string{"HAILONG_DATABASE=" + database(), "HAILONG_ADDR=" + address}
			s := start(t, env, "serve", "--migrate")
			b := newTab(t, s.address, 1280, false)
			b.open(s.address + "/")
			b.expect(200, "/", "")
			if said := b.text(); !strings.Contains(said, "Chưa có kế hoạch khảo sát") {
				t.Errorf("an empty province says:\n%s", said)
			}
			importProvince(t, env)
			code := firstPoster(t, env)
			answerAtCounter(t, b, s.address, code)
			readFirstFigures(t, b, s.address)
			if said := hailong(t, env, "recount"); !strings.Contains(said, "không có gì khác") {
				t.Error(said)
			}
			s.terminate(t)
		})
	}
}

// text is what the page says.
func (b *tab) text() string {
	return strings.ReplaceAll(evaluate[string](b, `document.querySelector("main").innerText`), "\u00a0", " ")
}

func importProvince(t *testing.T, env []string) {
	t.Helper()
	year := time.Now().In(office).Year()
	for _, files := range [][]string{
		{"agencies", "sample/agencies_2022.csv", "--valid-from", "2022-01-01"},
		{
			"agencies", "testdata/agencies_2026.csv", "--valid-from", "2025-07-01",
			"--successions", write(t, "ke-thua.csv", "\ufeff"+setupSuccessions),
		},
		{"agencies", write(t, "benh-vien.csv", setupHospital)},
		{"counters", workbook(t, "quay.xlsx", setupCounters)},
		{"questionnaires", workbook(t, "phieu.xlsx", setupForm)},
		{"plans", write(t, "ke-hoach.csv", setupPlans(year))},
	} {
		dry := hailong(t, env, append([]string{"import", "--dry-run"}, files...)...)
		real := hailong(t, env, append([]string{"import"}, files...)...)
		if !strings.Contains(dry, "Chạy thử, chưa ghi gì") || !strings.Contains(real, "Đã nhập") {
			t.Errorf("%s:\n%s\n%s", files, dry, real)
		}
		if again := hailong(t, env, append([]string{"import"}, files...)...); !strings.Contains(again, "thêm 0, sửa 0") {
			t.Errorf("%s, again: %s", files, again)
		}
	}
}

// firstPoster prints the posters and reads the code of Sở Nội vụ's as a phone would.
func firstPoster(t *testing.T, env []string) string {
	t.Helper()
	dir := t.TempDir()
	pdf := filepath.Join(dir, "ma-quay.pdf")
	hailong(t, env, "posters", "--allow-local", "--counter", "SNV-1", "--out", pdf)
	page := filepath.Join(dir, "page")
	for _, step := range [][]string{
		{"pdftoppm", "-r", "150", "-png", "-singlefile", pdf, page},
		{"zbarimg", "--raw", "-q", page + ".png"},
	} {
		out, err := exec.Command(step[0], step[1:]...).Output()
		if err != nil {
			t.Fatalf("%s (on Debian: apt-get install poppler-utils zbar-tools): %v", step[0], err)
		}
		if len(out) > 0 {
			return strings.TrimSpace(string(out))
		}
	}
	t.Fatal("no code was read")
	return ""
}

// answerAtCounter is one citizen on a phone and eleven by the API: 12 of 12
// transactions, 21 of 24 answers satisfied.
func answerAtCounter(t *testing.T, b *tab, address, code string) {
	t.Helper()
	eventually(t, "the server has the new counters", func() bool {
		status, _ := get(t, code)
		return status == http.StatusOK
	})
	b.resize(360)
	b.open(code)
	b.expect(200, "", "Quầy Nội vụ")
	b.run(choose("q.TC", "5"), choose("q.TTHC", "4"))
	b.leave(sendButton)
	b.expect(200, "/thanks", "Đã ghi nhận. Xin cảm ơn")
	token := code[strings.LastIndex(code, "/")+1:]
	for i := range 11 {
		level := 4
		if i < 3 {
			level = 3
		}
		body := fmt.Sprintf(`{"receipt":%q,"counter":%q,"answers":{"TC":5,"TTHC":%d}}`, newReceipt(), token, level)
		answer, err := http.Post(address+"/api/v1/responses", "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusCreated {
			t.Fatalf("answer %d: %s", i, answer.Status)
		}
	}
}

func readFirstFigures(t *testing.T, b *tab, address string) {
	t.Helper()
	b.resize(1280)
	b.open(address + "/")
	for _, link := range []string{"/groups/department", "/agencies/SNV"} {
		b.leave(tap(fmt.Sprintf(`main a[href^=%q]`, link)))
	}
	b.expect(200, "/agencies/SNV", "Sở Nội vụ")
	said := b.text()
	for _, want := range []string{"87,50%", "Đạt", "12 trên 12 phiếu cần có"} {
		if !strings.Contains(said, want) {
			t.Errorf("the agency's page lacks %q:\n%s", want, said)
		}
	}
	b.open(address + "/groups/hospital")
	b.expect(200, "/groups/hospital", "Bệnh viện")
	b.open(address + "/agencies?q=xay+dung")
	if said := b.text(); !strings.Contains(said, "Sở Xây dựng") || !strings.Contains(strings.ToLower(said), "chưa xác nhận") {
		t.Errorf("the list of agencies:\n%s", said)
	}
	_, file := get(t, address+"/agencies/SNV/table.xlsx")
	table, err := sheet.Read(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(table.Rows, func(r survey.Row) bool { return slices.Contains(r.Cells, "87.5") }) {
		t.Errorf("the table: %v", table)
	}
}
