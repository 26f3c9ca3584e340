package main

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hailong/survey"
)

func TestEveryRequestBringsAReceiptOfItsOwn(t *testing.T) {
	a := newAnswers([]string{"AAAAAAAAA1", "AAAAAAAAA2"}, rand.New(rand.NewPCG(1, 2)))
	seen := map[survey.Receipt]bool{}
	for range 1000 {
		request := a.next()
		head, body, _ := bytes.Cut(request, headEnd)
		if !bytes.Contains(head, []byte("\r\nContent-Length: "+strconv.Itoa(len(body)))) {
			t.Fatalf("%s\n%s: the length is wrong", head, body)
		}
		receipt, err := survey.ParseReceipt(string(body[len(`{"receipt":"`):][:36]))
		if err != nil || seen[receipt] {
			t.Fatalf("%s: %v, seen before: %t", body, err, seen[receipt])
		}
		seen[receipt] = true
	}
}

func TestAnAnswerIsReadToItsEndHoweverItComes(t *testing.T) {
	for name, answer := range map[string]string{
		"length":  "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nA: b\r\n\r\n12345",
		"nothing": "HTTP/1.1 204 No Content\r\nA: b\r\n\r\n",
		"chunked": "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12340\r\n2\r\nab\r\n0\r\n\r\n",
	} {
		for _, piece := range []int{1, 2, 3, 7, len(answer)} {
			var c connection
			for i := 0; i < len(answer); i += piece {
				end := min(i+piece, len(answer))
				done, err := c.take([]byte(answer[i:end]))
				if err != nil || done != (end == len(answer)) {
					t.Fatalf("%s in pieces of %d: at %d done %t, %v", name, piece, i, done, err)
				}
			}
		}
	}
	var c connection
	if _, err := c.take([]byte("SSH-2.0-something\r\n\r\n")); err == nil {
		t.Error("what is not HTTP is taken for an answer")
	}
}

func TestTheClientCountsWhatWasAnswered(t *testing.T) {
	var served atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		served.Add(1)
		_, _ = w.Write([]byte("ok"))
	}))
	defer server.Close()
	l := load{
		address: strings.TrimPrefix(server.URL, "http://"), connections: 3,
		length: 20 * time.Millisecond, next: page("/"), want: http.StatusOK,
	}
	out, err := l.run(t.Context())
	if err != nil || out.confirmed != served.Load() || out.confirmed < 3 {
		t.Fatalf("%+v, served %d, %v", out, served.Load(), err)
	}
	l.want = http.StatusCreated
	if _, err := l.run(t.Context()); err == nil {
		t.Error("another status than the one wanted is no failure")
	}
	l.address = "192.0.2.1:80"
	if _, err := l.run(t.Context()); err == nil {
		t.Error("load goes to another machine")
	}
}

func TestVerdicts(t *testing.T) {
	more := row{floor: atLeast(1), goal: atLeast(1.4)}
	less := row{floor: atMost(1), goal: atMost(0.5)}
	report := row{goal: atMost(200)}
	for _, c := range []struct {
		row   row
		value float64
		want  string
	}{
		{more, 0.99, "**missed**"},
		{more, 1, "floor"},
		{more, 1.4, "goal"},
		{less, 1.01, "**missed**"},
		{less, 1, "floor"},
		{less, 0.5, "goal"},
		{report, 201, "–"},
		{report, 200, "goal"},
	} {
		if got := c.row.verdict(c.value); got != c.want {
			t.Errorf("%v: %s, want %s", c.value, got, c.want)
		}
	}
}

func TestTheMedianOfTheRatiosCounts(t *testing.T) {
	f := figure{ours: []float64{10, 30, 20}, reference: []float64{10, 10, 40}}
	if got := median(f.ratios()); got != 1 {
		t.Errorf("median %v of %v", got, f.ratios())
	}
	if got := median([]float64{4, 1, 2, 3}); got != 2.5 {
		t.Errorf("median of four: %v", got)
	}
}

func TestRowsHaveNamesOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range measurements {
		for _, r := range m.rows {
			if seen[r.name] || r.name == "" {
				t.Errorf("row %q of %s is there twice", r.name, m.what)
			}
			seen[r.name] = true
		}
	}
}

func TestPgbenchLogsAreRead(t *testing.T) {
	dir := t.TempDir()
	for name, lines := range map[string]string{"log.1": "0 1 3000 0 1 2\n1 1 1000 0 1 2\n", "log.1.1": "0 2 2000 0 1 2\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(lines), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	took, err := readLogs(dir)
	if err != nil || len(took) != 3 || took[0] != time.Millisecond || took[2] != 3*time.Millisecond {
		t.Errorf("%v, %v", took, err)
	}
}

func TestPartsOfAPageAreCounted(t *testing.T) {
	for page, want := range map[string]int{
		`<link rel="icon" href="data:,"><a href="/x">x</a><img alt="" src="data:image/svg+xml,x">`: 1,
		`<link rel="stylesheet" href="/static/a.css"><script defer src="/b.js"></script>`:          3,
	} {
		if got := responsesNeeded([]byte(page)); got != want {
			t.Errorf("%s: %d, want %d", page, got, want)
		}
	}
}
