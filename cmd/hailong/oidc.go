package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"

	"hailong/api"
)

// oidcSettings are how people sign in with the account of another issuer. The client's
// secret is no flag, which every user of the machine could read.
type oidcSettings struct {
	OIDCIssuer   string `name:"oidc-issuer" env:"HAILONG_OIDC_ISSUER" help:"Address of an OpenID Connect issuer whose accounts may sign in; empty: none."`
	OIDCClientID string `name:"oidc-client-id" env:"HAILONG_OIDC_CLIENT_ID" help:"Client that the issuer knows this service as. Its secret: HAILONG_OIDC_CLIENT_SECRET, or a file named by HAILONG_OIDC_CLIENT_SECRET_FILE (environment only)."`
	OIDCClaim    string `name:"oidc-claim" default:"email" env:"HAILONG_OIDC_CLAIM" help:"Claim of the issuer's token that equals the login of an account here."`
	OIDCName     string `name:"oidc-name" env:"HAILONG_OIDC_NAME" help:"Words of the button that leads to the issuer."`
}

// sso is the issuer in force, nil where none is set.
func (s *oidcSettings) sso() (*api.SSO, error) {
	if s.OIDCIssuer == "" {
		return nil, nil
	}
	u, err := url.Parse(s.OIDCIssuer)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, errors.New("HAILONG_OIDC_ISSUER must be an address such as https://sso.example.vn")
	}
	if s.OIDCClientID == "" || s.OIDCClaim == "" {
		return nil, errors.New("HAILONG_OIDC_ISSUER needs HAILONG_OIDC_CLIENT_ID and HAILONG_OIDC_CLAIM")
	}
	secret, err := oidcSecret()
	if err != nil {
		return nil, err
	}
	return &api.SSO{
		Issuer: s.OIDCIssuer, ClientID: s.OIDCClientID, ClientSecret: secret, Claim: s.OIDCClaim, Name: s.OIDCName,
	}, nil
}

// oidcSecret is the client's secret, from the environment or from a file that it names.
func oidcSecret() (string, error) {
	path := os.Getenv("HAILONG_OIDC_CLIENT_SECRET_FILE")
	if path == "" {
		return os.Getenv("HAILONG_OIDC_CLIENT_SECRET"), nil
	}
	text, err := os.ReadFile(path) //nolint:gosec // the operator says which file
	if err != nil {
		return "", fmt.Errorf("HAILONG_OIDC_CLIENT_SECRET_FILE: %w", err)
	}
	return strings.TrimSpace(string(text)), nil
}

// loopback tells whether a host is this machine: nobody listens in between.
func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// oidcLines are the settings in force, the secret hidden.
func (s *oidcSettings) oidcLines() [][2]string {
	secret, err := oidcSecret()
	if err != nil || secret != "" {
		secret = "xxxxx"
	}
	return [][2]string{
		{"HAILONG_OIDC_ISSUER", s.OIDCIssuer},
		{"HAILONG_OIDC_CLIENT_ID", s.OIDCClientID},
		{"HAILONG_OIDC_CLIENT_SECRET", secret},
		{"HAILONG_OIDC_CLAIM", s.OIDCClaim},
		{"HAILONG_OIDC_NAME", s.OIDCName},
	}
}
