package api

import (
	"context"
	"errors"
	"strings"

	"github.com/labstack/echo/v4"

	"hailong/account"
	"hailong/survey"
)

// key is the key that a program sent: nil where it sent no credential at all. What is
// no key of ours is Forbidden, a key that does not work Unauthenticated. Who sends no
// such header costs no query.
func (s *server) key(c echo.Context) (*account.Key, error) {
	header := c.Request().Header.Get(echo.HeaderAuthorization)
	if header == "" {
		return nil, nil
	}
	scheme, secret, _ := strings.Cut(header, " ")
	if secret = strings.TrimSpace(secret); !strings.EqualFold(scheme, "Bearer") || !account.IsKey(secret) {
		return nil, survey.Fail(survey.Forbidden, "credential.unknown", nil)
	}
	ctx, cancel := context.WithTimeout(c.Request().Context(), requestTime)
	defer cancel()
	return s.Keys.Use(ctx, s.Shelf.Now().Zone, secret)
}

// keyFor is the key of a request that needs one with a scope.
func (s *server) keyFor(c echo.Context, scope account.Scope) (*account.Key, error) {
	key, err := s.key(c)
	switch {
	case err != nil:
		return nil, err
	case key == nil:
		return nil, survey.Fail(survey.Unauthenticated, "key.needed", nil)
	case !key.Allows(scope):
		return nil, errScope(scope)
	}
	return key, nil
}

func errScope(scope account.Scope) *survey.Error {
	return survey.Fail(survey.Forbidden, "key.scope", survey.Args{"scope": string(scope)})
}

// maySend is nil where the sender may send a draft: anybody for now and by an open
// channel; a program by the others and with a time of its own, where its key says so.
// A key that does not work is told at once, whatever the channel. An agency's key
// sends for its own counters only, and no key for those of its maker's agency.
func (s *server) maySend(c echo.Context, d *survey.Draft) error {
	key, err := s.key(c)
	open := d.Channel.Open() && d.AnsweredAt.IsZero()
	switch {
	case open && survey.KindOf(err) == survey.Forbidden:
		return nil // somebody else's credential: a gateway's in front of us
	case err != nil:
		return err
	case key == nil && open:
		return nil
	case key == nil:
		return survey.Fail(survey.Unauthenticated, "credential.needed", nil).At("channel")
	case !open && !key.Allows(account.ScopeResponses):
		return errScope(account.ScopeResponses).At("channel")
	case open && key.Agency == 0:
		return nil
	}
	return s.sendsFor(c, key, d.Counter, open)
}

// sendsFor is nil where the key may send for a counter, by its present code or an old
// one. open: by a channel that is open to everybody.
func (s *server) sendsFor(c echo.Context, key *account.Key, token string, open bool) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), requestTime)
	defer cancel()
	catalogue, err := s.Shelf.Fresh(ctx)
	if err != nil {
		return err
	}
	counter, err := catalogue.CounterEver(token)
	if err != nil {
		return err
	}
	switch {
	case key.MaySend(catalogue, counter.Agency), open && key.Owns(catalogue, counter.Agency):
		return nil
	case key.Owns(catalogue, counter.Agency):
		return survey.Fail(survey.Forbidden, "key.own", nil).At("counter")
	}
	return survey.Fail(survey.Forbidden, "key.foreign", nil).At("counter")
}

// challenge tells a program what kind of credential is asked for, and what is wrong
// with the one that it sent (RFC 6750).
func challenge(c echo.Context, err error) error {
	e, ours := errors.AsType[*survey.Error](err)
	if !ours {
		return err
	}
	header := `Bearer realm="hailong"`
	switch {
	case e.Word == "key.invalid_token":
		header += `, error="invalid_token"`
	case e.Word == "key.scope":
		header += `, error="insufficient_scope", scope="` + e.Args["scope"].(string) + `"`
	case e.Kind != survey.Unauthenticated:
		return err
	}
	c.Response().Header().Set(echo.HeaderWWWAuthenticate, header)
	return err
}
