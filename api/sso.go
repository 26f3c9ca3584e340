package api

import (
	"context"
	"crypto/subtle"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"hailong/account"
	"hailong/survey"
)

// SSO is signing in with another's account, by OpenID Connect: the issuer vouches for
// who it is, an account of ours of the same name says what that person may do.
type SSO struct {
	Issuer       string // its address, as its discovery document names it
	ClientID     string
	ClientSecret string // empty: a client without one, held by PKCE alone
	Claim        string // whose value is the login
	Name         string // words of the button; empty: those of the catalogue

	provider atomic.Pointer[oidc.Provider]
}

// issuerTime is how long one answer of the issuer may take.
const issuerTime = 10 * time.Second

var issuerClient = &http.Client{Timeout: issuerTime}

// discover asks the issuer for its addresses, once it is needed: the service starts
// while the issuer is away. Of several who ask at once each asks.
func (o *SSO) discover(ctx context.Context) (*oidc.Provider, error) {
	if p := o.provider.Load(); p != nil {
		return p, nil
	}
	p, err := oidc.NewProvider(oidc.ClientContext(ctx, issuerClient), o.Issuer)
	if err != nil {
		return nil, errIssuerAway(err)
	}
	o.provider.Store(p)
	return p, nil
}

func (o *SSO) config(p *oidc.Provider, origin string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: o.ClientID, ClientSecret: o.ClientSecret, Endpoint: p.Endpoint(),
		RedirectURL: origin + "/sign-in/oidc/return", Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}
}

// login exchanges a code for a token and gives the login that the issuer vouches for.
func (o *SSO) login(
	ctx context.Context, origin, code string, begun *ssoBegun, now func() time.Time,
) (string, error) {
	provider, err := o.discover(ctx)
	if err != nil {
		return "", err
	}
	ctx = oidc.ClientContext(ctx, issuerClient)
	token, err := o.config(provider, origin).Exchange(ctx, code, oauth2.VerifierOption(begun.Verifier))
	if err != nil {
		return "", exchangeError(err)
	}
	raw, _ := token.Extra("id_token").(string)
	verified, err := provider.Verifier(&oidc.Config{ClientID: o.ClientID, Now: now}).Verify(ctx, raw)
	if err != nil {
		return "", errToken(err)
	}
	if subtle.ConstantTimeCompare([]byte(verified.Nonce), []byte(begun.Nonce)) != 1 {
		return "", errToken(errors.New("another nonce"))
	}
	claims := map[string]any{}
	if err := verified.Claims(&claims); err != nil {
		return "", errToken(err)
	}
	return o.claimed(claims)
}

// claimed is the login that claims name. An address that the issuer has not verified
// is anybody's to claim.
func (o *SSO) claimed(claims map[string]any) (string, error) {
	value, _ := claims[o.Claim].(string)
	if value == "" {
		return "", survey.Fail(survey.Forbidden, "sso.claim", nil)
	}
	if verified, _ := claims["email_verified"].(bool); o.Claim == "email" && !verified {
		return "", survey.Fail(survey.Forbidden, "sso.unverified", nil)
	}
	return account.FoldLogin(value), nil
}

// exchangeError tells an issuer that says no from one that is away.
func exchangeError(err error) error {
	if e, answered := errors.AsType[*oauth2.RetrieveError](err); answered &&
		e.Response.StatusCode < http.StatusInternalServerError {
		return errToken(err)
	}
	return errIssuerAway(err)
}

func errToken(err error) error {
	return survey.Fail(survey.Unauthenticated, "sso.refused", nil).Because(err)
}

func errIssuerAway(err error) error {
	return &survey.Error{Kind: survey.Unavailable, Word: "sso.away", Retry: time.Minute, Err: err}
}
