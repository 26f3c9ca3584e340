package main

import "syscall"

// endWithUs has the kernel end a process that we started when we end without doing so.
func endWithUs(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGKILL }

// settle waits until the disk has what was written before, so that no measurement
// pays for the one before it.
func settle() { syscall.Sync() }
