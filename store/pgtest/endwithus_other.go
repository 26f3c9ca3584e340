//go:build unix && !linux

package pgtest

import "syscall"

// endWithUs can do nothing here: only Linux tells a process of its parent's end.
// Main stops the server all the same when the tests end in the usual way.
func endWithUs(*syscall.SysProcAttr) {}
