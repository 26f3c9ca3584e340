package api

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"

	"github.com/labstack/echo/v4"

	"hailong/survey"
)

// formMemory is how much of a form with one file is kept in memory; the rest waits in a file
// of the temporary folder until it is read.
const formMemory = 1 << 20

// fileForm reads a form with one file, of so many bytes at most. It gives large where there
// were more. The rest of a form that is refused is read from what the form came in.
func fileForm(c echo.Context, most int64, large *survey.Error) error {
	r := c.Request()
	whole := r.Body
	body := http.MaxBytesReader(nil, whole, most) // who sent more is to read the answer
	r.Body = io.NopCloser(&patientReader{body, patienceOf(c)})
	err := r.ParseMultipartForm(formMemory)
	r.Body = whole
	if err == nil {
		return nil
	}
	readOn(c)
	_, over := errors.AsType[*http.MaxBytesError](err)
	if over || errors.Is(err, multipart.ErrMessageTooLarge) {
		return large.Because(err)
	}
	return echo.NewHTTPError(http.StatusUnsupportedMediaType).SetInternal(err)
}
