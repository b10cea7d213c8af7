//go:build !linux

package localcache

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// process is a running process, known by its number only: before each signal
// the server's own /status must have named it (belongsTo).
type process struct {
	pid int
}

// openProcess finds pid; errors.Is(err, errNoProcess) when it is gone.
func openProcess(pid int) (*process, error) {
	err := unix.Kill(pid, 0)
	if errors.Is(err, unix.ESRCH) {
		return nil, fmt.Errorf("opening process %d: %w", pid, errNoProcess)
	}
	if err != nil {
		return nil, fmt.Errorf("opening process %d: %w", pid, err)
	}
	return &process{pid: pid}, nil
}

func (p *process) close() {}

// belongsTo says whether the server answering at the data directory's address
// calls itself this process and this data directory.
func (p *process) belongsTo(d Dir, status *Status) bool {
	return status != nil && status.PID == p.pid && d.same(status.DataDir)
}

// runningSHA256 is the digest of the installed program if the server started
// after it was installed; an older server runs another, unknown one.
func (p *process) runningSHA256(d Dir, status *Status) (string, error) {
	info, err := os.Stat(d.Binary())
	if err != nil {
		return "", fmt.Errorf("looking for the server program: %w", err)
	}
	if status != nil && info.ModTime().After(status.Started) {
		return "unknown: started before the installed program", nil
	}
	return fileSHA256(d.Binary())
}

func (p *process) signal(sig unix.Signal) error {
	err := unix.Kill(p.pid, sig)
	if err != nil && !errors.Is(err, unix.ESRCH) {
		return fmt.Errorf("sending %s to process %d: %w", unix.SignalName(sig), p.pid, err)
	}
	return nil
}

// wait waits at most dur for the process to end and says whether it did.
func (p *process) wait(ctx context.Context, dur time.Duration) bool {
	deadline := time.Now().Add(dur)
	for {
		if errors.Is(unix.Kill(p.pid, 0), unix.ESRCH) {
			return true
		}
		if time.Now().After(deadline) || sleep(ctx, 50*time.Millisecond) != nil {
			return false
		}
	}
}

// scan finds servers by their program; this system does not tell.
func (d Dir) scan() []int { return nil }
