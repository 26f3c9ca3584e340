package api_test

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hailong/account"
	"hailong/scoring/round"
	"hailong/sheet"
	"hailong/survey"
)

const criteriaDesk = "/desk/criteria"

func init() {
	for route, how := range criteriaRoutes() {
		triedRoutes[route] = how
	}
}

// criteriaRoutes are rows of triedRoutes. {criteria} is a set that no round uses.
func criteriaRoutes() map[string]tried {
	const set = criteriaDesk + "/{criteria}"
	return map[string]tried{
		"GET /desk/criteria":                  {target: criteriaDesk, shows: "Bộ tiêu chí mẫu cho sở, ban, ngành"},
		"GET /desk/criteria/compare":          {target: criteriaDesk + "/compare?a={criteria}&b={criteria}", shows: "Hai bộ giống hệt nhau"},
		"POST /desk/criteria/sample":          {target: criteriaDesk + "/sample"},
		"GET /desk/criteria/upload":           {target: criteriaDesk + "/upload"},
		"POST /desk/criteria/upload":          {target: criteriaDesk + "/upload"},
		"GET /desk/criteria/:id":              {target: set, shows: "Cải cách thể chế"},
		"GET /desk/criteria/:id/file.csv":     {target: set + "/file.csv", shows: "Cải cách thể chế"},
		"GET /desk/criteria/:id/file.xlsx":    {target: set + "/file.xlsx"},
		"POST /desk/criteria/:id/copy":        {target: set + "/copy"},
		"GET /desk/criteria/:id/discard":      {target: set + "/discard"},
		"POST /desk/criteria/:id/discard":     {target: set + "/discard"},
		"GET /desk/criteria/:id/head":         {target: set + "/head"},
		"POST /desk/criteria/:id/head":        {target: set + "/head"},
		"GET /desk/criteria/:id/items":        {target: set + "/items?under=II"},
		"POST /desk/criteria/:id/items":       {target: set + "/items"},
		"GET /desk/criteria/:id/items/:code":  {target: set + "/items/2.3.1"},
		"POST /desk/criteria/:id/items/:code": {target: set + "/items/2.3.1"},
	}
}

// sampled is a set of 2026 made of a sample, by its number.
func (w *world) sampled(group string) round.SetID {
	w.t.Helper()
	use := round.Criteria{Store: w.db, Now: w.signIn.Now, Actor: survey.Program}
	id, err := use.FromSample(w.t.Context(), "cchc", 2026, group)
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func (w *world) storedSet(id round.SetID) *round.Set {
	w.t.Helper()
	s, err := w.db.Set(w.t.Context(), id)
	if err != nil || s == nil {
		w.t.Fatal(id, err)
	}
	return s
}

func numberIn(t testing.TB, path string) round.SetID {
	t.Helper()
	var id round.SetID
	if _, err := fmt.Sscanf(path, criteriaDesk+"/%d", &id); err != nil {
		t.Fatal(path, err)
	}
	return id
}

// criteriaForm reads the fields of a page's form as a browser would send them.
func criteriaForm(page string) url.Values {
	_, page, _ = strings.Cut(page, `<form class="criteria-form"`)
	sent := shownForm(`<form class="draft"` + page)
	sent.Del("not_for")
	for _, m := range shownCheck.FindAllStringSubmatch(page, -1) {
		if m[1] == "not_for" {
			sent.Add(m[1], m[2])
		}
	}
	for _, m := range shownUnder.FindAllStringSubmatch(page, -1) {
		sent.Set("under", m[1])
	}
	return sent
}

var shownUnder = regexp.MustCompile(`name="under" value="([^"]*)"`)

func TestASetIsMadeOfASampleAndWrittenOnPages(t *testing.T) {
	both(t, func(w *world) {
		admin := w.as(account.Secretary, "SNV")
		w.shows(admin, criteriaDesk, 200, "Chưa có bộ tiêu chí nào", "Dùng bộ mẫu", `value="2026"`)
		start := values("group", "department", "year", "2026", "family", "cchc")
		at := w.leadsTo(admin, criteriaDesk+"/sample", start)
		id := numberIn(t, at)
		set, _, _ := strings.Cut(at, "?")
		w.shows(admin, at, 200, "Đã tạo từ bộ mẫu", "100", "đang soạn, dùng được", "chưa được ban hành")
		w.wants("a second one", w.sendAs(admin, "POST", criteriaDesk+"/sample", start), 409, "đang soạn", `lang=en`)
		start.Set("year", "năm nay")
		w.wants("a word for a year", w.sendAs(admin, "POST", criteriaDesk+"/sample", start), 422, "o-year-wrong")

		// A leaf is changed: the set may be kept though its sums do not fit, and says so.
		item := set + "/items/2.3.1"
		page := w.shows(admin, item, 200, "Tiêu chí thành phần 2.3.1", "Hồ sơ giải quyết đúng hạn", `value="80%"`)
		form := criteriaForm(page)
		form.Set("max", "4,5")
		form.Add("not_for", "STP")
		form.Set("guidance", "Dòng một\r\nDòng hai")
		form.Set("do", "save")
		at = w.leadsTo(admin, item, form)
		if !strings.Contains(at, "at=2.3.1") || !strings.Contains(at, "#o-item-") {
			t.Errorf("leads to %s", at)
		}
		w.shows(admin, at, 200, "Đã lưu", "chưa dùng được", "có điểm tối đa 9 nhưng các mục con cộng lại là 8,5", "Không áp dụng: Sở Tư pháp", "Dòng một\nDòng hai")
		w.shows(admin, criteriaDesk, 200, "chỗ sai")
		leaf := w.storedSet(id).Leaf("2.3.1")
		if leaf.Max != 450 || len(leaf.NotFor) != 1 || leaf.Floor != 80_00 {
			t.Errorf("%+v", leaf)
		}

		// The page that was made before is stale: both are shown, nothing is overwritten.
		form.Set("max", "3")
		w.wants("a stale page", w.sendAs(admin, "POST", item, form), 409, "Hai bản khác nhau", "4,5", `value="3"`)
		form = criteriaForm(w.shows(admin, item, 200))
		form.Set("max", "nhiều")
		form.Set("threshold", "0,9")
		w.wants("mistakes", w.sendAs(admin, "POST", item, form), 422, "o-max-wrong", "o-threshold-wrong", `value="nhiều"`)
		form.Set("code", "2.3.2")
		form.Set("max", "5")
		form.Set("threshold", "100")
		w.wants("a code that is taken", w.sendAs(admin, "POST", item, form), 409, "o-code-wrong")

		// Another leaf makes the sum fit again; then it moves up, and goes away.
		form = criteriaForm(w.shows(admin, set+"/items?under=2.3", 200, `value="2.3.4"`))
		for name, value := range map[string]string{"name": "Hồ sơ không bị trả lại", "max": "0,5", "kind": "bands", "bands": "90%:0,5\n80%:0,25", "empty": "full"} {
			form.Set(name, value)
		}
		at = w.leadsTo(admin, set+"/items", form)
		w.shows(admin, at, 200, "Đã thêm", "từ 90%: 0,5, từ 80%: 0,25", "đang soạn, dùng được")
		form = criteriaForm(w.shows(admin, set+"/items/2.3.4", 200, "Lưu và chuyển lên"))
		form.Set("do", "up")
		w.shows(admin, w.leadsTo(admin, set+"/items/2.3.4", form), 200, "Đã chuyển chỗ")
		if s := w.storedSet(id); round.PlaceOf(&s.CriteriaSet, "2.3.4") > round.PlaceOf(&s.CriteriaSet, "2.3.3") {
			t.Error("it has not moved")
		}
		form = criteriaForm(w.shows(admin, set+"/items/2.3.4", 200))
		form.Set("do", "remove")
		w.shows(admin, w.leadsTo(admin, set+"/items/2.3.4", form), 200, "Đã bỏ", "chưa dùng được")
		form = criteriaForm(w.shows(admin, set+"/items/II", 200))
		form.Set("do", "remove")
		w.wants("an area that is full", w.sendAs(admin, "POST", set+"/items/II", form), 409, "còn mục con")
		w.wants("what is not there", w.sendAs(admin, "GET", set+"/items/9.9", nil), 404)
	})
}

func TestASetsOwnFieldsAndClassesAreWrittenOnAPage(t *testing.T) {
	both(t, func(w *world) {
		admin, id := w.as(account.Admin, "SNV"), w.sampled("department")
		set := fmt.Sprint(criteriaDesk, "/", id)
		form := criteriaForm(w.shows(admin, set+"/head", 200, "Loại 6", `value="trung-binh"`))
		form.Set("decision", "12/QĐ-UBND ngày 05/01/2026")
		form.Del("sample")
		form.Set("class.1.area", "VIII")
		form.Set("class.1.share", "80")
		for _, column := range round.ClassColumns {
			form.Set(round.ClassField(3, column), "")
		}
		at := w.leadsTo(admin, set+"/head", form)
		body := w.shows(admin, at, 200, "12/QĐ-UBND", "lĩnh vực VIII đạt từ 80%", "Khá: từ 70")
		if strings.Contains(body, "Trung bình") || strings.Contains(body, "chưa được ban hành") {
			t.Error("what was taken away is still there")
		}
		form.Set("class.1.cut", "89")
		w.wants("a stale page", w.sendAs(admin, "POST", set+"/head", form), 409, "Hai bản khác nhau", "89")
		form = criteriaForm(w.shows(admin, set+"/head", 200))
		form.Set("bonus_cap", "x")
		form.Set("class.2.name", "")
		w.wants("mistakes", w.sendAs(admin, "POST", set+"/head", form), 422, "o-bonus_cap-wrong", "o-class-2-name-wrong")
	})
}

func TestAFrozenSetIsOnlyCopied(t *testing.T) {
	both(t, func(w *world) {
		admin, id := w.as(account.Admin, "SNV"), w.sampled("department")
		set := fmt.Sprint(criteriaDesk, "/", id)
		form := criteriaForm(w.shows(admin, set+"/items/2.3.1", 200))
		mark := values("mark", form.Get("mark"))
		w.wants("a copy beside one that is being written", w.sendAs(admin, "POST", set+"/copy", values("year", "2026")), 409, "đang soạn")
		if err := w.db.FreezeSets(t.Context(), []round.SetID{id}); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"/items/2.3.1", "/items", "/head", "/discard"} {
			w.wants("GET "+path, w.sendAs(admin, "GET", set+path, nil), 409, "đã khóa")
			w.wants("POST "+path, w.sendAs(admin, "POST", set+path, mark), 409, "đã khóa")
		}
		w.shows(admin, set, 200, "đã khóa")
		at := w.leadsTo(admin, set+"/copy", values("year", "2026"))
		w.shows(admin, at, 200, "phiên bản 2", "Đã sao chép", "So với phiên bản 1 năm 2026")
		next := numberIn(t, at)
		w.shows(admin, fmt.Sprintf("%s/compare?a=%d&b=%d", criteriaDesk, id, next), 200, "giống hệt nhau")
		path := fmt.Sprint(criteriaDesk, "/", next, "/discard")
		sent := w.shows(admin, path, 200, "46 mục chấm điểm")
		w.wants("a stale discarding", w.sendAs(admin, "POST", path, values("mark", "x")), 409)
		held := shownMark.FindStringSubmatch(sent)
		w.shows(admin, w.leadsTo(admin, path, values("mark", html.UnescapeString(held[1]))), 200, "Đã bỏ bộ tiêu chí")
		w.wants("what is gone", w.sendAs(admin, "GET", fmt.Sprint(criteriaDesk, "/", next), nil), 404)
	})
}

func TestASetsFileIsTriedAndThenTakenIn(t *testing.T) {
	both(t, func(w *world) {
		admin, id := w.as(account.Admin, "SNV"), w.sampled("district")
		file := fmt.Sprint(criteriaDesk, "/", id, "/file.")
		for _, ending := range []string{"csv", "xlsx"} {
			rec := w.sendAs(admin, "GET", file+ending, nil)
			disposition := rec.Header().Get("Content-Disposition")
			if rec.Code != 200 || disposition != `attachment; filename="criteria-cchc-2026-district-1.`+ending+`"` {
				t.Fatal(rec.Code, disposition)
			}
			same := w.file(admin, criteriaDesk+"/upload", nil, "bo."+ending, rec.Body.String())
			w.wants("the same", same, 200, "Không có gì thay đổi")
			if strings.Contains(same.Body.String(), `name="table"`) {
				t.Error("what changes nothing can be confirmed")
			}
		}
		changed := w.storedSet(id).CriteriaSet
		changed.Leaf("2.3.1").Threshold = 95_00
		text := func() string {
			var b bytes.Buffer
			if err := sheet.WriteCSV(&b, sheet.FromTable("x", round.CriteriaTable(&changed))); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
		tried := w.file(admin, criteriaDesk+"/upload", nil, "bo.csv", text())
		w.wants("tried", tried, 200, "Sẽ thay bộ đang soạn, phiên bản 1", "Ngưỡng đủ điểm", `data-name="Sau">95%`)
		if w.storedSet(id).Leaf("2.3.1").Threshold != 100_00 {
			t.Fatal("trying has stored something")
		}
		fields := map[string]string{
			"version": "1", "seen": shownSeen.FindStringSubmatch(tried.Body.String())[1],
			"table": html.UnescapeString(hiddenTable.FindStringSubmatch(tried.Body.String())[1]),
		}
		rec := w.file(admin, criteriaDesk+"/upload", fields, "", "")
		if rec.Code != http.StatusSeeOther || w.storedSet(id).Leaf("2.3.1").Threshold != 95_00 {
			t.Fatal(rec.Code, textOf(rec))
		}
		w.wants("confirmed a second time", w.file(admin, criteriaDesk+"/upload", fields, "", ""), 409, "xem thử lại")
		changed.Items[0].Max++
		w.wants("a sum", w.file(admin, criteriaDesk+"/upload", nil, "bo.csv", text()), 422, "Dòng 15, cột “max”", "các mục con cộng lại là")
	})
}

var shownSeen = regexp.MustCompile(`name="seen" value="([^"]*)"`)

// Agencies read the sets; counter staff do not know of them, and nobody else changes them.
func TestWhoSeesCriteriaSets(t *testing.T) {
	both(t, func(w *world) {
		id := w.sampled("department")
		set := fmt.Sprint(criteriaDesk, "/", id)
		mark := w.storedSet(id).Mark()
		for _, role := range account.Roles {
			cookie := w.as(role, "STP")
			edits, sees := role.Reach(account.EditCriteria) == account.All, role != account.Clerk
			for _, path := range []string{criteriaDesk, set, set + "/file.csv"} {
				rec := w.sendAs(cookie, "GET", path, nil)
				body := rec.Body.String()
				if (rec.Code == 200) != sees || strings.Contains(body, "chế") != sees && path != criteriaDesk {
					t.Errorf("%s %s: %d", role, path, rec.Code)
				}
				if strings.Contains(body, set+"/items") && !edits || strings.Contains(body, mark) && path != set+"/discard" {
					t.Errorf("%s %s offers what the role may not", role, path)
				}
			}
			home := w.sendAs(cookie, "GET", "/desk", nil).Body.String()
			if strings.Contains(home, `href="/desk/criteria"`) != sees {
				t.Errorf("%s: the tab", role)
			}
			if !edits {
				w.wants(string(role), w.sendAs(cookie, "POST", set+"/discard", values("mark", mark)), 403)
			}
		}
		if w.storedSet(id).Mark() != mark {
			t.Error("somebody has changed the set")
		}
	})
}
