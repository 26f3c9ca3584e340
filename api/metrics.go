package api

import (
	"net/http"

	"github.com/labstack/echo-contrib/echoprometheus"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Measure counts and times e's requests by method, route and status, and gives
// the page that Prometheus reads. It belongs on a listener of its own: how busy a
// counter is, is nobody else's business.
func Measure(e *echo.Echo) (http.Handler, error) {
	registry := prometheus.NewRegistry()
	process := collectors.NewProcessCollector(collectors.ProcessCollectorOpts{})
	registry.MustRegister(collectors.NewGoCollector(), process)
	measure, err := echoprometheus.MiddlewareConfig{
		Namespace: "hailong", Registerer: registry, DoNotUseRequestPathFor404: true,
		StatusCodeResolver: func(c echo.Context, err error) int {
			if err != nil {
				return statusOf(err)
			}
			return c.Response().Status
		},
		LabelFuncs: map[string]echoprometheus.LabelValueFunc{
			// The host is whatever the sender says, and so is the method: they would
			// make series without end.
			"host":   func(echo.Context, error) string { return "" },
			"method": method,
		},
	}.ToMiddleware()
	if err != nil {
		return nil, err
	}
	e.Use(measure)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{}), nil
}

// method is one of those that routes have, or "other".
func method(c echo.Context, _ error) string {
	switch m := c.Request().Method; m {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return m
	}
	return "other"
}
