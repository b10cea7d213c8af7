package server

import "syscall"

// ownGroup gives a server a process group of its own, so that a terminal's
// Ctrl-C reaches only us, and ends it should we be killed.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
