package localcache

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// StartError says why a server that was started did not become healthy. The
// process has been stopped again.
type StartError struct {
	// Reason is one clause: it exited, or it did not answer in time.
	Reason string
	// LogFile is where the whole log is.
	LogFile string
	// LogTail are the last lines that this start wrote to it.
	LogTail []string
	// Exited says that the server ended by itself.
	Exited bool
}

func (e *StartError) Error() string { return "starting the server: " + e.Reason }

// child is a server process that this program started and reaps.
type child struct {
	cmd *exec.Cmd
	// exited is closed when the process has ended and been reaped.
	exited chan struct{}
}

// start runs the installed server detached and waits until it is healthy.
func (d Dir) start(ctx context.Context, cfg cacheconfig.Config, configSHA string, timeout time.Duration) (*Status, error) {
	log, offset, err := d.openLog()
	if err != nil {
		return nil, err
	}
	defer log.Close()
	c, err := d.spawn(ctx, log)
	if err != nil {
		return nil, err
	}
	status, reason := d.awaitHealthy(ctx, c, cfg.HTTPAddress, configSHA, timeout)
	if reason == "" {
		return status, nil
	}
	exited := c.hasExited()
	c.kill()
	return nil, &StartError{Reason: reason, Exited: exited, LogFile: d.LogFile(), LogTail: tailLines(d.LogFile(), offset, logTailLines)}
}

// spawn starts the server in its own session, so that neither the terminal nor
// whoever started us can take it down, with nothing inherited but the log.
func (d Dir) spawn(ctx context.Context, log *os.File) (*child, error) {
	if err := closeOnExecAll(); err != nil {
		return nil, err
	}
	for {
		cmd := exec.Command(d.Binary(), "serve", "--config", d.ConfigFile())
		cmd.Dir = string(d)
		cmd.Env = serverEnv(os.LookupEnv)
		cmd.Stdout, cmd.Stderr = log, log
		cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
		err := cmd.Start()
		if err == nil {
			c := &child{cmd: cmd, exited: make(chan struct{})}
			go c.reap()
			return c, nil
		}
		// Another goroutine's fork may still hold the program open for
		// writing for an instant (golang.org/issue/22315).
		if !errors.Is(err, unix.ETXTBSY) {
			return nil, fmt.Errorf("starting the server: %w", err)
		}
		if err := sleep(ctx, 20*time.Millisecond); err != nil {
			return nil, fmt.Errorf("starting the server: %w", err)
		}
	}
}

func (c *child) reap() {
	// The exit code is read from ProcessState by who needs it.
	_ = c.cmd.Wait()
	close(c.exited)
}

func (c *child) hasExited() bool {
	select {
	case <-c.exited:
		return true
	default:
		return false
	}
}

// kill ends a child that did not become healthy. It is not reaped before
// Wait, so its number cannot have been given to another process.
func (c *child) kill() {
	for _, sig := range []os.Signal{unix.SIGTERM, unix.SIGKILL} {
		if c.cmd.Process.Signal(sig) != nil {
			break
		}
		select {
		case <-c.exited:
			return
		case <-time.After(5 * time.Second):
		}
	}
	<-c.exited
}

// awaitHealthy asks until the child itself answers as the server of d; an
// empty reason means that it does.
func (d Dir) awaitHealthy(ctx context.Context, c *child, addr, configSHA string, timeout time.Duration) (status *Status, reason string) {
	deadline := time.Now().Add(timeout)
	for {
		if c.hasExited() {
			return nil, fmt.Sprintf("it ended with %s before it was healthy", c.cmd.ProcessState)
		}
		if s := d.healthyStatus(ctx, addr); s != nil && s.PID == c.cmd.Process.Pid {
			if s.ConfigSHA256 != configSHA {
				return nil, fmt.Sprintf("it runs with a configuration (sha256 %s) other than the one written (%s)", s.ConfigSHA256, configSHA)
			}
			return s, ""
		}
		if time.Now().After(deadline) {
			return nil, fmt.Sprintf("it was not healthy at %s within %s", HTTPURL(addr), timeout)
		}
		select {
		case <-ctx.Done():
			return nil, "the operation was interrupted while waiting for it"
		case <-c.exited:
		case <-time.After(30 * time.Millisecond):
		}
	}
}

// healthyStatus is the status of the server at addr if it is d's and healthy.
func (d Dir) healthyStatus(ctx context.Context, addr string) *Status {
	s := HealthyStatus(ctx, addr)
	if s == nil || !d.same(s.DataDir) || s.Instance != d.instance() {
		return nil
	}
	return s
}

// instance is the random id of the data directory that is there now. A server
// whose directory was removed and made again has another one.
func (d Dir) instance() string {
	data, err := os.ReadFile(filepath.Join(string(d), "instance"))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}

// serverEnv is the environment of the server: only what a Go program may need,
// so that no secret of whoever runs tofu lives on in a daemon.
func serverEnv(lookup func(string) (string, bool)) []string {
	var env []string
	for _, name := range []string{"PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ", "GODEBUG", "GOGC", "GOMAXPROCS", "GOMEMLIMIT"} {
		if value, ok := lookup(name); ok {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// closeOnExecAll keeps descriptors that others left open in this process (a
// shell's, Bazel's, tofu's) from reaching the server: one held by a daemon
// keeps pipes and locks alive. Go's own descriptors are marked already.
func closeOnExecAll() error {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		// Systems other than Linux have this one.
		entries, err = os.ReadDir("/dev/fd")
	}
	if err != nil {
		return fmt.Errorf("listing open descriptors: %w", err)
	}
	for _, e := range entries {
		if fd, err := strconv.Atoi(filepath.Base(e.Name())); err == nil && fd > 2 {
			unix.CloseOnExec(fd)
		}
	}
	return nil
}
