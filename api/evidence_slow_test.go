package api_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hailong/api"
	"hailong/store/storetest"
)

// silent is a body that begins and then says nothing until its end is wanted.
type silent struct {
	io.Reader
	ended <-chan struct{}
}

func (s *silent) Read(b []byte) (int, error) {
	if n, err := s.Reader.Read(b); n > 0 || !errors.Is(err, io.EOF) {
		return n, err
	}
	<-s.ended
	return 0, io.ErrUnexpectedEOF
}

// However long a sender may be silent, an upload ends in its time, and the rest of a refused
// one sooner: else a byte now and then would hold a connection for ever.
func TestNoUploadIsWaitedForWithoutEnd(t *testing.T) {
	const long, short = time.Hour, 100 * time.Millisecond
	w := newWorld(t, storetest.SQLite(t), api.Limits{})
	y := w.openYear(2026)
	for _, c := range []struct {
		name, path string
		patience   api.Patience
		status     int // of the answer; 0: the connection may end without
	}{
		{"an upload", y.path("STP", "/areas/II"), api.Patience{Silence: long, Transfer: short, Rest: long}, 0},
		{"a refused one", y.path("CDYT", "/areas/II"), api.Patience{Silence: long, Transfer: long, Rest: short}, 404},
		{"a silent one", y.path("STP", "/areas/II"), api.Patience{Silence: short, Transfer: long, Rest: long}, 0},
	} {
		w.patient(c.patience)
		server := httptest.NewServer(w.handler)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		ended := make(chan struct{})
		head, media := begun(t, "file:2.2.2", "a.pdf")
		body := &silent{strings.NewReader(head + "%PDF-1.7\n"), ended}
		r, err := http.NewRequestWithContext(ctx, "POST", server.URL+c.path, body)
		if err != nil {
			t.Fatal(err)
		}
		_, cookie, _ := strings.Cut(y.manager, ": ")
		r.Header.Set("Cookie", cookie)
		r.Header.Set("Content-Type", media)
		answer, err := http.DefaultClient.Do(r)
		if ctx.Err() != nil {
			t.Errorf("%s: the connection is held", c.name)
		}
		if c.status > 0 && (err != nil || answer.StatusCode != c.status) {
			t.Errorf("%s: %+v %v, want %d", c.name, answer, err, c.status)
		}
		if err == nil {
			_ = answer.Body.Close()
		}
		close(ended)
		server.CloseClientConnections()
		server.Close()
		cancel()
	}
	if n := len(y.sheet("STP").Evidence); n != 0 {
		t.Error(n, "files are stored")
	}
}
