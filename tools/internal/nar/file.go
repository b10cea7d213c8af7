package nar

import (
	"encoding/binary"
	"fmt"
	"os"
	"syscall"
)

// file writes a regular file. It uses the system's calls as they are: package os tells
// its poller of every file, which costs more than reading a small one.
func (d *Dumper) file(path string) error {
	fd, err := open(path)
	if err != nil {
		return &os.PathError{Op: "reading store path", Path: path, Err: err}
	}
	defer syscall.Close(fd) //nolint:errcheck // it was read from
	var stat syscall.Stat_t
	if err := syscall.Fstat(fd, &stat); err != nil {
		return &os.PathError{Op: "reading store path", Path: path, Err: err}
	}
	d.strings("(", "type", "regular")
	if stat.Mode&syscall.S_IXUSR != 0 {
		d.strings("executable", "")
	}
	d.strings("contents")
	if err := d.content(fd, path, stat.Size); err != nil {
		return err
	}
	d.strings(")")
	return d.err
}

func open(path string) (int, error) {
	for {
		fd, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_NOFOLLOW, 0)
		if err != syscall.EINTR {
			return fd, err
		}
	}
}

// content copies the size bytes of a file through the buffer.
func (d *Dumper) content(fd int, path string, size int64) error {
	d.room(8)
	d.buf = binary.LittleEndian.AppendUint64(d.buf, uint64(size))
	for left := size; left > 0 && d.err == nil; {
		d.room(1)
		free := d.buf[len(d.buf):cap(d.buf)]
		n, err := syscall.Read(fd, free[:min(int64(len(free)), left)])
		switch {
		case err == syscall.EINTR:
		case err != nil:
			return &os.PathError{Op: "reading store path", Path: path, Err: err}
		case n == 0:
			return fmt.Errorf("reading store path: %q: %w", path, ErrChanged)
		default:
			d.buf, left = d.buf[:len(d.buf)+n], left-int64(n)
		}
	}
	d.pad(uint64(size))
	return d.err
}
