package api_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"hailong/api"
	"hailong/store/storetest"
)

// held is a body that tells when it is waited for, and ends when it may.
type held struct {
	asked, end chan struct{}
	once       sync.Once
}

func (h *held) Read([]byte) (int, error) {
	h.once.Do(func() { close(h.asked) })
	<-h.end
	return 0, io.ErrUnexpectedEOF
}

// One account sends a few forms with files at a time; what others send is taken meanwhile.
func TestAnAccountSendsAFewFilesAtATime(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	y := w.openYear(2026)
	leaf, end := y.path("STP", "/leaves/2.2.2/files"), make(chan struct{})
	var sending sync.WaitGroup
	for range 6 {
		head, media := begun(t, "file", "a.pdf")
		body := &held{asked: make(chan struct{}), end: end}
		r := httptest.NewRequestWithContext(t.Context(), "POST", leaf, io.MultiReader(strings.NewReader(head), body))
		r.Header.Set("Content-Type", media)
		r.Header.Set("Cookie", strings.TrimPrefix(y.manager, "Cookie: "))
		sending.Go(func() { w.handler.ServeHTTP(httptest.NewRecorder(), r) })
		<-body.asked
	}
	send := func(cookie string, headers ...string) *httptest.ResponseRecorder {
		return w.upload(cookie, leaf, nil, [][3]string{{"file", "b.pdf", aPDF}}, headers...)
	}
	const says = "đang gửi 6 biểu mẫu có tệp cùng lúc"
	for _, rec := range []*httptest.ResponseRecorder{send(y.manager), send(y.manager, "Accept: application/json")} {
		w.wants("the seventh", rec, http.StatusTooManyRequests, says)
		if rec.Header().Get("Retry-After") != "30" {
			t.Error("the seventh is not told when to try again", rec.Header())
		}
	}
	w.wants("somebody else's", send(y.foreign), http.StatusNotFound) // and not that there is too much
	close(end)
	sending.Wait()
	w.wants("afterwards", send(y.manager), http.StatusSeeOther)
}
