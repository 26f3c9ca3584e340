package main

import (
	"bufio"
	"io"
	"net/http"
	"os"

	"github.com/labstack/echo/v4"
)

// sameBytes is a bare Echo handler that sends one answer, taken before from the
// service, with its headers.
func sameBytes(path string) (http.Handler, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	taken, err := http.ReadResponse(bufio.NewReader(f), nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = taken.Body.Close() }()
	body, err := io.ReadAll(taken.Body)
	if err != nil {
		return nil, err
	}
	taken.Header.Del("Date")
	taken.Header.Del("Content-Length")
	e := bare()
	e.GET("/*", func(c echo.Context) error {
		header := c.Response().Header()
		for name, values := range taken.Header {
			header[name] = values
		}
		return c.HTMLBlob(http.StatusOK, body)
	})
	return e, nil
}
