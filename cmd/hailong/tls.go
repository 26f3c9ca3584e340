package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"
)

// tlsSettings let the service speak HTTPS itself, where no proxy before it does.
type tlsSettings struct {
	TLSCert string `name:"tls-cert" env:"HAILONG_TLS_CERT" help:"PEM file of the certificate with its chain; read anew when it changes. Empty: plain HTTP, as behind a proxy."`
	TLSKey  string `name:"tls-key" env:"HAILONG_TLS_KEY" help:"PEM file of its key, which others must not be able to read."`
}

// scheme is how addresses of the service begin.
func (s *tlsSettings) scheme() string {
	if s.TLSCert != "" {
		return "https"
	}
	return "http"
}

// secure wraps a listener where a certificate is set: TLS 1.2 and later, HTTP/2.
func (s *tlsSettings) secure(listener net.Listener, log *slog.Logger) (net.Listener, error) {
	if (s.TLSCert == "") != (s.TLSKey == "") {
		return nil, errors.New("HAILONG_TLS_CERT and HAILONG_TLS_KEY go together: set both or none")
	}
	if s.TLSCert == "" {
		return listener, nil
	}
	c := &certificate{cert: s.TLSCert, key: s.TLSKey, now: clock, log: log}
	if err := c.load(); err != nil {
		return nil, err
	}
	return tls.NewListener(listener, &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetCertificate: c.present,
	}), nil
}

// certificate is read again when its files change, so that a client of ACME renews it
// without a restart.
type certificate struct {
	cert, key string
	now       func() time.Time
	log       *slog.Logger

	mu     sync.Mutex
	looked time.Time
	read   [2]fs.FileInfo // as the files were when they were read
	pair   *tls.Certificate
}

// lookEvery is how often the files are looked at, at most.
const lookEvery = time.Minute

// present is the certificate to show. Where the new files cannot be used, as between the
// writing of the two, the old pair goes on and they are tried again.
func (c *certificate) present(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if since := c.now().Sub(c.looked); since >= 0 && since < lookEvery {
		return c.pair, nil
	}
	c.looked = c.now()
	switch changed, err := c.changed(); {
	case err != nil:
		c.log.Error("certificate: the old one goes on", "error", err)
	case changed:
		if err := c.load(); err != nil {
			c.log.Error("certificate: the old one goes on", "error", err)
		} else {
			c.log.Info("certificate read anew", "until", c.pair.Leaf.NotAfter)
		}
	}
	return c.pair, nil
}

func (c *certificate) changed() (bool, error) {
	now, err := c.files()
	if err != nil {
		return false, err
	}
	for i, was := range c.read {
		if !now[i].ModTime().Equal(was.ModTime()) || now[i].Size() != was.Size() || !os.SameFile(now[i], was) {
			return true, nil
		}
	}
	return false, nil
}

func (c *certificate) files() (files [2]fs.FileInfo, err error) {
	for i, path := range []string{c.cert, c.key} {
		if files[i], err = os.Stat(path); err != nil {
			return files, err
		}
	}
	return files, nil
}

// load reads the pair. A key that every user of the machine can read is refused: who
// has it can be taken for us.
func (c *certificate) load() error {
	files, err := c.files()
	if err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	if files[1].Mode().Perm()&0o007 != 0 {
		return fmt.Errorf("HAILONG_TLS_KEY: every user of this machine can reach %s: chmod o= %[1]s", c.key)
	}
	pair, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		return fmt.Errorf("certificate: %w", err)
	}
	c.pair, c.read, c.looked = &pair, files, c.now()
	return nil
}
