package statedir

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"
)

// pollInterval is how often a held lock is tried again.
const pollInterval = 100 * time.Millisecond

// HeldError says that another process holds an environment.
type HeldError struct {
	// What is held, such as "the directory /x" or "the state /x/terraform.tfstate".
	What string
	// Holder is the other's process id, or "" when it cannot be told.
	Holder string
	// Waited is how long the lock was waited for.
	Waited time.Duration
}

// Error implements error.
func (e *HeldError) Error() string {
	return fmt.Sprintf("%s (waited %s; --lock-timeout=DURATION waits longer)", e.InUse(), e.Waited)
}

// InUse says what is in use by whom.
func (e *HeldError) InUse() string {
	holder := "another process"
	if e.Holder != "" {
		holder = "process " + e.Holder
	}
	return e.What + " is in use by " + holder
}

// Lock takes the environment for this process until unlock is called or the
// process ends, however it ends. It waits up to timeout, after calling waiting
// once with the holder's process id.
func (d Dir) Lock(ctx context.Context, timeout time.Duration, waiting func(*HeldError)) (unlock func(), err error) {
	f, err := os.OpenFile(d.Join("lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("opening the environment's lock: %w", err)
	}
	err = poll(ctx, timeout, waiting, func() (*HeldError, error) { return tryLock(f, d) })
	if err != nil {
		f.Close()
		return nil, err
	}
	return func() { f.Close() }, nil
}

func tryLock(f *os.File, d Dir) (*HeldError, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case errors.Is(err, syscall.EWOULDBLOCK):
		pid, _ := os.ReadFile(f.Name()) // The pid only decorates the message.
		return &HeldError{What: fmt.Sprintf("the environment %q", string(d)), Holder: strings.TrimSpace(string(pid))}, nil
	case err != nil:
		return nil, fmt.Errorf("locking %q: %w", f.Name(), err)
	}
	if err := f.Truncate(0); err != nil {
		return nil, fmt.Errorf("writing %q: %w", f.Name(), err)
	}
	if _, err := f.WriteAt(fmt.Appendf(nil, "%d\n", os.Getpid()), 0); err != nil {
		return nil, fmt.Errorf("writing %q: %w", f.Name(), err)
	}
	return nil, nil
}

// AwaitState waits until no tofu works on the local state file. A tofu whose
// parent was killed goes on alone and must not have its configuration changed
// under it; tofu's own lock on the state file tells.
func (d Dir) AwaitState(ctx context.Context, timeout time.Duration, waiting func(*HeldError)) error {
	return poll(ctx, timeout, waiting, func() (*HeldError, error) {
		pid, err := stateHolder(d.State())
		if err != nil || pid == 0 {
			return nil, err
		}
		return &HeldError{What: fmt.Sprintf("the state %q", d.State()), Holder: fmt.Sprint(pid)}, nil
	})
}

// stateHolder returns the process that holds tofu's lock on the state, or 0.
func stateHolder(path string) (int, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("reading the state: %w", err)
	}
	defer f.Close()
	// Asking for a read lock works on a file opened for reading, and tofu's
	// write lock conflicts with it.
	lock := syscall.Flock_t{Type: syscall.F_RDLCK}
	if err := syscall.FcntlFlock(f.Fd(), syscall.F_GETLK, &lock); err != nil {
		return 0, fmt.Errorf("asking for the lock of %q: %w", path, err)
	}
	if lock.Type == syscall.F_UNLCK {
		return 0, nil
	}
	return int(lock.Pid), nil
}

func poll(ctx context.Context, timeout time.Duration, waiting func(*HeldError), try func() (*HeldError, error)) error {
	start := time.Now()
	for first := true; ; first = false {
		held, err := try()
		if err != nil || held == nil {
			return err
		}
		if time.Since(start) >= timeout {
			held.Waited = timeout
			return held
		}
		if first {
			waiting(held)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", held.What, context.Cause(ctx))
		case <-time.After(min(pollInterval, timeout)):
		}
	}
}
