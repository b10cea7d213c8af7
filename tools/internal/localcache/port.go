package localcache

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"golang.org/x/sys/unix"
)

// PortError says that an address cannot be listened on.
type PortError struct {
	// Address is the host:port that was wanted.
	Address string
	// Reason says what holds it, or why the machine refuses it.
	Reason string
}

func (e *PortError) Error() string {
	return fmt.Sprintf("listening on %s: %s", e.Address, e.Reason)
}

// portGrace is how long an address without a visible holder is asked again: a
// process that was killed keeps its sockets a moment longer than its name.
const portGrace = 2 * time.Second

// checkPort refuses an address that something other than our own server holds.
func checkPort(ctx context.Context, addr string, ours *server) error {
	for deadline := time.Now().Add(portGrace); ; {
		pids, err := tryPort(ctx, addr, ours)
		if err == nil || len(pids) > 0 || time.Now().After(deadline) {
			return err
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return fmt.Errorf("waiting for %s: %w", addr, err)
		}
	}
}

// tryPort says whether addr can be listened on, and else who seems to.
func tryPort(ctx context.Context, addr string, ours *server) (pids []int, err error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err == nil {
		l.Close()
		return nil, nil
	}
	if !errors.Is(err, unix.EADDRINUSE) {
		return nil, &PortError{Address: addr, Reason: refusal(err)}
	}
	pids = listeners(addr)
	if ours != nil && (slices.Contains(pids, ours.proc.pid) || ours.listensOn(addr)) {
		return nil, nil
	}
	return pids, &PortError{Address: addr, Reason: "it is in use by " + describeHolder(ctx, addr, pids)}
}

// listensOn says whether the server itself claims the address.
func (s *server) listensOn(addr string) bool {
	return s.status != nil && (s.status.HTTPAddress == addr || s.status.GRPCAddress == addr)
}

func refusal(err error) string {
	switch {
	case errors.Is(err, unix.EADDRNOTAVAIL):
		return "it is not an address of this machine"
	case errors.Is(err, unix.EACCES):
		return "the system does not allow this user to use that port"
	}
	return err.Error()
}

// describeHolder names what answers at addr as well as can be told.
func describeHolder(ctx context.Context, addr string, pids []int) string {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if s, err := GetStatus(ctx, addr); err == nil {
		return fmt.Sprintf("a cached of data directory %q (pid %d)", s.DataDir, s.PID)
	}
	if len(pids) == 0 {
		return "a process that cannot be seen from here"
	}
	return fmt.Sprintf("pid %d (%s)", pids[0], programName(pids[0]))
}
