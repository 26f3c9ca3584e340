package api

import (
	"encoding/hex"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

const requestKey = "request"

// requestNumber names a request in the log and on the page of a fault.
func requestNumber(c echo.Context) string {
	if n, ok := c.Get(requestKey).(string); ok {
		return n
	}
	return ""
}

// logRequests writes one line per request: the route, never the address line,
// which holds a counter's token, and nothing about who sent it.
func (s *server) logRequests() echo.MiddlewareFunc {
	logger := middleware.RequestLoggerWithConfig(middleware.RequestLoggerConfig{
		LogMethod: true, LogRoutePath: true, LogStatus: true, LogLatency: true,
		LogResponseSize: true, HandleError: true,
		LogValuesFunc: func(c echo.Context, v middleware.RequestLoggerValues) error {
			s.Log.Debug("request", "request", requestNumber(c), "method", v.Method, "route", v.RoutePath,
				"status", v.Status, "bytes", v.ResponseSize, "ms", v.Latency.Milliseconds())
			return nil
		},
	})
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		logged := logger(next)
		return func(c echo.Context) error {
			var b [6]byte
			if _, err := s.Random.Read(b[:]); err == nil {
				c.Set(requestKey, hex.EncodeToString(b[:]))
			}
			return logged(c)
		}
	}
}
