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

// Patience is how long what is uploaded or downloaded may take: slow is fine, silent is not,
// and a trickle is not waited for without end. Other requests keep the server's own times and
// the deadline of a page.
type Patience struct {
	Silence  time.Duration // without a byte
	Transfer time.Duration // in all
	Rest     time.Duration // in all, for what is read of a form that is refused already
}

// usual is the patience where nothing else is said.
func (p Patience) usual() Patience {
	if p == (Patience{}) {
		// Ten files of 20 MB over a line of 1 Mbit/s take 27 minutes.
		return Patience{Silence: 30 * time.Second, Transfer: 30 * time.Minute, Rest: 3 * time.Minute}
	}
	return p
}

// slow handles what carries files without the deadline of a page. That the sender has left
// is seen where his bytes are read.
func (s *server) slow(
	handle func(echo.Context, *account.Account) error,
) func(echo.Context, *account.Account) error {
	return func(c echo.Context, me *account.Account) error {
		r, limits := c.Request(), s.Patience.usual()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), limits.Transfer)
		defer cancel()
		c.SetRequest(r.WithContext(ctx))
		c.Set(patienceKey, patience{
			control: http.NewResponseController(c.Response()), limits: limits,
			end: time.Now().Add(limits.Transfer),
		})
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
	p := patienceOf(c)
	body := &patientReader{c.Request().Body, p.rest()}
	_, _ = io.CopyN(io.Discard, body, mostRest) // it ends early, or the sender has left
	p.answers()
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

// patienceKey is where the patience with a request is kept.
const patienceKey = "patience"

// patience puts the end of a connection off while it moves, up to an end.
type patience struct {
	control *http.ResponseController
	limits  Patience
	end     time.Time
}

// patienceOf is that of a request that slow handles.
func patienceOf(c echo.Context) patience { return c.Get(patienceKey).(patience) }

// more gives the connection another while, unless it cannot be told (in tests).
func (p patience) more() {
	until := time.Now().Add(p.limits.Silence)
	if until.After(p.end) {
		until = p.end
	}
	_ = p.control.SetReadDeadline(until)
	_ = p.control.SetWriteDeadline(until)
}

// rest is the patience with the rest of a form that is refused already.
func (p patience) rest() patience {
	if end := time.Now().Add(p.limits.Rest); end.Before(p.end) {
		p.end = end
	}
	return p
}

// answers gives the answer its time, whatever was left for reading.
func (p patience) answers() { _ = p.control.SetWriteDeadline(time.Now().Add(p.limits.Silence)) }

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
