package api_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hailong/account"
	"hailong/api"
	"hailong/store/storetest"
)

// parts is a form of so many parts, with what stands in front of each one's content.
func parts(n int, head func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("--x\r\n" + head(i) + "\r\n\r\n\r\n")
	}
	return b.String() + "--x--\r\n"
}

func named(name string) func(int) string {
	return func(int) string { return `Content-Disposition: form-data; name="` + name + `"` }
}

// What is told of a part counts as what is in it does, and so does each part: a form of names
// alone takes no memory.
func TestNamesAndPartsOfAFormAreBounded(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	y := w.openYear(2026)
	const isForm, asJSON = "Content-Type: multipart/form-data; boundary=x", "Accept: application/json"
	long := strings.Repeat("n", 200<<10)
	for _, c := range []struct {
		name, body string
		status     int
	}{
		{"long names", parts(20, named(long)), 413},
		{"long names of empty fields of files", parts(20, named("file:"+long)), 413},
		{"long other headers", parts(20, func(i int) string { return "X-More: " + long + "\r\n" + named("note")(i) }), 413},
		{"long names of files", parts(20, func(int) string { return named("file:2.2.2")(0) + `; filename="` + long + `.pdf"` }), 413},
		{"long, but not too long", parts(5, named(long)), 303},
		{"many parts", parts(2000, named("note")), 303},
		{"one more", parts(2001, named("note")), 413},
	} {
		w.wants(c.name, w.send("POST", y.path("STP", "/areas/II"), c.body, y.manager, isForm), c.status)
	}
	empty := parts(1500, func(i int) string { return fmt.Sprintf(`%s; filename="%d.pdf"`, named("file")(i), i) })
	rec := w.send("POST", y.path("STP", "/leaves/2.2.2/files"), empty, y.manager, isForm, asJSON)
	w.wants("many empty files", rec, 422, "nhiều nhất 10 tệp")
	if n := strings.Count(rec.Body.String(), `"field"`); n != 11 {
		t.Errorf("%d mistakes, want one for each of ten files and one for the others", n)
	}
}

// Whoever sends one file that is much too large is told so, whatever it is for.
func TestOneFileThatIsTooLargeIsAnswered(t *testing.T) {
	const most, mb = 60 << 20, 1 << 20
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	w.existingTasks()
	closed := w.closeYear(w.as(account.Admin, "SNV"), "year:2026")
	server := httptest.NewServer(w.handler)
	defer server.Close()
	task := pathOfTask(w.taskOf("Việc riêng của Sở"))
	for _, c := range []struct{ name, cookie, path, field, says string }{
		{"a report", w.as(account.Manager, "STP"), task + "/reports", "file", "Tệp lớn hơn 20 MB"},
		{"a decision", w.as(account.Publisher, "UBND-NT"), closed + "/publish", "pdf", "Tệp lớn hơn 20 MB"},
	} {
		head, media := begun(t, c.field, "a.pdf")
		body := &endless{}
		sent := io.MultiReader(strings.NewReader(head), io.LimitReader(body, most))
		r, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+c.path, sent)
		if err != nil {
			t.Fatal(err)
		}
		r.ContentLength = int64(len(head)) + most
		r.Header.Set("Content-Type", media)
		r.Header.Set("Cookie", strings.TrimPrefix(c.cookie, "Cookie: "))
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Errorf("%s: %v after %d MB", c.name, err, body.read/mb)
			continue
		}
		page, err := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if err != nil || answer.StatusCode != 422 || !strings.Contains(string(page), c.says) {
			t.Errorf("%s: %d %v %s", c.name, answer.StatusCode, err, page)
		}
		if body.read < most {
			t.Errorf("%s: only %d MB were read", c.name, body.read/mb)
		}
	}
}
