package main

import (
	"bytes"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// TestFullDisk runs the server with a limit on the size of files, which writes
// meet like a full disk.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	c := startChild(t, dir)
	small, large := []byte("small"), bytes.Repeat([]byte("large"), 1<<20)
	if err := c.limitFiles(4 << 20); err != nil {
		t.Fatalf("limiting the size of files: %v", err)
	}
	if err := c.put(large); err == nil || !strings.Contains(err.Error(), "507") {
		t.Errorf("PUT of a large blob: %v, want 507", err)
	}
	if err := c.put(small); err != nil {
		t.Errorf("the server does not go on: %v", err)
	}
	if code, _ := c.get(digest(large)); code != 404 {
		t.Errorf("GET of the large blob: %d, want 404", code)
	}
	if err := c.stop(syscall.SIGTERM); err != nil {
		t.Errorf("SIGTERM: %v", err)
	}
}

// limitFiles bounds the size of the child's files.
func (c *child) limitFiles(n uint64) error {
	return unix.Prlimit(c.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: n, Max: n}, nil)
}
