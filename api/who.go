package api

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/survey"
)

// who is the person behind a request: the session's account, nil where nobody has
// signed in. A session that is not full yet is nobody, but for the step that it waits for.
type who struct {
	session *account.Session
	account *account.Account
	err     error // why it cannot be told
}

const whoKey = "who"

// who reads the session once per request: where the database is away, the page that
// says so does not wait for it a second time. It must not be asked on the citizens' pages:
// they have no session and need no database.
func (s *server) who(c echo.Context) (*who, error) {
	if w, ok := c.Get(whoKey).(*who); ok {
		return w, w.err
	}
	w := &who{}
	if cookie, err := c.Cookie(s.cookieName(sessionCookie)); err == nil {
		ctx, cancel := context.WithTimeout(c.Request().Context(), requestTime)
		defer cancel()
		w.session, w.account, w.err = s.SignIn.Find(ctx, cookie.Value)
	}
	c.Set(whoKey, w)
	return w, w.err
}

// me is the account that has signed in all the way, nil where there is none.
func (w *who) me() *account.Account {
	if w.session == nil || w.session.Stage != account.Full {
		return nil
	}
	return w.account
}

// The cookies: the session, and the mark by which a browser is known to an account.
const (
	sessionCookie = "hailong"
	knownCookie   = "hailong_known"
)

// secure tells whether people reach the service by TLS.
func (s *server) secure() bool { return strings.HasPrefix(s.Origin, "https://") }

// cookieName has the prefix that makes a browser insist on TLS, this host alone and
// the whole site, where there is TLS.
func (s *server) cookieName(name string) string {
	if s.secure() {
		return "__Host-" + name
	}
	return name
}

// setCookie hands a browser what no script and no other site's form can use.
func (s *server) setCookie(c echo.Context, name, value string, last time.Duration) {
	age := int(last / time.Second)
	if value == "" {
		age = -1
	}
	c.SetCookie(&http.Cookie{ //nolint:gosec // Secure wherever people come by TLS
		Name: s.cookieName(name), Value: value, Path: "/", MaxAge: age,
		Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// known is the browser's mark. A cookie holds no blanks, the mark does.
func (s *server) known(c echo.Context) string {
	cookie, err := c.Cookie(s.cookieName(knownCookie))
	if err != nil {
		return ""
	}
	mark, err := url.QueryUnescape(cookie.Value)
	if err != nil {
		return ""
	}
	return mark
}

// nextAsked is the page to go on to: one of ours, or nothing.
func nextAsked(c echo.Context) string {
	next := c.QueryParam("next")
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\t\r\n") {
		return ""
	}
	return next
}

// people is the use case of accounts, acting for who is signed in.
func (s *server) people(a *account.Account) *account.People {
	p := s.People
	p.Actor, p.By = a.Actor("page"), a
	return &p
}

// private keeps the steps of signing in out of every cache: one holds a link's token.
func private(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		return next(c)
	}
}

// sameOrigin knows the service's own pages by the origin that people reach it at, also
// behind a proxy that names another host.
func sameOrigin(origin string) *http.CrossOriginProtection {
	protection := http.NewCrossOriginProtection()
	if err := protection.AddTrustedOrigin(origin); err != nil {
		return http.NewCrossOriginProtection() // without one the Host header says which is ours
	}
	return protection
}

// sameSite refuses a change that another site's page asks for. Programs that are no
// browsers send neither header and have no cookie to misuse.
func (s *server) sameSite(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.crossOrigin.Check(c.Request()); err != nil {
			return survey.Fail(survey.Forbidden, "signin.foreign", nil).Because(err)
		}
		return next(c)
	}
}
