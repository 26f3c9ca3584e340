package pgtest

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Kill ends the server and every one of its sessions at once, as a crash would,
// without a word to the clients. A server that is not running is left alone.
func (s *Server) Kill() error {
	return s.end(func(proc *os.Process) error {
		// Each session is a process group of its own: a signal to the server's
		// group would miss them. Stopped, it cannot start further ones.
		if err := proc.Signal(syscall.SIGSTOP); err != nil {
			return err
		}
		sessions := children(proc.Pid)
		if err := proc.Kill(); err != nil {
			return err
		}
		for _, pid := range sessions {
			_ = syscall.Kill(pid, syscall.SIGKILL) // may have ended by itself
		}
		return nil
	})
}

// Shutdown ends the server as an operator would: sessions are told and cut off, and
// what is in memory is written.
func (s *Server) Shutdown() error {
	return s.end(func(proc *os.Process) error { return proc.Signal(syscall.SIGINT) })
}

// Freeze stops the server and every one of its sessions without ending them:
// connections stay open, new ones are accepted by the system, and nobody answers.
func (s *Server) Freeze() error { return s.signalAll(syscall.SIGSTOP) }

// Thaw lets a frozen server go on.
func (s *Server) Thaw() error { return s.signalAll(syscall.SIGCONT) }

// signalAll signals the server first, so that a stopped one starts no more sessions.
func (s *Server) signalAll(signal syscall.Signal) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc == nil {
		return errors.New("pgtest: the server is not running")
	}
	if err := s.proc.Signal(signal); err != nil {
		return fmt.Errorf("pgtest: %w", err)
	}
	sessions := children(s.proc.Pid)
	if len(sessions) == 0 { // a server always has some
		return errors.New("pgtest: the server's processes cannot be listed; this needs Linux's /proc")
	}
	for _, pid := range sessions {
		_ = syscall.Kill(pid, signal) // may have ended by itself
	}
	return nil
}

// Stop ends the server for good and removes its folder.
func (s *Server) Stop() error {
	err := s.end(func(proc *os.Process) error { return proc.Signal(syscall.SIGQUIT) })
	return errors.Join(err, s.lifeline.Close(), s.janitor.Wait())
}

func (s *Server) end(signal func(*os.Process) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.proc == nil {
		return nil
	}
	if err := signal(s.proc); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("pgtest: end the server: %w", err)
	}
	// A frozen server would not hear of it. The order matters: once the server goes
	// on, it may end, and its number may name another process.
	for _, pid := range append(children(s.proc.Pid), s.proc.Pid) {
		_ = syscall.Kill(pid, syscall.SIGCONT)
	}
	select {
	case <-s.ended:
		s.proc = nil
		return nil
	case <-time.After(patience):
		return errors.New("pgtest: the server does not end")
	}
}

// children lists the processes that a process has started. Where there is no
// /proc the list is empty: sessions then end by themselves when they notice.
func children(pid int) []int {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%[1]d/children", pid))
	var pids []int
	for word := range strings.FieldsSeq(string(text)) {
		if child, err := strconv.Atoi(word); err == nil {
			pids = append(pids, child)
		}
	}
	return pids
}
