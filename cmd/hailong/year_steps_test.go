package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
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

var passwordTicket = regexp.MustCompile(`/sign-in/password\?t=\S+`)

// joins gives a new account to a person with a window of his own: the link, the password
// and, where his role needs it, the second factor. No page of his runs a script.
func joins(t *testing.T, env []string, p *program, login, name, role, agency string) *tab {
	t.Helper()
	const password = "mot cau dai ma chi minh biet"
	ticket := passwordTicket.FindString(
		hailong(t, env, "user", "add", login, "--name", name, "--role", role, "--agency", agency))
	b := newPerson(t, p.address, 1280, false).acts()
	b.open(p.address + ticket)
	b.leave(refill("password", password), refill("again", password), press("/sign-in/password"))
	b.signs(p.address, login, password)
	if _, address := b.shown(); strings.Contains(address, "/sign-in/factor") {
		key := strings.ReplaceAll(evaluate[string](b, `document.querySelector("main code").textContent`), " ", "")
		b.leave(refill("code", codeAt(t, key, 0)), press("/sign-in/factor"))
		b.must(200, "Mã dự phòng")
		b.leave(tap(`main a.btn`))
	}
	b.open(p.address + "/desk/me")
	b.must(200, name)
	b.quiet("joining")
	return b
}

// looks checks the page shown as a reader of a screen and a reader on a phone would. The
// checker waits for itself, which needs scripts, so they are on as long as it looks.
func (b *tab) looks(where string) {
	b.Helper()
	b.run(emulation.SetScriptExecutionDisabled(false))
	b.accessible(where, everyRule)
	b.run(emulation.SetScriptExecutionDisabled(true))
	for _, width := range []int64{360, 1280} {
		b.resize(width)
		b.screenshot(fmt.Sprintf("%s-%d", where, width))
		b.fits()
	}
	b.quiet(where)
}

// attach chooses a file in a field.
func attach(field, file string) chromedp.Action {
	return chromedp.SetUploadFiles(field, []string{file}, chromedp.ByQuery)
}

// refills writes into fields, given as name, text, name, text.
func refills(pairs ...string) chromedp.Action {
	var all chromedp.Tasks
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, refill(pairs[i], pairs[i+1]))
	}
	return all
}

// sends presses the button of the form whose address ends so.
func sends(path string) chromedp.Action { return tap(`form[action$="` + path + `"] button`) }

// does presses the button that says what is to be done.
func does(what string) chromedp.Action { return tap(`button[name="do"][value="` + what + `"]`) }

// uploads brings a file to a page that tries it first, and takes it in.
func (b *tab) uploads(address, file, tried, done string) {
	b.Helper()
	b.open(address)
	b.leave(attach("#o-file", file), tap(`form:has(#o-file) button`))
	b.must(200, tried)
	b.leave(tap(`form:has(input[name="table"]) button`))
	b.must(200, done)
}

// advances moves a round one step on.
func (b *tab) advances(round string, before ...chromedp.Action) {
	b.Helper()
	b.acts().open(round + "/step")
	b.leave(append(before, sends("/step"))...)
	b.must(200, "Đã chuyển bước")
}

// shownIndex is the index at the top of a sheet.
func (b *tab) shownIndex() string {
	return evaluate[string](b, `document.querySelector("dl.tot .ix dd").textContent.trim()`)
}

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
