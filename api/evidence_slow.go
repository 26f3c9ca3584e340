package api

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/survey"
)

// The times of what is uploaded and downloaded: slow is fine, silent is not. Other requests
// keep the server's own times and the deadline of a page.
const (
	silence  = 30 * time.Second
	transfer = 30 * time.Minute // ten files of 20 MB over a line of 1 Mbit/s
)

// slow handles what carries files without the deadline of a page. That the sender has left
// is seen where his bytes are read.
func slow(handle func(echo.Context, *account.Account) error) func(echo.Context, *account.Account) error {
	return func(c echo.Context, me *account.Account) error {
		r := c.Request()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), transfer)
		defer cancel()
		c.SetRequest(r.WithContext(ctx))
		err := handle(c, me)
		if err != nil {
			readOn(c)
			c.SetRequest(r) // the end of ours is not that the sender has left
		}
		return err
	}
}

// mostRest is how much more than a form may hold is read of one that is refused.
const mostRest = 2 * maxSending

// readOnKey is where it is noted that the rest of a form was read.
const readOnKey = "read_on"

// readOn reads what is left of a form that is refused, once and within bounds: a browser that
// is still sending when the connection ends shows that, and not the answer.
func readOn(c echo.Context) {
	if c.Get(readOnKey) != nil {
		return
	}
	c.Set(readOnKey, true)
	body := &patientReader{c.Request().Body, patienceOf(c)}
	_, _ = io.CopyN(io.Discard, body, mostRest) // it ends early, or the sender has left
}

// tooMuch says how much one form may hold.
func tooMuch() *survey.Error {
	return survey.Fail(survey.TooLarge, "sheet_page.too_much", survey.Args{
		"max": mostFiles, "size": survey.MaxFile >> 20, "whole": maxSending >> 20,
	})
}

// inTime begins the deadline of a page once the files have come.
func inTime(c echo.Context) {
	r := c.Request()
	ctx, cancel := context.WithTimeout(r.Context(), requestTime)
	context.AfterFunc(r.Context(), cancel) // ended by slow at the latest
	c.SetRequest(r.WithContext(ctx))
}

// patience puts the end of a connection off while it moves.
type patience struct{ control *http.ResponseController }

func patienceOf(c echo.Context) patience { return patience{http.NewResponseController(c.Response())} }

// more gives the connection another while, unless it cannot be told (in tests).
func (p patience) more() {
	until := time.Now().Add(silence)
	_ = p.control.SetReadDeadline(until)
	_ = p.control.SetWriteDeadline(until)
}

type patientReader struct {
	io.Reader
	patience
}

// Read reads on, with patience.
func (r *patientReader) Read(b []byte) (int, error) {
	r.more()
	return r.Reader.Read(b)
}

type patientFile struct {
	io.ReadSeeker
	patience
}

// Read reads on, with patience for what was read before to be sent.
func (f *patientFile) Read(b []byte) (int, error) {
	f.more()
	return f.ReadSeeker.Read(b)
}

// noTime leaves the day of a file out of an answer.
var noTime time.Time
