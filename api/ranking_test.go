package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"hailong/account"
	"hailong/api"
	"hailong/scoring/edition"
	"hailong/store/storetest"
	"hailong/survey"
)

// rankingScenarios are those of the pages and lists while nothing is published.
func rankingScenarios() []scenario {
	return []scenario{
		open("GET", "/rankings", 200, "Chưa có bản công bố nào"),
		open("GET", "/rankings?lang=en", 200, "Nothing has been published yet"),
		open("HEAD", "/rankings", 200),
		open("GET", "/rankings/2026", 404, "Kết quả năm 2026 công bố trong tháng 01/2027"),
		open("GET", "/rankings/2026?lang=en", 404, "is published in January 2027"),
		open("GET", "/rankings/2019", 404, "không có bản công bố của năm 2019"),
		open("GET", "/rankings/soon", 404, "Không có năm này"),
		open("GET", "/rankings/2026?kind=satisfaction", 404, "tháng 01/2027"),
		open("GET", "/rankings/2026/STP", 404, "tháng 01/2027"),
		open("GET", "/editions/cchc-2026-1.zip", 404, "<html"),
		open("GET", "/editions/nothing", 404, "<html"),
		open("GET", "/editions/key", 404, "<html"),
		open("GET", "/editions/cchc-2026-1.decision.pdf", 404, "<html"),
		open("GET", "/method/index", 200, "Cách tính chỉ số", `href="/method"`),
		open("GET", "/method/index?lang=en", 200, "100 × 17.54 / 20.00", "= 87.95"),
		open("HEAD", "/method/index", 200),
		open("GET", "/rankings?kind=evil", 422, "chỉ nhận cchc hoặc satisfaction"),
		open("GET", "/rankings/2026?kind=evil&lang=en", 422, "kind is cchc or satisfaction"),
		open("GET", "/api/v1/rankings/2026?kind=evil", 422, `"field":"kind"`),
		open("GET", "/api/v1/editions?kind=evil", 422, `"field":"kind"`),
		open("GET", "/agencies/STP/history", 200, "Sở Tư pháp qua các năm", "Chưa có năm nào được công bố"),
		open("GET", "/agencies/NOBODY/history", 404, "<html"),
		open("GET", "/groups/department/history?lang=en", 200, "over the years"),
		open("GET", "/groups/nobody/history", 404, "<html"),
		open("GET", "/api/v1/rankings/2026", 404, `"status":404`),
		open("GET", "/api/v1/rankings/soon", 404, `"status":404`),
		open("GET", "/api/v1/editions", 200, `{"editions":[],"next":null}`),
		open("GET", "/api/v1/editions?limit=0", 422, `"field":"limit"`),
		open("HEAD", "/api/v1/editions", 200),
	}
}

// yearContent is the edition of the archive's golden files with agencies of the small province.
func yearContent(t testing.TB, year int) *edition.Content {
	t.Helper()
	text, err := os.ReadFile("../scoring/edition/testdata/cchc/edition.json")
	if err != nil {
		t.Fatal(err)
	}
	c, err := edition.Decode(text)
	if err != nil {
		t.Fatal(err)
	}
	c.Year = year
	for i := range c.Agencies {
		switch a := &c.Agencies[i]; a.Code {
		case "STP":
			a.Code = "CDYT"
		case "SKHĐT":
			a.Code = "STP"
		case "NT":
			a.Code = "UBND-NT"
		}
	}
	return c
}

// publish closes and publishes an edition in January of 2026.
func (w *world) publish(c *edition.Content, replaces int, why string) *edition.Edition {
	w.t.Helper()
	present := w.clock
	defer func() { w.clock = present }()
	w.clock = time.Date(2026, 1, 12, 9, 0, 0, 0, storetest.Zone)
	u, err := w.publishing(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	e, err := u.Close(w.t.Context(), survey.Actor{Name: "nguoi-chot-kin", Where: "page"}, c, replaces, why)
	if err != nil {
		w.t.Fatal(err)
	}
	e, err = u.Publish(w.t.Context(), survey.Actor{Name: "nguoi-ky-kin", Where: "page"}, e.ID, edition.Signed{
		Number: "123/QĐ-UBND", Day: "2026-01-12", Name: "qd.pdf", PDF: strings.NewReader("%PDF-1.4\n%%EOF\n"),
	})
	if err != nil {
		w.t.Fatal(err, storetest.Mistakes(err))
	}
	return e
}

func satisfactionOf(c *edition.Content) *edition.Content {
	c.Kind, c.Family, c.Sets = edition.Satisfaction, "", nil
	for i := range c.Groups {
		c.Groups[i].Set = -1
	}
	for i := range c.Agencies {
		c.Agencies[i].Leaves, c.Agencies[i].Previous, c.Agencies[i].LeftOut = nil, nil, ""
	}
	return c
}

// says asks for a page or a file and checks what it holds and that nobody is named on it.
func (w *world) says(target string, status int, must ...string) string {
	w.t.Helper()
	rec := w.send("GET", target, "")
	body := rec.Body.String()
	if rec.Code != status {
		w.t.Errorf("%s: %d, want %d: %.300s", target, rec.Code, status, body)
	}
	for _, text := range must {
		if !strings.Contains(body, text) {
			w.t.Errorf("%s lacks %q", target, text)
		}
	}
	if strings.Contains(body, "-kin") {
		w.t.Errorf("%s names who closed or published", target)
	}
	return body
}

// What is closed is nobody's to see; what is published is everybody's, also what was
// corrected since.
func TestRankingsArePublic(t *testing.T) {
	both(t, func(w *world) {
		u, err := w.publishing(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		closed, err := u.Close(w.t.Context(), survey.Actor{Name: "x"}, yearContent(w.t, 2024), 0, "")
		if err != nil {
			w.t.Fatal(err)
		}
		w.says("/rankings/2024", 404)
		w.says("/editions/cchc-2024-1.zip", 404)
		w.says("/editions/cchc-2024-1.pdf", 404)
		w.says("/api/v1/rankings/2024", 404)
		if strings.Contains(w.says("/api/v1/editions", 200), closed.Hash) {
			w.t.Error("a closed edition is listed")
		}
		if strings.Contains(w.says("/", 200), `href="/rankings`) {
			w.t.Error("the band leads to rankings that are not there")
		}

		w.publish(yearContent(w.t, 2025), 0, "")
		first := w.says("/rankings/2025", 200, "Xếp hạng cải cách hành chính năm 2025", "123/QĐ-UBND ngày 12/01/2026",
			"Bản công bố cchc-2025-1", "Chưa có bản thay thế", `href="/rankings/2025/STP"`, "/editions/cchc-2025-1.zip", " KB")
		w.says("/", 200, `href="/rankings/2025">Xếp hạng`)
		w.says("/rankings/2025/STP", 200, "Cơ quan SKHĐT", "Máy tự tính.", `href="/agencies/STP/history"`)
		w.says("/rankings/2025/NOBODY", 404)
		w.publish(yearContent(w.t, 2025), 1, "Kiến nghị được chấp nhận")
		w.says("/rankings/2025", 200, "Bản công bố cchc-2025-2", "thay cho bản công bố cchc-2025-1. Lý do: Kiến nghị được chấp nhận",
			`href="/rankings/2025?number=1"`, `href="/editions/cchc-2025-1.zip"`)
		w.says("/rankings/2025?number=1", 200, "đã được thay bằng bản đính chính", `href="/rankings/2025">cchc-2025-2`)
		w.says("/rankings/2025?number=9", 404)
		w.says("/rankings/2025?family=it", 404)
		if !strings.Contains(first, "đồng hạng") {
			w.t.Error("the tie is not told")
		}

		w.says("/rankings/2025?kind=satisfaction", 404)
		w.publish(satisfactionOf(yearContent(w.t, 2025)), 0, "")
		w.says("/rankings/2025?kind=satisfaction", 200, "Mức độ hài lòng năm 2025", "satisfaction-2025-1.zip", "84,00%")
		w.says("/rankings", 200, "cchc-2025-2", "Bản trước:", "satisfaction-2025-1")
		w.says("/rankings?lang=en", 200, "Public administration reform ranking 2025")
	})
}

// The files are those of the edition, are kept by caches, and their names tell what they are.
func TestEditionFilesAreDownloaded(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	e := w.publish(yearContent(t, 2025), 0, "")
	for file, want := range map[string][3]string{
		"cchc-2025-1.zip":            {"application/zip", "cchc-2025-1.zip", "public, max-age=31536000, immutable"},
		"cchc-2025-1.json":           {"application/json", "bang-xep-hang-2025-1-MO-PHONG.json", "public, max-age=31536000, immutable"},
		"cchc-2025-1.xlsx":           {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "bang-xep-hang-2025-1-MO-PHONG.xlsx", "public, max-age=3600"},
		"cchc-2025-1.pdf":            {"application/pdf", "phu-luc-xep-hang-2025-1-MO-PHONG.pdf", "public, max-age=3600"},
		"cchc-2025-1.docx":           {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "phu-luc-xep-hang-2025-1-MO-PHONG.docx", "public, max-age=3600"},
		"cchc-2025-1.csv":            {"text/csv; charset=utf-8", "bang-xep-hang-2025-1-MO-PHONG.csv", "public, max-age=3600"},
		"cchc-2025-1.explained.pdf":  {"application/pdf", "giai-thich-xep-hang-2025-1-MO-PHONG.pdf", "public, max-age=3600"},
		"cchc-2025-1.explained.docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "giai-thich-xep-hang-2025-1-MO-PHONG.docx", "public, max-age=3600"},
	} {
		rec := w.send("GET", "/editions/"+file, "")
		h := rec.Header()
		if rec.Code != 200 || h.Get("Content-Type") != want[0] || h.Get("Cache-Control") != want[2] ||
			!strings.HasPrefix(h.Get("Content-Disposition"), `attachment; filename="`+want[1]+`"`) {
			t.Errorf("%s: %d %v", file, rec.Code, h)
		}
		tag := h.Get("ETag")
		if again := w.send("GET", "/editions/"+file, "", "If-None-Match: "+tag); len(tag) < 66 || again.Code != 304 || again.Body.Len() > 0 {
			t.Errorf("%s: asked again with %s: %d", file, tag, again.Code)
		}
		if head := w.send("HEAD", "/editions/"+file, ""); head.Code != 200 {
			t.Errorf("%s: head %d", file, head.Code)
		}
	}
	for _, file := range []string{"cchc-2025-1.exe", "cchc-2025-1.explained.xlsx", "cchc-2025-2.zip", "cchc-2025-1", "submission.docx", "cchc-2025-1.submission.docx"} {
		if rec := w.send("GET", "/editions/"+file, ""); rec.Code != 404 {
			t.Errorf("%s: %d", file, rec.Code)
		}
	}
	archive := w.send("GET", "/editions/cchc-2025-1.zip", "").Body.Bytes()
	if edition.Hash(archive) != e.ArchiveHash {
		t.Error("another archive is sent")
	}
	if _, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive))); err != nil {
		t.Error(err)
	}
	if edition.Hash(w.send("GET", "/editions/cchc-2025-1.json", "").Body.Bytes()) != e.Hash {
		t.Error("the JSON is not what was frozen")
	}
}

// Programs get what is printed, as numbers, in the form of the contract.
func TestRankingData(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	w.publish(yearContent(t, 2025), 0, "")
	w.publish(yearContent(t, 2025), 1, "sửa")
	w.publish(satisfactionOf(yearContent(t, 2025)), 0, "")
	checked := w.described("/api/v1/rankings/2025", "/api/v1/rankings/2025?group=department", "/api/v1/editions", "/api/v1/editions?limit=2",
		"/api/v1/rankings/2025?group=nobody", "/api/v1/rankings/2024")
	var out struct {
		Year    int
		Edition string
		Groups  []struct {
			Group string
			Rows  []struct {
				Rank                int
				Low                 int  `json:"rank_low"`
				High                int  `json:"rank_high"`
				PreviousRank        *int `json:"previous_rank"`
				Agency, Name, Class string
				Points, Max, Index  float64
			}
			Unranked []struct{ Agency, Reason string }
		}
	}
	if err := json.Unmarshal([]byte(checked[0]), &out); err != nil {
		t.Fatal(err)
	}
	g := out.Groups[0]
	if out.Year != 2025 || out.Edition != "cchc-2025-2" || len(out.Groups) != 2 || g.Group != "department" {
		t.Errorf("%s", checked[0])
	}
	top := g.Rows[0]
	if top.Rank != 1 || top.Class != "T" || top.Max <= top.Points || top.Index < 90 || g.Rows[1].Rank != 1 ||
		top.Low != 1 || top.High < 2 {
		t.Errorf("%+v", top)
	}
	if len(g.Unranked) != 1 || g.Unranked[0].Agency != "BQL" || !strings.Contains(g.Unranked[0].Reason, "Giải thể") {
		t.Errorf("%+v", g.Unranked)
	}
	for _, row := range g.Rows { // the tie: the one was third of five, the other is not the same agency
		if row.Agency == "STP" && (row.PreviousRank == nil || *row.PreviousRank != 3) || row.Agency == "SNV" && row.PreviousRank != nil {
			t.Errorf("%s: before %v", row.Agency, row.PreviousRank)
		}
	}
	if !strings.Contains(checked[1], `"groups":[{"group":"department"`) || strings.Contains(checked[1], "district") {
		t.Error(checked[1])
	}
	for _, want := range []string{`"edition":"cchc-2025-1"`, `"in_force":false`, `"replaces":"cchc-2025-1","why":"sửa"`, `"family":null`} {
		if !strings.Contains(checked[2], want) {
			t.Errorf("the list lacks %s: %s", want, checked[2])
		}
	}
	if !strings.Contains(checked[3], `"next":"`) {
		t.Error("the list has no second part")
	}
}

// described asks for addresses of the API and holds the answers against the description.
func (w *world) described(targets ...string) (bodies []string) {
	w.t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(w.send("GET", "/api/v1/openapi.yaml", "").Body.Bytes())
	if err != nil {
		w.t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, target := range targets {
		r, _ := http.NewRequestWithContext(w.t.Context(), http.MethodGet, target, nil)
		route, params, err := router.FindRoute(r)
		if err != nil {
			w.t.Fatal(target, err)
		}
		rec := w.send("GET", target, "")
		bodies = append(bodies, rec.Body.String())
		input := &openapi3filter.ResponseValidationInput{
			RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
			Status:                 rec.Code, Header: rec.Header(), Options: &openapi3filter.Options{IncludeResponseStatus: true},
		}
		input.SetBodyBytes(rec.Body.Bytes())
		if err := openapi3filter.ValidateResponse(context.Background(), input); err != nil {
			w.t.Errorf("%s: %v", target, err)
		}
	}
	return bodies
}

// Years stand side by side: those that were published here, and those that were taken in.
func TestHistoryHasPublishedAndImportedYears(t *testing.T) {
	both(t, func(w *world) {
		past := edition.PastImport{Store: w.db, Now: w.signIn.Now, Actor: survey.Program}
		_, err := past.Import(w.t.Context(), storetest.Table(w.t, `year,code,points,max,index,rank,of,class,decision
2024,STP,92.5,100,"92,50",2,2,Tốt,99/QĐ-UBND
2024,SNV,,,"93,1",1,2,Tốt,99/QĐ-UBND
2023,STP,,,"70,25",4,5,Khá,88/QĐ-UBND`))
		if err != nil {
			w.t.Fatal(err, storetest.Mistakes(err))
		}
		w.publish(yearContent(w.t, 2025), 0, "")
		w.says("/agencies/STP/history", 200, "nhập từ quyết định số 99/QĐ-UBND", "2/2 → 1/", "92,50", "70,25",
			`href="/rankings/2025/STP">2025`, "cchc-2025-1")
		w.says("/groups/department/history", 200, "Năm 2024 nhập từ quyết định số 99/QĐ-UBND", `href="/rankings/2025">2025`, "4/5", "Sở Tư pháp")
		w.says("/rankings", 200, "Năm 2023", "nhập từ Quyết định số 88/QĐ-UBND")
	})
}

// Who is signed in sees the same, and keeps nothing of it.
func TestRankingForThoseWhoSignedIn(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	w.publish(yearContent(t, 2025), 0, "")
	rec := w.sendAs(w.as(account.Clerk, "STP"), "GET", "/rankings/2025", nil)
	if rec.Code != 200 || rec.Header().Get("Cache-Control") != "no-store" {
		t.Error(rec.Code, rec.Header())
	}
}
