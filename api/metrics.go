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
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	measure, err := echoprometheus.MiddlewareConfig{
		Namespace: "hailong", Registerer: registry, DoNotUseRequestPathFor404: true,
		LabelFuncs: map[string]echoprometheus.LabelValueFunc{
			// The host is whatever the sender says: it would make series without end.
			"host": func(echo.Context, error) string { return "" },
		},
	}.ToMiddleware()
	if err != nil {
		return nil, err
	}
	e.Use(measure)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{}), nil
}
