package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"runtime"
	"syscall"
	"time"
)

// silence is how long nothing at all may be answered.
const silence = 30 * time.Second

// run sends until the time is over and then waits for the answers still to come.
// It is one thread and the kernel's own list of what is ready: a goroutine for each
// connection would take twice the time from the program under measure.
func (l *load) run(ctx context.Context) (*outcome, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	poll, err := syscall.EpollCreate1(0)
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	defer func() { _ = syscall.Close(poll) }()
	connections, err := l.connect(poll)
	defer func() {
		for i := range connections {
			_ = syscall.Close(connections[i].fd)
		}
	}()
	if err != nil {
		return nil, fmt.Errorf("load: %w", err)
	}
	return l.drive(ctx, poll, connections)
}

func (l *load) drive(ctx context.Context, poll int, connections []connection) (*outcome, error) {
	w := l.window()
	took := make([]time.Duration, 0, int(l.length.Seconds()*40_000)+1000)
	for i := range connections {
		if err := l.send(&connections[i], time.Now()); err != nil {
			return nil, err
		}
	}
	var confirmed int64
	buffer, events := make([]byte, 64<<10), make([]syscall.EpollEvent, len(connections))
	for open, last := len(connections), time.Now(); open > 0; {
		n, err := syscall.EpollWait(poll, events, 1000)
		if err != nil && !errors.Is(err, syscall.EINTR) {
			return nil, fmt.Errorf("load: %w", err)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if n <= 0 && time.Since(last) > silence {
			return nil, fmt.Errorf("load: no answer for %v", silence)
		}
		for _, event := range events[:max(n, 0)] {
			c := &connections[event.Fd]
			done, err := l.receive(c, buffer)
			if err != nil {
				return nil, err
			}
			if !done {
				continue
			}
			confirmed++
			last = time.Now()
			if last.After(w.begins) && last.Before(w.ends) {
				took = append(took, last.Sub(c.sent))
			}
			if l.over(w, last, len(took)) {
				open--
			} else if err := l.send(c, last); err != nil {
				return nil, err
			}
		}
	}
	return l.finish(confirmed, took), nil
}

// connect opens the connections and has the kernel tell what is ready.
func (l *load) connect(poll int) (list []connection, err error) {
	address, err := netip.ParseAddrPort(l.address)
	if err != nil {
		return nil, err
	}
	if !address.Addr().IsLoopback() || !address.Addr().Is4() {
		return nil, fmt.Errorf("%s is not this machine: load goes nowhere else", l.address)
	}
	for i := range l.connections {
		fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
		if err != nil {
			return list, err
		}
		list = append(list, connection{fd: fd})
		err = errors.Join(
			syscall.Connect(fd, &syscall.SockaddrInet4{Port: int(address.Port()), Addr: address.Addr().As4()}),
			syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1),
			syscall.SetNonblock(fd, true),
			syscall.EpollCtl(poll, syscall.EPOLL_CTL_ADD, fd,
				&syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(i)}),
		)
		if err != nil {
			return list, err
		}
	}
	return list, nil
}

func (l *load) send(c *connection, now time.Time) error {
	c.reset()
	c.sent = now
	request := l.next()
	n, err := syscall.Write(c.fd, request)
	if err == nil && n < len(request) {
		err = errors.New("the request did not fit the connection's buffer")
	}
	if err != nil {
		return fmt.Errorf("load: send: %w", err)
	}
	return nil
}

// receive reads what is there and says whether the answer is complete.
func (l *load) receive(c *connection, buffer []byte) (done bool, err error) {
	n, err := syscall.Read(c.fd, buffer)
	if errors.Is(err, syscall.EAGAIN) || errors.Is(err, syscall.EINTR) {
		return false, nil
	}
	if err == nil && n <= 0 {
		err = errors.New("the connection was closed")
	}
	if err != nil {
		return false, fmt.Errorf("load: receive: %w", err)
	}
	done, err = c.take(buffer[:n])
	if err == nil && done && c.status != l.want {
		err = fmt.Errorf("load: answered %d: %.600s", c.status, c.head)
	}
	return done, err
}
