package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// service is a process under measure that listens on the loopback address.
type service struct {
	cmd     *exec.Cmd
	address string // 127.0.0.1:port
	started time.Time
	said    *strings.Builder // on standard error
}

var listening = regexp.MustCompile(`127\.0\.0\.1:[0-9]+`)

// command prepares a program: with these settings alone, and ended with us.
func command(ctx context.Context, env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // what the flags and we ourselves name
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HAILONG_LANG=en"}, env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{}
	endWithUs(cmd.SysProcAttr)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 20 * time.Second
	return cmd
}

// start runs a service and waits until it names its address.
func start(ctx context.Context, env []string, name string, args ...string) (*service, error) {
	s := &service{cmd: command(ctx, env, name, args...), said: &strings.Builder{}}
	s.cmd.Stderr = s.said
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.started = time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if s.address = listening.FindString(lines.Text()); s.address != "" {
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return s, nil
		}
	}
	return nil, fmt.Errorf("%s %s does not serve: %w\n%s", name, strings.Join(args, " "), s.cmd.Wait(), s.said)
}

// stop ends the service and waits for it.
func (s *service) stop() error {
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("stop: %w\n%s", errors.Join(err, s.cmd.Wait()), s.said)
	}
	if err := s.cmd.Wait(); err != nil {
		return fmt.Errorf("stop: %w\n%s", err, s.said)
	}
	return nil
}

// peak is the most memory that the service had resident so far, in MB.
func (s *service) peak() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(text), "VmHWM:")
	kilobytes, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	n, err := strconv.ParseFloat(kilobytes, 64)
	return n / 1024, err
}

// hailong runs a command of the program to its end.
func (b *bench) hailong(ctx context.Context, database string, args ...string) error {
	cmd := command(ctx, settings(database), b.binary, args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("hailong %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

// serve runs the program as a service on a database.
func (b *bench) serve(ctx context.Context, database string) (*service, error) {
	return start(ctx, settings(database), b.binary, "serve")
}

// settings are those of the program: any free port, and no limits, as all answers
// come from one address.
func settings(database string) []string {
	return []string{
		"HAILONG_DATABASE=" + database, "HAILONG_ADDR=127.0.0.1:0",
		"HAILONG_LIMIT_ADDRESS=0", "HAILONG_LIMIT_COUNTER=0",
	}
}

// with runs fn on a service and ends it.
func with(s *service, err error, fn func(*service) error) error {
	if err != nil {
		return err
	}
	err = fn(s)
	return errors.Join(err, s.stop())
}
