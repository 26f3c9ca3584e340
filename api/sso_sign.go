package api

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/labstack/echo/v4"
	"golang.org/x/oauth2"

	"hailong/account"
	"hailong/frontend"
	"hailong/survey"
)

// sso makes the two routes, where there is an issuer.
func (s *server) sso(e *echo.Echo) {
	if s.SSO != nil {
		e.GET("/sign-in/oidc", s.beginSSO, deadline)
		e.GET("/sign-in/oidc/return", s.endSSO, deadline)
	}
}

// ssoBegun is what the browser keeps, sealed, while the person is at the issuer: that
// it is the same browser which comes back, and with the answer to its own question.
type ssoBegun struct {
	State, Nonce, Verifier string
	Next, Lang             string
	Till                   time.Time
}

const (
	ssoCookie  = "hailong_oidc"
	ssoPurpose = "oidc"
	ssoTime    = 10 * time.Minute
)

// random draws 256 bits as text that a URL can hold.
func (s *server) random() (string, error) {
	var b [32]byte
	_, err := io.ReadFull(s.Random, b[:])
	return base64.RawURLEncoding.EncodeToString(b[:]), err
}

// beginSSO is GET /sign-in/oidc: to the issuer.
func (s *server) beginSSO(c echo.Context) error {
	provider, err := s.SSO.discover(c.Request().Context())
	if err != nil {
		return s.ssoFailed(c, err)
	}
	begun := ssoBegun{Next: nextAsked(c), Lang: c.QueryParam("lang"), Till: s.Now().Add(ssoTime)}
	for _, drawn := range []*string{&begun.State, &begun.Nonce, &begun.Verifier} {
		if *drawn, err = s.random(); err != nil {
			return err
		}
	}
	plain, err := json.Marshal(begun)
	if err != nil {
		return err
	}
	sealed, err := s.SignIn.Secret.Seal(ssoPurpose, "", plain)
	if err != nil {
		return err
	}
	s.setCookie(c, ssoCookie, base64.RawURLEncoding.EncodeToString(sealed), ssoTime)
	c.Response().Header().Set("Cache-Control", "no-store")
	to := s.SSO.config(provider, s.Origin).
		AuthCodeURL(begun.State, oidc.Nonce(begun.Nonce), oauth2.S256ChallengeOption(begun.Verifier))
	return c.Redirect(http.StatusSeeOther, to)
}

// begunSSO is what this browser began; Unauthenticated where it began nothing, or too
// long ago, or somebody else's answer is put before it.
func (s *server) begunSSO(c echo.Context) (*ssoBegun, error) {
	cookie, err := c.Cookie(s.cookieName(ssoCookie))
	if err != nil {
		return nil, errState(err)
	}
	sealed, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return nil, errState(err)
	}
	plain, err := s.SignIn.Secret.Open(ssoPurpose, "", sealed)
	if err != nil {
		return nil, errState(err)
	}
	begun := &ssoBegun{}
	if err := json.Unmarshal(plain, begun); err != nil {
		return nil, errState(err)
	}
	same := subtle.ConstantTimeCompare([]byte(begun.State), []byte(c.QueryParam("state"))) == 1
	if !same || !s.Now().Before(begun.Till) {
		return nil, errState(errors.New("another state, or too late"))
	}
	return begun, nil
}

func errState(err error) error {
	return survey.Fail(survey.Unauthenticated, "sso.state", nil).Because(err)
}

// endSSO is GET /sign-in/oidc/return: back from the issuer.
func (s *server) endSSO(c echo.Context) error {
	c.Response().Header().Set("Cache-Control", "no-store")
	begun, err := s.begunSSO(c)
	s.setCookie(c, ssoCookie, "", 0) // it serves once, whatever comes of it
	query := c.QueryParams()
	code, refusal := query.Get("code"), query.Get("error")
	clear(query) // the page's links must hold neither code nor state
	if err != nil {
		return s.ssoFailed(c, err)
	}
	query.Set("next", begun.Next)
	if begun.Lang != "" {
		query.Set("lang", begun.Lang)
	}
	signedIn, err := s.vouched(c, begun, code, refusal)
	if err != nil {
		return s.ssoFailed(c, err)
	}
	return s.goOn(c, signedIn)
}

// vouched lets in whom the issuer vouches for.
func (s *server) vouched(c echo.Context, begun *ssoBegun, code, refusal string) (*account.Begun, error) {
	switch refusal {
	case "":
	case "access_denied":
		return nil, survey.Fail(survey.Unauthenticated, "sso.cancelled", nil)
	case "server_error", "temporarily_unavailable":
		return nil, errIssuerAway(errors.New(refusal))
	default:
		return nil, errToken(errors.New("the issuer says no"))
	}
	ctx := c.Request().Context()
	login, err := s.SSO.login(ctx, s.Origin, code, begun, s.Now)
	if err != nil {
		return nil, err
	}
	return s.SignIn.Trusted(ctx, login, "oidc")
}

// ssoFailed shows the page to sign in again and says why it did not work: there may be
// another way in. Somebody whom the issuer knows and we do not is told whom to ask.
func (s *server) ssoFailed(c echo.Context, err error) error {
	s.Log.Info("sign-in by the issuer refused", "error", err)
	return s.shownAgain(c, err, func(status int, e *survey.Error) error {
		page := frontend.NewSignInPage(s.frame(c), s.Shelf.Now(), nextAsked(c), nil, e)
		return s.showSignIn(c, status, page)
	})
}
