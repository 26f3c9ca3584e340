package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// The times that a slow or dead client may take, and the bytes of a request's head,
// beyond which the answer is 431. A TLS handshake has the time of a head. What a body
// may hold is bounded where it is read (api).
const (
	headerTime = 5 * time.Second
	readTime   = 20 * time.Second
	writeTime  = 30 * time.Second
	idleTime   = 60 * time.Second
	stopTime   = 6 * time.Second // for requests to end
	maxHeader  = 16 << 10
)

func bind(ctx context.Context, addr string) (net.Listener, error) {
	return (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
}

// chosen is an address with the port that the system chose for port 0, because
// codes point to it.
func chosen(addr string, listener net.Listener) string {
	host, port, err := net.SplitHostPort(addr)
	if err != nil || port != "0" {
		return addr
	}
	_, port, err = net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return addr
	}
	return net.JoinHostPort(host, port)
}

func newServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTime, ReadTimeout: readTime,
		WriteTimeout: writeTime, IdleTimeout: idleTime, MaxHeaderBytes: maxHeader,
		// The server's own messages about broken connections hold the sender's address.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelDebug),
	}
}

// answer serves a handler until ctx ends.
func answer(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := newServer(handler)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	// A context of its own: the one that ended must not cut the last answers off.
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if err := server.Shutdown(stopping); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}
