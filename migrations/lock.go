package migrations

import (
	"context"
	"fmt"
	"os"
	"syscall"
	"time"
)

// lockPath holds an exclusive lock on a file beside the database until unlock is
// called; the system lets go of it when the process dies. Without a path there is
// nothing to lock.
func lockPath(ctx context.Context, path string) (unlock func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("migrations: lock: %w", err)
	}
	for {
		if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
			return func() { _ = f.Close() }, nil
		}
		select {
		case <-ctx.Done():
			_ = f.Close()
			return nil, fmt.Errorf("migrations: another process is migrating: %w", ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
}
