package api

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/frontend"
	"hailong/survey"
)

// erasePage is GET /s/{token}/erase?r=: the form that erases a comment. It asks the
// database nothing.
func (s *server) erasePage(c echo.Context) error {
	page, err := s.emptyErase(c)
	if err != nil {
		return err
	}
	page.Code = shortCode(c.QueryParam("r"))
	return citizenPage(c, http.StatusOK, page)
}

// erase is POST /s/{token}/erase with the field r. There is no session whose rights
// another site could use: who sends it has to know the code.
func (s *server) erase(c echo.Context) error {
	if err := readForm(c); err != nil {
		return err
	}
	page, err := s.emptyErase(c)
	if err != nil {
		return err
	}
	typed := c.Request().PostForm.Get("r")
	page.Code = clipped(typed)
	if err = s.limitErase(c, page.Counter); err == nil {
		err = survey.EraseComment(
			c.Request().Context(), s.Comments, s.Shelf.Now(), c.Param("token"), typed, s.Now)
	}
	if err != nil {
		status := statusOf(err)
		s.note(c, status, err)
		retryAfter(c, err)
		return citizenPage(c, status, page.Failed(err))
	}
	page.Done = true
	return citizenPage(c, http.StatusOK, page)
}

// emptyErase finds the counter that the address names or once named, open or not.
func (s *server) emptyErase(c echo.Context) (frontend.ErasePage, error) {
	catalogue := s.Shelf.Now()
	counter, err := catalogue.CounterEver(c.Param("token"))
	if err != nil {
		return frontend.ErasePage{}, err
	}
	return frontend.ErasePage{Frame: s.frame(c), Agency: catalogue.Agency(counter.Agency), Counter: counter}, nil
}

// clipped is what somebody typed for a code, short enough to be shown again.
func clipped(typed string) string {
	const most = 40
	runes := []rune(strings.ToValidUTF8(strings.ReplaceAll(typed, "\x00", ""), ""))
	return string(runes[:min(len(runes), most)])
}

// Tries to erase a comment, per minute: of one address, and at one counter. A code has
// 40 bits, so nobody guesses one, however many addresses help; a person tries it twice.
const (
	erasesOfAddress = 10
	erasesAtCounter = 60
)

type (
	eraser   struct{ sender netip.Addr }
	erasedAt struct{ counter survey.CounterID }
)

// limitErase bounds the tries, whatever comes of them.
func (s *server) limitErase(c echo.Context, counter *survey.Counter) error {
	_, err := s.limits.take(eraser{sender(c.RealIP())}, erasesOfAddress)
	if err == nil {
		_, err = s.limits.take(erasedAt{counter.ID}, erasesAtCounter)
	}
	return err
}

// privacy is GET /privacy. It asks the database nothing, so it can be read in an outage.
func (s *server) privacy(c echo.Context) error {
	return officePage(c, http.StatusOK, frontend.NewPrivacyPage(s.frame(c), s.Shelf.Now(), s.Privacy))
}
