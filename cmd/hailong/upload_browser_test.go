package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
)

// shaky is the way to a program that breaks off, while told to, in the middle of what is sent. A
// browser tries a connection that it has used before once more by itself.
type shaky struct {
	*httptest.Server
	breaks atomic.Bool
}

func startShaky(t *testing.T, to string) *shaky {
	t.Helper()
	target, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	way := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		r.Out.Host = r.In.Host // the program holds where a form comes from against it
	}}
	s := &shaky{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && s.breaks.Load() {
			_, _ = io.CopyN(io.Discard, r.Body, 1<<10)
			panic(http.ErrAbortHandler)
		}
		way.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// watched notes each value that a bar of progress takes, by the file's name.
const watched = `window.progressed = {};
new MutationObserver(list => list.forEach(m => {
	if (m.target.nodeName === "PROGRESS") {
		const name = m.target.getAttribute("aria-label");
		(progressed[name] = progressed[name] || []).push(m.target.value);
	}
})).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["value"] }); true`

// TestUploadsShowHowFarTheyAre chooses files on the page of a leaf as an officer does whose
// browser runs our script: they are sent at once, one by one; one that is refused says why, one
// that broke off is sent again by a button, and nothing has to be chosen twice.
func TestUploadsShowHowFarTheyAre(t *testing.T) {
	p := start(t, []string{
		"HAILONG_DATABASE=" + filepath.Join(t.TempDir(), "demo.db"), "HAILONG_ADDR=127.0.0.1:0",
		"HAILONG_FILES=" + t.TempDir(),
	}, "demo")
	way := startShaky(t, p.address)
	b := newPerson(t, way.URL, 360, true)
	b.enters(&demonstration{program: &program{address: way.URL}}, "quanly")
	b.open(way.URL + "/desk/sheet")
	leaf := evaluate[string](b, `new URL(document.querySelector('a.code[href$="/leaves/2.2.2"]').href).pathname`)
	b.signsOut()
	b.enters(&demonstration{program: &program{address: way.URL}}, "chutich") // the round is being appraised
	b.open(way.URL + leaf)
	b.must(200, "Tài liệu")
	b.quiet("the page of a leaf")

	evaluate[bool](b, watched)
	large := strings.Repeat("một trang của báo cáo\n", 100_000)
	b.chooses(t, map[string]string{"một.pdf": signedPDF + large, "hai.pdf": signedPDF + "2"})
	b.tells("một.pdf: đã nhận", "hai.pdf: đã nhận")
	for _, name := range []string{"một.pdf", "hai.pdf"} {
		values := evaluate[[]float64](b, fmt.Sprintf(`progressed[%q]`, name))
		if len(values) == 0 || values[len(values)-1] != 1 || !slices.IsSorted(values) {
			t.Errorf("the bar of %s went %v", name, values)
		}
	}
	if evaluate[int](b, `document.querySelectorAll("progress").length`) != 0 {
		t.Error("a bar is left")
	}
	b.quiet("two files")

	// One is refused by what is in it, one by its size, before it is sent; the third is kept.
	b.chooses(t, map[string]string{
		"chương trình.pdf": "MZ\x90\x00 no PDF", "ba.pdf": signedPDF + "3",
		"lớn.pdf": signedPDF + strings.Repeat("x", 20<<20),
	})
	b.tells("chương trình.pdf: Nội dung tệp không đúng với đuôi .pdf", "ba.pdf: đã nhận",
		"lớn.pdf: tệp lớn hơn 20 MB")
	if evaluate[int](b, `document.querySelectorAll("[data-sent] button").length`) != 0 {
		t.Error("a file that would be refused again is offered to be sent again")
	}

	// The line breaks: the page says so, and sends the same file again when asked.
	way.breaks.Store(true)
	b.chooses(t, map[string]string{"bốn.pdf": signedPDF + large + "4"})
	b.tells("bốn.pdf: chưa gửi được")
	way.breaks.Store(false)
	b.run(chromedp.Click(`//button[contains(., "Gửi lại: bốn.pdf")]`, chromedp.BySearch))
	b.tells("bốn.pdf: đã nhận")

	b.open(way.URL + leaf)
	b.must(200, "một.pdf", "hai.pdf", "ba.pdf", "bốn.pdf")
	if said := b.text(); strings.Contains(said, "chương trình.pdf") || strings.Contains(said, "lớn.pdf") {
		t.Error("a refused file is among the evidence")
	}
}

// chooses picks files in the field of a leaf, all at once.
func (b *tab) chooses(t *testing.T, files map[string]string) {
	b.Helper()
	folder := t.TempDir()
	var paths []string
	for name, content := range files {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	b.run(chromedp.SetUploadFiles("input[data-upload]", paths, chromedp.ByQuery))
}

// tells waits until the list below the field says each of want.
func (b *tab) tells(want ...string) {
	b.Helper()
	for _, text := range want {
		eventually(b.T, text, func() bool {
			return strings.Contains(evaluate[string](b, `document.querySelector("[data-sent]").innerText`), text)
		})
	}
}
