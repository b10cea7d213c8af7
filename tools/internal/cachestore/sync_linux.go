package cachestore

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncFilesystem waits until everything written to dir's filesystem is on the
// disk: one call for any number of blobs.
func syncFilesystem(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return unix.Syncfs(int(d.Fd()))
}

// syncFile waits until a file is on the disk.
func syncFile(fd int) error { return unix.Fsync(fd) }
