package stack

import (
	"os"

	"golang.org/x/sys/unix"
)

// anonymousFile makes a file without a name, which takes no room on a disk: a
// full one is among the things that must be told.
func anonymousFile() (*os.File, error) {
	fd, err := unix.MemfdCreate("messages", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	return os.NewFile(uintptr(fd), "messages"), nil
}
