package main

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// load is a plain client: so many connections, each sending its next request when
// the last one is answered. It shares the processors with what it measures, so it
// does as little as it can: requests are ready bytes, and of an answer it reads the
// status and where it ends.
type load struct {
	address     string // 127.0.0.1:port
	connections int
	warmUp      time.Duration // loaded, but not counted
	length      time.Duration
	most        int           // ends earlier after so many counted answers; 0: it does not
	next        func() []byte // a request; its bytes are used at once
	want        int           // the only status that is no failure
}

// outcome is what a load saw.
type outcome struct {
	rate      float64         // answers per second while it was counted
	confirmed int64           // answers in all, also before and after that
	took      []time.Duration // sorted
}

func (o *outcome) quantile(q float64) time.Duration {
	if len(o.took) == 0 {
		return 0
	}
	return o.took[min(int(float64(len(o.took))*q), len(o.took)-1)]
}

func (o *outcome) p99() float64 { return o.quantile(0.99).Seconds() * 1000 }

// connection is one of a load's, with the answer that it is reading.
type connection struct {
	fd      int
	sent    time.Time
	head    []byte // of the answer, as far as it came
	status  int
	left    int    // bytes of the body to come, once the head is there
	chunked bool   // the body ends with an empty chunk instead
	tail    []byte // of such a body: its last bytes so far
}

var (
	headEnd   = []byte("\r\n\r\n")
	lastChunk = []byte("\r\n0\r\n\r\n")
)

// take reads what came and says whether the answer is complete. Requests are not
// sent ahead, so whatever comes belongs to this answer.
func (c *connection) take(p []byte) (done bool, err error) {
	if c.status == 0 {
		c.head = append(c.head, p...)
		end := bytes.Index(c.head, headEnd)
		if end < 0 {
			return false, nil
		}
		if err := c.readHead(c.head[:end+2]); err != nil {
			return false, err
		}
		p = c.head[end+len(headEnd):]
	}
	if c.chunked {
		c.tail = append(c.tail, p[max(0, len(p)-len(lastChunk)):]...)
		c.tail = c.tail[max(0, len(c.tail)-len(lastChunk)):]
		return bytes.Equal(c.tail, lastChunk), nil
	}
	c.left -= len(p)
	return c.left <= 0, nil
}

func (c *connection) readHead(head []byte) (err error) {
	if len(head) < 13 {
		return fmt.Errorf("not an answer: %q", head)
	}
	if c.status, err = strconv.Atoi(string(head[9:12])); err != nil {
		return fmt.Errorf("not an answer: %q", head)
	}
	_, after, found := bytes.Cut(head, []byte("\r\nContent-Length: "))
	c.chunked = bytes.Contains(head, []byte("\r\nTransfer-Encoding: chunked\r\n"))
	if !found {
		return nil
	}
	length, _, _ := bytes.Cut(after, headEnd[:2])
	c.left, err = strconv.Atoi(string(length))
	return err
}

// reset makes the connection ready for its next answer.
func (c *connection) reset() {
	c.head, c.tail, c.status, c.left, c.chunked = c.head[:0], c.tail[:0], 0, 0, false
}

// window is the time that counts.
type window struct{ begins, ends time.Time }

func (l *load) window() window {
	begins := time.Now().Add(l.warmUp)
	return window{begins, begins.Add(l.length)}
}

// over says whether no further request is sent.
func (l *load) over(w window, now time.Time, counted int) bool {
	return now.After(w.ends) || l.most > 0 && counted >= l.most
}

// finish makes the outcome of what was seen in the window.
func (l *load) finish(confirmed int64, took []time.Duration) *outcome {
	slices.Sort(took)
	return &outcome{float64(len(took)) / l.length.Seconds(), confirmed, took}
}
