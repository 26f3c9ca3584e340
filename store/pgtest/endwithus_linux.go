package pgtest

import "syscall"

// endWithUs has the kernel stop the server when we end without doing so. SIGQUIT
// is PostgreSQL's immediate shutdown: unlike SIGKILL it also ends sessions that
// are busy with a query and gives the shared memory back.
func endWithUs(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGQUIT }
