//go:build bazel

package tofu_test

import (
	"fmt"
	"os"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// terminal opens a pseudo-terminal that is nobody's controlling terminal.
func terminal(t *testing.T) *os.File {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { master.Close() })
	if err := unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	slave, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { slave.Close() })
	return slave
}

func TestRunOnTerminal(t *testing.T) {
	p := start(t, t.Context(), terminal(t))
	if p.group != syscall.Getpgrp() {
		t.Errorf("process group %d, want ours, %d: the terminal signals the whole group", p.group, syscall.Getpgrp())
	}
	// The terminal would have sent this one to tofu itself.
	if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if got := p.finish(t); got != nil {
		t.Errorf("tofu got %q, want nothing passed on", got)
	}
	p = start(t, t.Context(), terminal(t))
	if err := syscall.Kill(os.Getpid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if got := p.finish(t); len(got) != 1 || got[0] != "got interrupt" {
		t.Errorf("tofu got %q, want one interrupt: no terminal sends SIGTERM", got)
	}
}
