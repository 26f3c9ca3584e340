package api

import (
	"context"
	"encoding/hex"
	"log/slog"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

const requestKey = "request"

// requestNumber names a request in the log and on the page of a fault. It is drawn
// when it is first asked for: most requests need none.
func (s *server) requestNumber(c echo.Context) string {
	if n, ok := c.Get(requestKey).(string); ok {
		return n
	}
	var b [6]byte
	if _, err := s.Random.Read(b[:]); err != nil {
		return ""
	}
	n := hex.EncodeToString(b[:])
	c.Set(requestKey, n)
	return n
}

// logRequests writes one line per request, where the log takes such: the route,
// never the address line, which holds a counter's token, and nothing about who
// sent it.
func (s *server) logRequests() echo.MiddlewareFunc {
	return middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		Skipper:   func(echo.Context) bool { return !s.Log.Enabled(context.Background(), slog.LevelDebug) },
		LogMethod: true, LogRoutePath: true, LogStatus: true, LogLatency: true,
		LogResponseSize: true, HandleError: true,
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			s.Log.Debug("request", "request", s.requestNumber(c), "method", v.Method, "route", v.RoutePath,
				"status", v.Status, "bytes", v.ResponseSize, "ms", v.Latency.Milliseconds())
			return nil
		},
	})
}
