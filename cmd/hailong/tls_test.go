package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certify writes a self-signed certificate of a name, and its key, as an ACME client
// would: beside the place, then into it.
func certify(t *testing.T, folder, name string) (settings tlsSettings, roots *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	settings = tlsSettings{filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")}
	for path, block := range map[string]*pem.Block{
		settings.TLSCert: {Type: "CERTIFICATE", Bytes: der}, settings.TLSKey: {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(path+".new", pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".new", path); err != nil {
			t.Fatal(err)
		}
	}
	roots = x509.NewCertPool()
	roots.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return settings, roots
}

// listened serves a handler on an address of its own until the test ends.
func listened(t *testing.T, settings tlsSettings, handler http.Handler) (address string) {
	t.Helper()
	listener, err := bind(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	secured, err := settings.secure(listener, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- answer(ctx, secured, handler) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}

var fine = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) })

func TestHTTPSIsHTTP2AndNothingOld(t *testing.T) {
	settings, roots := certify(t, t.TempDir(), "first")
	address := listened(t, settings, fine)
	client := &http.Client{Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true,
	}}
	defer client.CloseIdleConnections()
	resp, err := client.Get("https://" + address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if text, err := io.ReadAll(resp.Body); err != nil || string(text) != "HTTP/2.0" {
		t.Errorf("%s, %v", text, err)
	}
	for version, works := range map[uint16]bool{tls.VersionTLS11: false, tls.VersionTLS12: true, tls.VersionTLS13: true} {
		conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: roots, MinVersion: version, MaxVersion: version})
		if (err == nil) != works {
			t.Errorf("%s: %v", tls.VersionName(version), err)
		}
		if err == nil {
			_ = conn.Close()
		}
	}
}

func TestARenewedCertificateIsShownWithoutARestart(t *testing.T) {
	folder := t.TempDir()
	settings, _ := certify(t, folder, "first")
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	c := &certificate{
		cert: settings.TLSCert, key: settings.TLSKey,
		now: func() time.Time { return now }, log: slog.New(slog.DiscardHandler),
	}
	if err := c.load(); err != nil {
		t.Fatal(err)
	}
	shows := func(want string) {
		t.Helper()
		pair, err := c.present(nil)
		if err != nil || pair.Leaf.Subject.CommonName != want {
			t.Errorf("%v, %v; want %s", pair.Leaf.Subject, err, want)
		}
	}
	shows("first")
	certify(t, folder, "second")
	now = now.Add(lookEvery - 1)
	shows("first") // nobody looks yet
	now = now.Add(1)
	shows("second")

	if err := os.WriteFile(settings.TLSCert, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	now = now.Add(lookEvery)
	shows("second")
	if err := os.Remove(settings.TLSKey); err != nil {
		t.Fatal(err)
	}
	now = now.Add(lookEvery)
	shows("second")
	certify(t, folder, "third")
	now = now.Add(-time.Hour) // the clock was set back
	shows("third")
}

func TestACertificateThatCannotBeServedIsRefused(t *testing.T) {
	folder := t.TempDir()
	settings, _ := certify(t, folder, "first")
	other, _ := certify(t, t.TempDir(), "other")
	tests := map[string]tlsSettings{
		"no key":        {settings.TLSCert, ""},
		"no cert":       {"", settings.TLSKey},
		"not there":     {settings.TLSCert, filepath.Join(folder, "nowhere")},
		"another's key": {settings.TLSCert, other.TLSKey},
		"no PEM":        {settings.TLSKey, settings.TLSCert},
	}
	for name, s := range tests {
		if _, err := s.secure(nil, slog.New(slog.DiscardHandler)); err == nil {
			t.Errorf("%s: served", name)
		}
	}
	if err := os.Chmod(settings.TLSKey, 0o604); err != nil {
		t.Fatal(err)
	}
	if _, err := settings.secure(nil, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "chmod") {
		t.Errorf("a key for everybody: %v", err)
	}
}

func TestAHeadThatIsTooLongIs431(t *testing.T) {
	settings, roots := certify(t, t.TempDir(), "first")
	plain := listened(t, tlsSettings{}, fine)
	secured := listened(t, settings, fine)
	for name, dial := range map[string]func() (net.Conn, error){
		"http":  func() (net.Conn, error) { return net.Dial("tcp", plain) },
		"https": func() (net.Conn, error) { return tls.Dial("tcp", secured, &tls.Config{RootCAs: roots}) },
	} {
		for size, want := range map[int]int{maxHeader / 2: 200, 2 * maxHeader: 431} {
			conn, err := dial()
			if err != nil {
				t.Fatal(name, err)
			}
			_, _ = fmt.Fprintf(conn, "GET / HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\n\r\n", strings.Repeat("x", size))
			resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil || resp.StatusCode != want {
				t.Errorf("%s: %d bytes: %v, %v; want %d", name, size, resp, err, want)
			}
			if err == nil {
				_ = resp.Body.Close()
			}
			_ = conn.Close()
		}
	}
}

// A client that sends byte by byte holds a connection for so long and no longer; the
// times themselves are net/http's business.
func TestNoClientMayTakeForEver(t *testing.T) {
	s := newServer(fine)
	for name, limit := range map[string]time.Duration{
		"head": s.ReadHeaderTimeout, "request": s.ReadTimeout, "answer": s.WriteTimeout, "idle": s.IdleTimeout,
	} {
		if limit <= 0 || limit > time.Minute {
			t.Errorf("%s: %v", name, limit)
		}
	}
}

func TestWithACertificateTheOriginIsHTTPS(t *testing.T) {
	s := serveSettings{Addr: "127.0.0.1:8443", tlsSettings: tlsSettings{"cert.pem", "key.pem"}}
	if origin, err := s.origin(); err != nil || origin != "https://127.0.0.1:8443" {
		t.Error(origin, err)
	}
	s.URL = "https://hailong.example.vn"
	if origin, err := s.origin(); err != nil || origin != s.URL {
		t.Error(origin, err)
	}
}

func TestTheServiceSpeaksHTTPSByItself(t *testing.T) {
	settings, roots := certify(t, t.TempDir(), "first")
	database := filepath.Join(t.TempDir(), "tls.db")
	p := start(t, append(setUp(t, database), "HAILONG_TLS_CERT="+settings.TLSCert, "HAILONG_TLS_KEY="+settings.TLSKey), "serve")
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	defer client.CloseIdleConnections()
	resp, err := client.Get(p.address + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%d, HSTS %q", resp.StatusCode, resp.Header.Get("Strict-Transport-Security"))
	}
	p.terminate(t)
}

func TestMailIsOffUntilAServerIsSet(t *testing.T) {
	if m, err := (&mailSettings{}).mailer(); err != nil || m.On() {
		t.Error(m, err)
	}
	if m, err := (&mailSettings{SMTP: "smtp://mail.example.vn", MailFrom: "hailong@example.vn"}).mailer(); err != nil || !m.On() {
		t.Error(m, err)
	}
	if _, err := (&mailSettings{SMTP: "smtp://mail.example.vn"}).mailer(); err == nil {
		t.Error("mail without a sender")
	}
}
