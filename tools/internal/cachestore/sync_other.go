//go:build !linux

package cachestore

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncFilesystem asks for everything written to be put on the disk. Systems
// other than Linux have no call that does so for one filesystem.
func syncFilesystem(string) error { return unix.Sync() }

// syncFile waits until a file is on the disk. os knows which systems need more
// than fsync for that.
func syncFile(fd int) error {
	second, err := unix.Dup(fd)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(second), "blob")
	defer f.Close()
	return f.Sync()
}
