package api_test

import (
	"bytes"
	"encoding/base64"
	"html"
	"mime/multipart"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"hailong/account"
	"hailong/sheet"
	"hailong/store/storetest"
)

func TestAStalePageOverwritesNothing(t *testing.T) {
	both(t, func(w *world) {
		one, two := w.as(account.Admin, "SNV"), w.as(account.Admin, "UBND-NT")
		const page = "/desk/counters/STP-02"
		version := w.version(one, page)
		w.wants("the other", w.change(two, page, "name_vi", "Quầy Hai", "agency", "STP"), 303)
		form := values("version", version, "name_vi", "Quầy Một", "agency", "STP")
		rec := w.sendAs(one, "POST", page, form)
		w.wants("stale", rec, 409, "Quầy Một", "Quầy Hai", "Hai bản khác nhau", `value="Quầy Một"`)
		if n := w.counter("STP-02"); n.Name.VI != "Quầy Hai" {
			t.Errorf("overwritten: %+v", n)
		}
		form.Set("version", hiddenVersion.FindStringSubmatch(rec.Body.String())[1])
		w.wants("knowing both", w.sendAs(one, "POST", page, form), 303)
		if n := w.counter("STP-02"); n.Name.VI != "Quầy Một" {
			t.Errorf("%+v", n)
		}
		w.wants("no version at all", w.sendAs(one, "POST", page, values("name_vi", "X", "agency", "STP")), 409)
	})
}

func TestAManagerSeesAndPrintsTheOwnCountersAlone(t *testing.T) {
	both(t, func(w *world) {
		manager := w.as(account.Manager, "STP")
		list := w.sendAs(manager, "GET", "/desk/counters", nil)
		w.wants("the list", list, 200, "STP-01", storetest.TokenSTP1)
		for _, never := range []string{"SNV-01", storetest.TokenEnded, "Sở Nội vụ</option>", "/desk/counters/new"} {
			if strings.Contains(list.Body.String(), never) {
				t.Errorf("the list has %q", never)
			}
		}
		w.wants("another agency by hand", w.sendAs(manager, "GET", "/desk/counters?agency=SNV", nil), 200, "Không có quầy nào như vậy")
		for _, path := range []string{
			"/desk/counters/STP-01", "/desk/counters/SNV-01", "/desk/counters/new", "/desk/counters/STP-01/token",
			"/desk/agencies", "/desk/agencies/STP", "/desk/agencies/succession", "/desk/plans", "/desk/plans/2026",
			"/desk/files/counters", "/desk/files/counters.csv",
		} {
			w.wants(path, w.sendAs(manager, "GET", path, nil), 403)
		}
		for _, path := range []string{
			"/desk/counters/STP-01", "/desk/counters/SNV-01", "/desk/counters/SNV-01/token", "/desk/plans/2026",
			"/desk/agencies/SNV", "/desk/agencies/succession", "/desk/agencies/succession/drop", "/desk/files/counters",
		} {
			w.wants("POST "+path, w.sendAs(manager, "POST", path, values("name_vi", "X", "version", "")), 403)
		}
		w.wants("a proposal that is not there", w.sendAs(manager, "POST", "/desk/proposals/1", values("state", "approved")), 404)
		own := w.sendAs(manager, "POST", "/desk/posters", values("counter", "STP-01", "paper", "yes"))
		if own.Code != 200 || !strings.HasPrefix(own.Body.String(), "%PDF") {
			t.Errorf("posters: %d", own.Code)
		}
		w.wants("another's poster", w.sendAs(manager, "POST", "/desk/posters", values("counter", "SNV-01")), 422, "ít nhất một quầy")
		w.wants("a closed counter's", w.sendAs(manager, "POST", "/desk/posters", values("counter", "STP-03")), 422)
		all := w.sendAs(manager, "POST", "/desk/posters", values("which", "shown"))
		if pages := bytes.Count(all.Body.Bytes(), []byte("/Type /Page\n")); all.Code != 200 || pages != 3 {
			t.Errorf("all posters: %d, %d pages", all.Code, pages)
		}
		w.wants("a viewer", w.sendAs(w.as(account.Viewer, "STP"), "GET", "/desk/counters", nil), 403)
	})
}

// A manager's list has what a whole list has of the own counters; after posters were
// refused nobody asks for it.
func TestTheMonthOfTheOwnCounters(t *testing.T) {
	both(t, func(w *world) {
		w.commentOn(storetest.TokenSTP1, "x")
		w.commentOn(storetest.TokenCDYT, "x")
		row := regexp.MustCompile(`(?s)value="([^"]+)"><span.*?data-name="Phiếu tháng này">([^<]*)<`)
		read := func(rec *httptest.ResponseRecorder) map[string]string {
			months := map[string]string{}
			for _, m := range row.FindAllStringSubmatch(rec.Body.String(), -1) {
				months[m[1]] = m[2]
			}
			return months
		}
		manager := w.as(account.Manager, "STP")
		own := read(w.sendAs(manager, "GET", "/desk/counters", nil))
		if own["STP-01"] != "1" || own["STP-02"] != "0" || own["CDYT-01"] != "" {
			t.Errorf("own: %v", own)
		}
		all := read(w.sendAs(w.as(account.Auditor, "SNV"), "GET", "/desk/counters", nil))
		if all["STP-01"] != "1" || all["CDYT-01"] != "1" {
			t.Errorf("all: %v", all)
		}
		if refused := read(w.sendAs(manager, "POST", "/desk/posters", values())); refused["STP-01"] != "–" {
			t.Errorf("refused: %v", refused)
		}
	})
}

func TestACodeIsReplacedOnceAndNotByTheCells(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		const page = "/desk/counters/STP-02"
		w.wants("a token among the cells", w.change(admin, page, "name_vi", "Quầy", "agency", "STP", "token", "7K3MQ2XVT1"), 303)
		if n := w.counter("STP-02"); n.Token != storetest.TokenSTP2 {
			t.Errorf("%+v", n)
		}
		version := w.version(admin, page+"/token")
		w.wants("replaced", w.sendAs(admin, "POST", page+"/token", values("version", version)), 303)
		token := w.counter("STP-02").Token
		if token == storetest.TokenSTP2 {
			t.Error("not replaced")
		}
		w.wants("sent twice", w.sendAs(admin, "POST", page+"/token", values("version", version)), 409)
		if w.counter("STP-02").Token != token {
			t.Error("replaced twice")
		}
	})
}

func TestAgenciesAreMergedAndTheMergerIsTakenBack(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		const page, drop = "/desk/agencies/succession", "/desk/agencies/succession/drop"
		w.wants("nothing", w.change(admin, page, "on", "2026-07-01"), 422)
		w.wants("no day", w.change(admin, page, "predecessor.2", "CUCTHUE", "successor.2", "UBND-NT"), 422, `aria-invalid="true"`)
		w.wants("itself", w.change(admin, page, "on", "2026-07-01", "predecessor.3", "CUCTHUE", "successor.3", "CUCTHUE", "goes_on.3", "yes"),
			422, `href="#o-successor-3"`)
		w.wants("merged", w.change(admin, page, "on", "2026-07-01", "note", "QĐ 12", "predecessor.1", "CUCTHUE", "successor.1", "UBND-NT",
			"predecessor.3", "CDYT", "successor.3", "UBND-NT", "goes_on.3", "yes"), 303)
		c := w.stored()
		tax := c.AgencyByCode("CUCTHUE", "2026-03-04")
		if len(c.Successions) != 2 || tax.ValidTo != "2026-06-30" || c.AgencyByCode("CDYT", "2026-08-01") == nil {
			t.Errorf("%+v, %+v", c.Successions, tax)
		}
		w.wants("both are listed", w.sendAs(admin, "GET", "/desk/agencies", nil), 200, "QĐ 12", "Cục Thuế tỉnh")
		named := []string{"predecessor", "CUCTHUE@", "successor", "UBND-NT@", "on", "2026-07-01"}
		ask := w.sendAs(admin, "GET", drop+"?predecessor=CUCTHUE%40&successor=UBND-NT%40&on=2026-07-01", nil)
		w.wants("asked once more", ask, 200, "hoạt động trở lại")
		version := hiddenVersion.FindStringSubmatch(ask.Body.String())[1]
		w.wants("stale", w.sendAs(admin, "POST", drop, values(append(named, "version", "x")...)), 409)
		w.wants("dropped", w.sendAs(admin, "POST", drop, values(append(named, "version", version)...)), 303)
		w.wants("twice", w.sendAs(admin, "POST", drop, values(append(named, "version", version)...)), 404)
		c = w.stored()
		if len(c.Successions) != 1 || c.AgencyByCode("CUCTHUE", "2027-01-01") == nil {
			t.Errorf("%+v", c.Successions)
		}
		if got := w.actions(2); !strings.HasPrefix(got[0], "succession.drop CUCTHUE>UBND-NT") || !strings.HasPrefix(got[1], "agency.change CUCTHUE") {
			t.Errorf("the log ends with %q", got)
		}
	})
}

func TestNumbersAndAgenciesOfAPlanAreFields(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "UBND-NT")
		const page = "/desk/plans/2026-t"
		w.wants("the page", w.sendAs(admin, "GET", page, nil), 200, `name="transactions.CUCTHUE"`, "Số phiếu cần có")
		fields := []string{
			"year", "2026", "name_vi", "Khảo sát thuế", "starts", "2026-04-01", "ends", "2026-06-30", "form", "short@1", "target", ">83",
			"groups", "central_branch", "agencies", "SNV", "transactions.CUCTHUE", "900", "transactions.SNV", "",
		}
		w.wants("changed", w.change(admin, page, fields...), 303)
		c := w.stored()
		plan := c.PlanByCode("2026-t")
		tax, snv := c.AgencyByCode("CUCTHUE", "2026-04-01").ID, c.AgencyByCode("SNV", "2026-04-01").ID
		if plan.Transactions[tax] != 900 || len(plan.Transactions) != 1 || len(plan.Agencies) != 1 || plan.Agencies[0] != snv {
			t.Errorf("%+v", plan)
		}
		w.wants("without one of the fields", w.change(admin, page, fields[:len(fields)-2]...), 303)
		fields[len(fields)-3] = "nhiều"
		w.wants("a word", w.change(admin, page, fields...), 422, `value="nhiều"`, `id="o-transactions"`)
	})
}

// file sends a file, or confirms one, as a browser does.
func (w *world) file(cookie, path string, fields map[string]string, name, text string) *httptest.ResponseRecorder {
	w.t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	for name, value := range fields {
		_ = form.WriteField(name, value)
	}
	if name != "" {
		part, err := form.CreateFormFile("file", name)
		if err != nil {
			w.t.Fatal(err)
		}
		_, _ = part.Write([]byte(text))
	}
	_ = form.Close()
	return w.send("POST", path, b.String(), cookie, "Content-Type: "+form.FormDataContentType())
}

var hiddenTable = regexp.MustCompile(`name="table" value="([^"]*)"`)

func TestAFileIsTriedAndThenConfirmed(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Admin, "SNV")
		const path = "/desk/files/counters"
		before := w.stored().Version
		text := "code,agency,name_vi\nSTP-01,STP,Quầy Lý lịch tư pháp\nSTP-09,STP,Quầy mới\n"
		tried := w.file(admin, path, nil, "quay.csv", text)
		w.wants("tried", tried, 200, "STP-09", "thêm 1")
		if w.stored().Version != before {
			t.Fatal("trying has stored something")
		}
		fields := map[string]string{
			"table":   html.UnescapeString(hiddenTable.FindStringSubmatch(tried.Body.String())[1]),
			"version": hiddenVersion.FindStringSubmatch(tried.Body.String())[1],
		}
		raw, err := base64.StdEncoding.DecodeString(fields["table"])
		if table, readErr := sheet.ReadCSV(bytes.NewReader(raw)); err != nil || readErr != nil || len(table.Rows) != 2 {
			t.Fatalf("%v, %v", err, readErr)
		}
		w.wants("confirmed", w.file(admin, path, fields, "", ""), 303)
		w.counter("STP-09")
		w.wants("once more", w.file(admin, path, fields, "", ""), 409, "đã thay đổi")
		w.wants("mistakes by row and column", w.file(admin, path, nil, "x.csv", "code,agency,name_vi\nA B,XYZ,\n"), 422,
			"Dòng 2, cột “code”", "Dòng 2, cột “agency”", "Dòng 2, cột “name_vi”")
		w.wants("nothing", w.file(admin, path, nil, "", ""), 422)
		w.wants("too large", w.file(admin, path, nil, "x.csv", strings.Repeat("x", 3<<20)), 422, "1 MB")
		w.wants("the own agency by a file", w.file(admin, path, nil, "x.csv", "code,agency,name_vi,closed_on\nSNV-01,SNV,Quầy một cửa,2026-03-31\n"),
			409, "người thứ hai")
		for _, name := range []string{"agencies", "successions", "counters", "plans"} {
			for _, ending := range []string{".csv", ".xlsx"} {
				rec := w.sendAs(admin, "GET", "/desk/files/"+name+ending, nil)
				table, err := sheet.Read(rec.Body)
				if rec.Code != 200 || err != nil || len(table.Columns) == 0 {
					t.Errorf("%s%s: %d, %v", name, ending, rec.Code, err)
				}
			}
		}
	})
}
