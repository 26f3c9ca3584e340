package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// yearFiles are what Sở Nội vụ brings along: two groups of two agencies, and one beside
// them that those of the council work in.
const (
	yearAgencies = `code,name_vi,name_en,group,sector
SNV,Sở Nội vụ,Department of Home Affairs,department,administrative
STP,Sở Tư pháp,Department of Justice,department,administrative
UBND-NT,UBND thành phố Nha Trang,Nha Trang City,district,administrative
UBND-CR,UBND thành phố Cam Ranh,Cam Ranh City,district,administrative
TTHCC,Trung tâm Phục vụ hành chính công,Public Service Centre,public_unit,public_service
`
	yearCounters = `code,agency,name_vi,token
STP-1,STP,Quầy Tư pháp,AAAAAAAAA1
NT-1,UBND-NT,Quầy Đất đai,AAAAAAAAA2
`
)

func yearPlan(year int) string {
	return fmt.Sprintf(`code,year,name_vi,starts,ends,form,target,groups,transactions,official,public
CQ,%[1]d,Khảo sát cơ quan,%[1]d-01-01,%[1]d-12-31,short@1,>83,department|district,STP=12|UBND-NT=400,yes,yes
`, year)
}

// yearCriteria is a small set of a group: one leaf of each kind that the year is about.
func yearCriteria(year int, group, name string) string {
	return fmt.Sprintf(`level,code,name,max,kind,by,step,per,threshold,empty,evidence
set,year,%d,,,,,,,,
set,group,%s,,,,,,,,
set,name,%s,,,,,,,,
set,decision,Quyết định số 01/QĐ-UBND,,,,,,,,
set,bonus_cap,2,,,,,,,,
class,tot,Tốt,,,,,,80,,
class,kha,Khá,,,,,,65,,
class,yeu,Yếu,,,,,,0,,
area,I,Cải cách hành chính,60,,,,,,,
criterion,1.1,Kế hoạch cải cách hành chính,10,judged,,0.5,,,,yes
criterion,1.2,Hồ sơ giải quyết đúng hạn,30,ratio,,,,100%%,out,
criterion,1.3,Văn bản sai thể thức,10,count,,,1,,,
criterion,1.4,Dịch vụ công trực tuyến,10,external,ratio,,,80%%,out,
criterion,1.5,Sáng kiến,2,bonus,,0.5,,,,
area,II,Mức độ hài lòng,40,,,,,,,
criterion,2.1,Kết quả khảo sát,40,satisfaction,ratio,,,100%%,,
`, year, group, name)
}

// signedPDF is a file that begins as a PDF does.
const signedPDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// fetch takes a file away as who holds the cookie; it must be there.
func fetch(t *testing.T, address, cookie string) string {
	t.Helper()
	status, body := byHand(t, http.MethodGet, address, cookie, nil)
	if status != http.StatusOK {
		t.Fatalf("%s: %d", address, status)
	}
	return body
}

// zipped are the files of a ZIP, DOCX or XLSX by name.
func zipped(t *testing.T, file string) map[string]string {
	t.Helper()
	r, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range r.File {
		from, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(from)
		_ = from.Close()
		if err != nil {
			t.Fatal(err)
		}
		files[f.Name] = string(text)
	}
	return files
}

// altered is a ZIP with one text in one of its files made another.
func altered(t *testing.T, file, name, old, now string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for entry, text := range zipped(t, file) {
		if entry == name {
			if !strings.Contains(text, old) {
				t.Fatalf("%s does not hold %s", name, old)
			}
			text = strings.Replace(text, old, now, 1)
		}
		to, err := w.Create(entry)
		if err == nil {
			_, err = io.WriteString(to, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// verified runs hailong verify on an archive, on its own: no setting tells of a database.
func verified(t *testing.T, archive string) (said string, right bool) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ban-cong-bo.zip")
	if err := os.WriteFile(path, []byte(archive), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := command(nil, "verify", path).CombinedOutput()
	return string(out), err == nil
}
