package localcache

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// errNoProcess means that a process number is not in use.
var errNoProcess = errors.New("no such process")

// stopGrace is how long a server may drain after SIGTERM before SIGKILL.
const stopGrace = 30 * time.Second

// server is a running server that was proved to be the data directory's own.
type server struct {
	proc *process
	// status is nil when the server runs and does not answer.
	status *Status
}

func (s *server) close() {
	if s != nil {
		s.proc.close()
	}
}

// find looks for the server of d: at the given addresses, then by its pid
// file. It returns nil when none runs. An answer for d from a process that
// cannot be proved to be one is an error: it must not be signalled, and a
// second server must not be started.
func (d Dir) find(ctx context.Context, addresses ...string) (*server, error) {
	for _, addr := range addresses {
		if s, err := d.findAt(ctx, addr); s != nil || err != nil {
			return s, err
		}
	}
	pid, err := d.readPID()
	if err != nil {
		return nil, err
	}
	for _, pid := range append([]int{pid}, d.scan()...) {
		if s, err := d.open(pid, nil); s != nil || err != nil {
			return s, err
		}
	}
	return nil, nil
}

// findAt looks for the server of d at an address. One that ends between its
// answer and our looking at its process is asked again.
func (d Dir) findAt(ctx context.Context, addr string) (*server, error) {
	var pid int
	for range 3 {
		status, err := GetStatus(ctx, addr)
		if err != nil || !d.same(status.DataDir) {
			return nil, nil
		}
		if s, err := d.open(status.PID, status); s != nil || err != nil {
			return s, err
		}
		pid = status.PID
		if err := sleep(ctx, 100*time.Millisecond); err != nil {
			return nil, fmt.Errorf("looking for the server of %q: %w", string(d), err)
		}
	}
	return nil, fmt.Errorf("the server at %s says that it serves %q as process %d, and that is not its server here: stop it where it runs", addr, string(d), pid)
}

// open takes hold of pid if it is the server of d; nil when it is not.
func (d Dir) open(pid int, status *Status) (*server, error) {
	if pid <= 1 {
		return nil, nil
	}
	p, err := openProcess(pid)
	if errors.Is(err, errNoProcess) || errors.Is(err, unix.EPERM) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !p.belongsTo(d, status) {
		p.close()
		return nil, nil
	}
	return &server{proc: p, status: status}, nil
}

// readPID is the number in the pid file; 0 when there is none, or nonsense.
func (d Dir) readPID() (int, error) {
	data, err := os.ReadFile(d.pidFile())
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("reading the server's pid: %w", err)
	}
	fields := strings.Fields(string(data))
	if len(fields) == 0 {
		return 0, nil
	}
	pid, err := strconv.Atoi(fields[0])
	if err != nil {
		return 0, nil
	}
	return pid, nil
}

// stop ends the server: SIGTERM, and SIGKILL if it has not drained in time.
func (d Dir) stop(ctx context.Context, s *server) error {
	if err := s.proc.signal(unix.SIGTERM); err != nil {
		return err
	}
	if !s.proc.wait(ctx, stopGrace) {
		if ctx.Err() != nil {
			return fmt.Errorf("waiting for server process %d to stop: %w", s.proc.pid, ctx.Err())
		}
		if err := s.proc.signal(unix.SIGKILL); err != nil {
			return err
		}
		if !s.proc.wait(ctx, stopGrace) {
			return fmt.Errorf("stopping server process %d: it is still there %s after SIGKILL", s.proc.pid, stopGrace)
		}
	}
	if err := os.Remove(d.pidFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("removing the stopped server's pid file: %w", err)
	}
	return nil
}

// fileSHA256 is the lowercase hexadecimal digest of a file's content.
func fileSHA256(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("hashing: %w", err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("hashing %q: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
