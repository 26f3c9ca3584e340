package api_test

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hailong/api"
	"hailong/store/storetest"
)

// endless are bytes without an end, counted as they are read.
type endless struct{ read int64 }

func (e *endless) Read(b []byte) (int, error) {
	e.read += int64(len(b))
	return len(b), nil
}

// begun is the beginning of a form with a field that goes on after it.
func begun(t *testing.T, field, file string) (head, media string) {
	t.Helper()
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	var err error
	if file == "" {
		_, err = form.CreateFormField(field)
	} else {
		_, err = form.CreateFormFile(field, file)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), form.FormDataContentType()
}

// Whoever sends too much is told so: the connection stays until a browser, which reads
// nothing while it sends, has come to its end. What never ends is not read for ever.
func TestTooMuchIsAnsweredAndNotBrokenOff(t *testing.T) {
	const mb = 1 << 20
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	y := w.openYear(2026)
	server := httptest.NewServer(w.handler)
	defer server.Close()
	send := func(cookie, path, field, file string, length int64, body io.Reader, headers ...string) (int, string, error) {
		head, media := begun(t, field, file)
		r, err := http.NewRequestWithContext(t.Context(), "POST", server.URL+path, io.MultiReader(strings.NewReader(head), body))
		if err != nil {
			t.Fatal(err)
		}
		if r.ContentLength = -1; length > 0 {
			r.ContentLength = int64(len(head)) + length
		}
		for _, h := range append(headers, cookie, "Content-Type: "+media) {
			name, value, _ := strings.Cut(h, ": ")
			if name != "" {
				r.Header.Set(name, value)
			}
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return 0, "", err
		}
		defer func() { _ = answer.Body.Close() }()
		page, err := io.ReadAll(answer.Body)
		return answer.StatusCode, string(page), err
	}
	leaf, area := y.path("STP", "/leaves/2.2.2/files"), y.path("STP", "/areas/II")
	for _, c := range []struct {
		name, cookie, path, field, file string
		length                          int64
		status                          int
		says, header                    string
	}{
		{"a form", y.manager, area, "file:2.2.2", "a.pdf", 300 * mb, 413, "Biểu mẫu quá lớn, chưa lưu gì. Mỗi lần gửi nhiều nhất 10 tệp, mỗi tệp tối đa 20 MB", ""},
		{"a leaf", y.manager, leaf, "file", "a.pdf", 300 * mb, 413, "Biểu mẫu quá lớn", ""},
		{"the script", y.manager, leaf, "file", "a.pdf", 300 * mb, 413, `"detail":"Biểu mẫu quá lớn`, "Accept: application/json"},
		{"a note", y.manager, area, "note:2.2.2", "", 40 * mb, 413, "Biểu mẫu quá lớn", ""},
		{"foreign", y.manager, y.path("CDYT", "/areas/II"), "file:2.2.2", "a.pdf", 40 * mb, 404, "", ""},
		{"foreign, the script", y.manager, y.path("CDYT", "/leaves/2.2.2/files"), "file", "a.pdf", 40 * mb, 404, `"status":404`, "Accept: application/json"},
	} {
		body := &endless{}
		status, page, err := send(c.cookie, c.path, c.field, c.file, c.length, io.LimitReader(body, c.length), c.header)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if status != c.status || !strings.Contains(page, c.says) {
			t.Errorf("%s: %d %s", c.name, status, page)
		}
		if body.read < c.length {
			t.Errorf("%s: only %d bytes were read", c.name, body.read)
		}
	}
	if n := len(y.sheet("STP").Evidence); n != 0 {
		t.Error(n, "files are stored")
	}
	never := &endless{}
	if _, _, _ = send(y.manager, area, "note:2.2.2", "", 0, never); never.read > 500*mb {
		t.Error("read on for", fmt.Sprint(never.read/mb), "MB")
	}
}
