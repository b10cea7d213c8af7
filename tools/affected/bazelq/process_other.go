//go:build !linux

package bazelq

import "syscall"

// endWithUs is for systems that cannot be told to end a process with another: a
// client of Bazel ends when it is done.
func endWithUs() *syscall.SysProcAttr { return nil }
