package cachestore

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// File is what the store writes blobs through.
type File interface {
	io.WriteCloser
	// Sync waits until the content is on the disk.
	Sync() error
}

// rawFile is a file for writing without what an os.File adds (registration
// with the poller and a finalizer), which costs a small blob four system calls.
type rawFile struct{ fd int }

func createFile(path string) (File, error) {
	for {
		fd, err := unix.Open(path, unix.O_CREAT|unix.O_EXCL|unix.O_WRONLY|unix.O_CLOEXEC, 0o600)
		if err == nil {
			return rawFile{fd}, nil
		}
		if err != unix.EINTR {
			return nil, &os.PathError{Op: "open", Path: path, Err: err}
		}
	}
}

// Write implements io.Writer.
func (f rawFile) Write(p []byte) (n int, err error) {
	for n < len(p) {
		m, err := unix.Write(f.fd, p[n:])
		if err != nil && err != unix.EINTR {
			return n, os.NewSyscallError("write", err)
		}
		n += max(m, 0)
	}
	return n, nil
}

// Sync implements File.
func (f rawFile) Sync() error { return os.NewSyscallError("fsync", syncFile(f.fd)) }

// Close implements io.Closer.
func (f rawFile) Close() error { return os.NewSyscallError("close", unix.Close(f.fd)) }
