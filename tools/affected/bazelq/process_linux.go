package bazelq

import "syscall"

// endWithUs lets a client of Bazel end when we are killed, as by an interrupt.
func endWithUs() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGINT} }
