package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/labstack/echo/v4"
)

// reference runs one of the handlers to compare with as a process of its own.
func (b *bench) reference(ctx context.Context, what string, args ...string) (*service, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return start(ctx, nil, self, append([]string{"reference", what}, args...)...)
}

// refer is such a process.
func refer(ctx context.Context, what string, args []string) error {
	var handler http.Handler
	var err error
	switch {
	case what == "nothing" && len(args) == 0:
		handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusNoContent)
		})
	case what == "gorm" && len(args) == 1:
		handler, err = plainHandler(args[0])
	case what == "echo" && len(args) == 1:
		handler, err = sameBytes(args[0])
	case what == "service" && len(args) == 2:
		return profiled(ctx, args[0], args[1])
	default:
		return fmt.Errorf("no reference %s %q", what, args)
	}
	if err != nil {
		return err
	}
	return listen(ctx, &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute})
}

// bare is an Echo without anything around the handler.
func bare() *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	return e
}

// listen serves on a free port until ctx ends.
func listen(ctx context.Context, server *http.Server) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	fmt.Println("serving at", listener.Addr())
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	return server.Close()
}
