package localcache

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// process is a hold on one running process. A pidfd names the process itself
// and not its number, so a signal can never reach a later process that was
// given the same number.
type process struct {
	pid int
	fd  int
}

// openProcess takes hold of pid; errors.Is(err, errNoProcess) when it is gone.
// The holder must still ask belongsTo before signalling: the check comes after
// the hold, so that what was checked is what is signalled, or it is dead.
func openProcess(pid int) (*process, error) {
	fd, err := unix.PidfdOpen(pid, 0)
	if errors.Is(err, unix.ESRCH) || errors.Is(err, unix.EINVAL) {
		return nil, fmt.Errorf("opening process %d: %w", pid, errNoProcess)
	}
	if err != nil {
		return nil, fmt.Errorf("opening process %d: %w", pid, err)
	}
	return &process{pid: pid, fd: fd}, nil
}

func (p *process) close() { unix.Close(p.fd) }

func (p *process) proc(name string) string {
	return filepath.Join("/proc", strconv.Itoa(p.pid), name)
}

// belongsTo says whether the process is the server of d: it runs the program
// installed there (also one replaced since) as "cached serve", or it has the
// server's lock file open. What the status says is not believed here.
func (p *process) belongsTo(d Dir, _ *Status) bool {
	exe, err := os.Readlink(p.proc("exe"))
	if err != nil {
		return false
	}
	cmdline, err := os.ReadFile(p.proc("cmdline"))
	if err != nil {
		return false
	}
	args := strings.Split(string(cmdline), "\x00")
	if len(args) > 1 && args[1] == "serve" && d.isBinary(strings.TrimSuffix(exe, " (deleted)")) {
		return true
	}
	return p.hasOpen(d.serverLock())
}

// isBinary says whether path, as the kernel resolved it, is d.Binary().
func (d Dir) isBinary(path string) bool {
	if path == d.Binary() {
		return true
	}
	resolved, err := filepath.EvalSymlinks(string(d))
	return err == nil && path == Dir(resolved).Binary()
}

func (p *process) hasOpen(path string) bool {
	want, err := os.Stat(path)
	if err != nil {
		return false
	}
	fds, err := os.ReadDir(p.proc("fd"))
	if err != nil {
		return false
	}
	for _, fd := range fds {
		got, err := os.Stat(filepath.Join(p.proc("fd"), fd.Name()))
		if err == nil && os.SameFile(want, got) {
			return true
		}
	}
	return false
}

// runningSHA256 is the digest of the program that the process really runs,
// which outlives its replacement on disk.
func (p *process) runningSHA256(d Dir, _ *Status) (string, error) {
	return fileSHA256(p.proc("exe"))
}

func (p *process) signal(sig unix.Signal) error {
	err := unix.PidfdSendSignal(p.fd, sig, nil, 0)
	if err != nil && !errors.Is(err, unix.ESRCH) {
		return fmt.Errorf("sending %s to process %d: %w", unix.SignalName(sig), p.pid, err)
	}
	return nil
}

// wait waits at most dur for the process to end and says whether it did. A
// zombie that nobody reaps has ended.
func (p *process) wait(ctx context.Context, dur time.Duration) bool {
	deadline := time.Now().Add(dur)
	for {
		fds := []unix.PollFd{{Fd: int32(p.fd), Events: unix.POLLIN}}
		if n, err := unix.Poll(fds, 50); err == nil && n > 0 {
			return true
		}
		if ctx.Err() != nil || time.Now().After(deadline) {
			return false
		}
	}
}

// scan finds every server of d by its program: one that was just started may
// have no pid file yet, and one whose directory was removed has none any more.
func (d Dir) scan() []int {
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	if err != nil {
		return nil
	}
	var pids []int
	for _, link := range links {
		exe, err := os.Readlink(link)
		if err != nil || !d.isBinary(strings.TrimSuffix(exe, " (deleted)")) {
			continue
		}
		if pid, err := strconv.Atoi(strings.Split(link, "/")[2]); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}
