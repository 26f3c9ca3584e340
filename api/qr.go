package api

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
)

// codePixels is the side of the QR code as PNG: sharp in print at 65 mm.
const codePixels = 768

// qr is GET /q/{token}.svg and .png: the QR code of a counter.
func (s *server) qr(c echo.Context) error {
	token, kind, _ := strings.Cut(c.Param("file"), ".")
	counter, err := s.Shelf.Now().CounterByToken(token)
	if err != nil {
		return err
	}
	address := frontend.CounterAddress(s.Origin, counter.Token)
	var image []byte
	media := "image/svg+xml"
	switch kind {
	case "svg":
		image, err = frontend.QRSVG(address)
	case "png":
		media = "image/png"
		image, err = frontend.QRPNG(address, codePixels)
	default:
		return echo.NewHTTPError(http.StatusNotFound)
	}
	if err != nil {
		return err
	}
	// A token may be replaced, so a printed sheet should not come from a cache.
	c.Response().Header().Set("Cache-Control", "no-cache")
	return c.Blob(http.StatusOK, media, image)
}
