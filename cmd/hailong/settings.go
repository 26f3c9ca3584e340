package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"hailong/store"
	"hailong/survey"
)

// databaseSetting is where everything is kept.
type databaseSetting struct {
	Database string `default:"hailong.db" env:"HAILONG_DATABASE" help:"Path of a SQLite file, or postgres://… (a password only by the environment)."`
	Timezone string `default:"Asia/Ho_Chi_Minh" env:"HAILONG_TIMEZONE" help:"The office's zone, by which days are cut."`
}

// open connects to the database.
func (s *databaseSetting) open(ctx context.Context) (*store.DB, error) {
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil {
		return nil, fmt.Errorf("HAILONG_TIMEZONE: %w", err)
	}
	return store.Open(ctx, s.Database, zone)
}

// AfterApply refuses a password on the command line, where every user of the
// machine could read it.
func (s *databaseSetting) AfterApply() error {
	if s.Database == os.Getenv("HAILONG_DATABASE") || !store.IsPostgres(s.Database) {
		return nil
	}
	u, err := url.Parse(s.Database)
	if err != nil {
		return errors.New("--database: the address is not a URL")
	}
	if _, has := u.User.Password(); has || u.Query().Has("password") || u.Query().Has("sslpassword") {
		return errors.New("--database must not hold a password: set HAILONG_DATABASE in the environment")
	}
	return nil
}

// serveSettings are how the service is reached and bounded.
type serveSettings struct {
	secretSetting
	editionSetting
	fileSettings
	commentSettings
	tlsSettings
	mailSettings
	oidcSettings
	Addr           string     `default:"127.0.0.1:8080" env:"HAILONG_ADDR" help:"Address to listen on."`
	URL            string     `env:"HAILONG_URL" help:"What QR codes point to: https://host. Default: http:// (https:// with a certificate) and the address."`
	MetricsAddr    string     `env:"HAILONG_METRICS_ADDR" help:"Address of a listener for Prometheus; empty: off."`
	Province       string     `default:"tỉnh Khánh Hòa" env:"HAILONG_PROVINCE" help:"Name of the province."`
	ProvinceEN     string     `default:"Khanh Hoa province" env:"HAILONG_PROVINCE_EN" help:"The same in English."`
	LimitAddress   int        `default:"600" env:"HAILONG_LIMIT_ADDRESS" help:"Answers per minute from one network address; 0: no limit."`
	LimitCounter   int        `default:"120" env:"HAILONG_LIMIT_COUNTER" help:"Answers per minute at one counter; 0: no limit."`
	TrustedProxies string     `env:"HAILONG_TRUSTED_PROXIES" help:"Networks of proxies whose X-Forwarded-For is believed: 10.1.2.0/24,…"`
	LogLevel       slog.Level `default:"info" env:"HAILONG_LOG_LEVEL" help:"debug, info, warn or error. Debug logs each request's route."`

	demo   bool                               // whoever comes may sign in: only the demonstration sets it
	finish func(context.Context) (int, error) // ends the demonstration's year; nil outside one
}

// origin is what printed codes point to: a bare origin, because the code holds it
// in upper case.
func (s *serveSettings) origin() (string, error) {
	if s.URL == "" {
		host, port, err := net.SplitHostPort(s.Addr)
		if err != nil {
			return "", fmt.Errorf("HAILONG_ADDR: %w", err)
		}
		if host == "" {
			host = "localhost" // listening everywhere is no address to print
		}
		return s.scheme() + "://" + net.JoinHostPort(host, port), nil
	}
	u, err := url.Parse(s.URL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", errors.New("HAILONG_URL must be a bare origin such as https://hailong.example.vn")
	}
	return u.Scheme + "://" + u.Host, nil
}

func (s *serveSettings) trusted() ([]*net.IPNet, error) {
	var nets []*net.IPNet
	for part := range strings.SplitSeq(s.TrustedProxies, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		_, n, err := net.ParseCIDR(part)
		if err != nil {
			return nil, fmt.Errorf("HAILONG_TRUSTED_PROXIES: %w", err)
		}
		nets = append(nets, n)
	}
	return nets, nil
}

func (s *serveSettings) province() survey.Text {
	return survey.Text{VI: s.Province, EN: s.ProvinceEN}
}

type configCommand struct {
	databaseSetting
	serveSettings
}

// Run prints the settings in force.
func (c *configCommand) Run(out io.Writer) error {
	origin, err := c.origin()
	if err != nil {
		return err
	}
	fileLines, err := c.fileLines(c.Database)
	if err != nil {
		return err
	}
	lines := [][2]string{
		{"HAILONG_DATABASE", hidden(c.Database)},
		{"HAILONG_TIMEZONE", c.Timezone},
		{"HAILONG_SECRET_FILE", c.path(c.Database)},
		{"HAILONG_EDITION_KEY_FILE", c.editionKeyAt(c.path(c.Database))},
		{"HAILONG_ADDR", c.Addr},
		{"HAILONG_URL", origin},
		{"HAILONG_TLS_CERT", c.TLSCert},
		{"HAILONG_TLS_KEY", c.TLSKey},
		{"HAILONG_SMTP", c.SMTP.shown()},
		{"HAILONG_MAIL_FROM", c.MailFrom},
		{"HAILONG_METRICS_ADDR", c.MetricsAddr},
		{"HAILONG_PROVINCE", c.Province},
		{"HAILONG_PROVINCE_EN", c.ProvinceEN},
		{"HAILONG_LIMIT_ADDRESS", fmt.Sprint(c.LimitAddress)},
		{"HAILONG_LIMIT_COUNTER", fmt.Sprint(c.LimitCounter)},
		{"HAILONG_TRUSTED_PROXIES", c.TrustedProxies},
		{"HAILONG_COMMENT_MONTHS", fmt.Sprint(c.CommentMonths)},
		{"HAILONG_PRIVACY_CONTACT", c.PrivacyContact},
		{"HAILONG_LOG_LEVEL", c.LogLevel.String()},
		{"HAILONG_LANG", string(language())},
	}
	for _, line := range slices.Concat(lines, fileLines, c.oidcLines()) {
		if _, err := fmt.Fprintf(out, "%s=%s\n", line[0], line[1]); err != nil {
			return err
		}
	}
	return nil
}

// hidden is a database's address without its password.
func hidden(address string) string {
	if !store.IsPostgres(address) {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return "postgres://…"
	}
	q := u.Query()
	for _, secret := range []string{"password", "sslpassword"} {
		if q.Has(secret) {
			q.Set(secret, "xxxxx")
			u.RawQuery = q.Encode()
		}
	}
	return u.Redacted()
}
