package api

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"hailong/account"
	"hailong/frontend"
	"hailong/scoring/edition"
	"hailong/scoring/report"
	"hailong/scoring/round"
	"hailong/survey"
)

// Health tells whether the database can be reached and has the right schema.
type Health interface {
	Ready(ctx context.Context) error
}

// Config is what the surfaces need.
type Config struct {
	Shelf    *survey.Shelf
	Intake   *survey.Intake
	Reports  report.Source
	Health   Health
	Origin   string // what printed codes point to: https://host
	Province survey.Text
	Limits   Limits
	Patience Patience     // with files; zero: as is usual
	Trusted  []*net.IPNet // proxies whose X-Forwarded-For is believed; none: no such header is
	Now      func() time.Time
	Random   io.Reader
	Log      *slog.Logger
	Comments survey.CommentEraser
	Books    Books // comments and the log, for those who are signed in

	Corrections Corrections // what stands over responses
	Privacy     frontend.PrivacyTerms

	SignIn     *account.SignIn
	Setup      survey.Setup // changes of the catalogue; its Actor is filled in for each request
	Proposals  account.ProposalStore
	Rounds     round.Rounds                                  // years of criteria sets
	Editions   edition.Editions                              // reading, closing and taking back
	Past       PastRankings                                  // of years before this service; nil: none
	Criteria   round.Criteria                                // its Actor is filled in for each request
	Tasks      round.Tasks                                   // of the year's reform plans
	People     account.People                                // its Actor is filled in for each request
	Keys       account.Keys                                  // of other programs; its Actor and By are filled in
	Forgotten  func(ctx context.Context, login string) error // queues a link by mail; nil: there is no mail
	SSO        *SSO                                          // OpenID Connect; nil: there is none
	Publishing Publishing                                    // nil: nothing can be published here
	EditionKey func() ([]byte, error)                        // public half of the editions' key, PEM; nil: none
	Flags      round.FlagSource                              // nil: there is no such what-if
	Published  PublicationTimes                              // of the index; nil: no petitions
	Demo       bool                                          // whoever comes may sign in as anybody

	// FinishDemo ends the demonstration's year and publishes it; it tells the year.
	FinishDemo func(ctx context.Context) (int, error)
}

// server holds what the handlers share.
type server struct {
	Config
	forms     formCache
	limits    *limiter
	published *publishedEditions

	crossOrigin *http.CrossOriginProtection
}

// New makes the handler of every URL.
func New(c Config) *echo.Echo {
	s := &server{
		Config: c, limits: newLimiter(c.Limits, c.Now), published: newPublishedEditions(),
		crossOrigin: sameOrigin(c.Origin),
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = addresses(c.Trusted)
	e.HTTPErrorHandler = s.fail
	e.Pre(foldFirstSegment)
	e.Use(s.logRequests(), s.recovers(), s.headers())
	s.routes(e)
	return e
}

// recovers turns a panic into a fault: the log has it with its stack, the page has the
// request's number.
func (s *server) recovers() echo.MiddlewareFunc {
	return middleware.RecoverWithConfig(middleware.RecoverConfig{
		DisableStackAll: true,
		LogErrorFunc: func(c echo.Context, err error, stack []byte) error {
			s.Log.Error("panic", "request", s.requestNumber(c), "route", c.Path(), "stack", string(stack))
			return err
		},
	})
}

func (s *server) routes(e *echo.Echo) {
	for path, handler := range map[string]echo.HandlerFunc{
		"/": s.home, "/groups/:code": s.group, "/agencies/:code": s.agency, "/agencies/:code/detail": s.detail,
		"/table.xlsx": s.homeTable, "/table.csv": s.homeTable,
		"/groups/:code/table.xlsx": s.groupTable, "/groups/:code/table.csv": s.groupTable,
		"/agencies/:code/table.xlsx": s.agencyTable, "/agencies/:code/table.csv": s.agencyTable,
		"/q/:file": s.qr, "/static/:name": s.static,
		"/api/v1/scores": s.scores, "/api/v1/counters": s.counters, "/api/v1/openapi.yaml": s.openAPI,
		"/method": s.method, "/privacy": s.privacy, "/agencies": s.agenciesPage, "/api/v1/agencies": s.agencies,
		"/questionnaires": s.questionnairesPage, "/questionnaires/:code": s.questionnairePage,
		"/api/v1/questionnaires": s.questionnaires, "/api/v1/questionnaires/:code": s.questionnaire,
		"/healthz": s.healthz, "/readyz": s.readyz,
	} {
		e.GET(path, handler, deadline)
		e.HEAD(path, handler, deadline) // link checkers and some scanners ask for the head first
	}
	for path, handler := range s.rankingRoutes() {
		e.GET(path, handler, deadline)
		e.HEAD(path, handler, deadline)
	}
	// What a citizen sees asks no database, and the intake has a patience of its own.
	for path, handler := range map[string]echo.HandlerFunc{
		"/s/:token": s.form, "/s/:token/thanks": s.thanks, "/s/:token/erase": s.erasePage,
	} {
		e.GET(path, handler)
		e.HEAD(path, handler)
	}
	e.POST("/s/:token", s.answer)
	e.POST("/s/:token/erase", s.erase, deadline)
	e.POST("/api/v1/responses", s.addResponse)
	s.desk(e)
	s.sso(e)
}

// addresses reads the sender's address: the connection's, or what a trusted proxy
// says. It serves the limits and is neither stored nor logged.
func addresses(trusted []*net.IPNet) echo.IPExtractor {
	if len(trusted) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{
		echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false),
	}
	for _, n := range trusted {
		options = append(options, echo.TrustIPRange(n))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// foldFirstSegment lets /S/{TOKEN}, as printed codes hold it, be the same page as
// /s/{token}.
func foldFirstSegment(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if u := c.Request().URL; len(u.Path) > 2 && u.Path[:3] == "/S/" {
			u.Path = "/s/" + u.Path[3:]
			u.RawPath = ""
		}
		return next(c)
	}
}

// headers are on every answer. Pages add their own content policy. The values are
// shared by all answers, which never change them in place.
func (s *server) headers() echo.MiddlewareFunc {
	always := http.Header{
		"X-Content-Type-Options":       {"nosniff"},
		"Referrer-Policy":              {"same-origin"},
		"Cross-Origin-Opener-Policy":   {"same-origin"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
		"Permissions-Policy":           {"camera=(), geolocation=(), microphone=()"},
		"Content-Security-Policy":      {nothing},
	}
	if strings.HasPrefix(s.Origin, "https://") {
		always.Set("Strict-Transport-Security", "max-age=31536000")
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			maps.Copy(c.Response().Header(), always)
			return next(c)
		}
	}
}

// requestTime is how long a page may wait for the database: longer than an answer's
// own patience, shorter than the connection's.
const requestTime = 20 * time.Second

// deadline ends what waits for a silent database.
func deadline(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		ctx, cancel := context.WithTimeout(r.Context(), requestTime)
		defer cancel()
		c.SetRequest(r.WithContext(ctx))
		// The error is handled after this: with the ended context it would look as if
		// the sender had left, and no fault would reach the log.
		defer c.SetRequest(r)
		return next(c)
	}
}

func (s *server) healthz(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

func (s *server) readyz(c echo.Context) error {
	if err := s.Health.Ready(c.Request().Context()); err != nil {
		s.Log.Warn("not ready", "error", err)
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
