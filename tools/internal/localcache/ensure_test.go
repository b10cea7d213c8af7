//go:build linux

package localcache_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gloriousflywheel/flywheel/tools/internal/localcache"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

func ensure(t *testing.T, w localcache.Wanted) *localcache.Status {
	t.Helper()
	s, err := localcache.Ensure(t.Context(), w)
	if err != nil {
		var start *localcache.StartError
		if errors.As(err, &start) {
			t.Logf("log:\n%s", strings.Join(start.LogTail, "\n"))
		}
		t.Fatalf("Ensure: %v", err)
	}
	return s
}

func TestEnsureAdoptsAndRestarts(t *testing.T) {
	w := wanted(t)
	first := ensure(t, w)
	if again := ensure(t, w); again.PID != first.PID {
		t.Errorf("nothing changed and the server was restarted: pid %d, then %d", first.PID, again.PID)
	}
	kept := filepath.Join(w.Config.DataDir, "instance")
	instance := read(t, kept)

	w.Config.GRPCAddress = testenv.FreeAddresses(t, 1)[0]
	moved := ensure(t, w)
	if moved.PID == first.PID || moved.GRPCAddress != w.Config.GRPCAddress {
		t.Errorf("after a change of address: pid %d (was %d) at %s", moved.PID, first.PID, moved.GRPCAddress)
	}
	w.Config.HTTPAddress, w.Config.GRPCAddress = w.Config.GRPCAddress, w.Config.HTTPAddress
	if swapped := ensure(t, w); swapped.HTTPAddress != w.Config.HTTPAddress {
		t.Errorf("swapping its own two addresses: it is at %s", swapped.HTTPAddress)
	}
	if got := read(t, kept); got != instance {
		t.Errorf("the data changed: instance %q, then %q", instance, got)
	}
	if n := len(serversIn(t, w.Config.DataDir)); n != 1 {
		t.Errorf("%d servers run; want 1", n)
	}
}

func TestEnsureReplacesProgram(t *testing.T) {
	w := wanted(t)
	first := ensure(t, w)
	newer := filepath.Join(t.TempDir(), "cached")
	if err := os.WriteFile(newer, append([]byte(read(t, w.Binary)), "newer"...), 0o755); err != nil {
		t.Fatal(err)
	}
	w.Binary, w.BinarySHA256 = newer, strings.Repeat("0", 64)
	if _, err := localcache.Ensure(t.Context(), w); !errors.Is(err, localcache.ErrBinaryChanged) {
		t.Errorf("installing another program than planned: %v", err)
	}
	w.BinarySHA256 = localcache.SHA256([]byte(read(t, newer)))
	if second := ensure(t, w); second.PID == first.PID {
		t.Error("the old program still runs")
	}
	st := inspect(t, w)
	if st.BinarySHA256.Installed != w.BinarySHA256 || st.BinarySHA256.Running != w.BinarySHA256 {
		t.Errorf("digests %+v; want %s", st.BinarySHA256, w.BinarySHA256)
	}
}

func TestEnsureRemovesUnfinishedCopies(t *testing.T) {
	w := wanted(t)
	ensure(t, w)
	for _, name := range []string{"bin/.cached.tmp-1", ".config.json.tmp-2", ".client-token.tmp-3"} {
		write(t, filepath.Join(w.Config.DataDir, name), "half")
	}
	ensure(t, w)
	for _, pattern := range []string{".*.tmp-*", "bin/.*"} {
		if left, err := filepath.Glob(filepath.Join(w.Config.DataDir, pattern)); len(left) > 0 || err != nil {
			t.Errorf("left %v, %v", left, err)
		}
	}
}

func TestEnsureHealsDeadServer(t *testing.T) {
	w := wanted(t)
	first := ensure(t, w)
	if err := unix.Kill(first.PID, unix.SIGKILL); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the killed server to be gone", func() bool { return len(serversIn(t, w.Config.DataDir)) == 0 })
	if st := inspect(t, w); st.Running {
		t.Error("a dead server counts as running")
	}
	if second := ensure(t, w); second.PID == first.PID {
		t.Error("the dead server's pid again")
	}
}

func TestEnsureHealsRemovedDirectory(t *testing.T) {
	w := wanted(t)
	first := ensure(t, w)
	if err := os.RemoveAll(w.Config.DataDir); err != nil {
		t.Fatal(err)
	}
	st, err := localcache.Inspect(t.Context(), localcache.Dir(w.Config.DataDir), w.Config.HTTPAddress)
	if st != nil || err != nil {
		t.Errorf("a removed directory: %+v, %v; want nothing", st, err)
	}
	if second := ensure(t, w); second.PID == first.PID {
		t.Error("the server of the removed directory was adopted: its files are gone")
	}
	if n := len(serversIn(t, w.Config.DataDir)); n != 1 {
		t.Errorf("%d servers run; want 1", n)
	}
}

func TestEnsureStopsHungServer(t *testing.T) {
	w := wanted(t)
	first := ensure(t, w)
	// A server that never answers again, and still drains on SIGTERM.
	write(t, filepath.Join(w.Config.DataDir, ".fake"), "hang")
	if err := unix.Kill(first.PID, unix.SIGKILL); err != nil {
		t.Fatal(err)
	}
	w.Timeout = 300 * time.Millisecond
	var start *localcache.StartError
	if _, err := localcache.Ensure(t.Context(), w); !errors.As(err, &start) || start.Exited {
		t.Fatalf("a server that does not answer: %v; want a StartError", err)
	}
	if left := serversIn(t, w.Config.DataDir); len(left) > 0 {
		t.Errorf("the hung server was left running: %v", left)
	}
}

func TestEnsureReportsExit(t *testing.T) {
	w := wanted(t)
	if err := os.MkdirAll(w.Config.DataDir, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(w.Config.DataDir, ".fake"), "exit")
	write(t, filepath.Join(w.Config.DataDir, "version"), "1\n")
	var start *localcache.StartError
	_, err := localcache.Ensure(t.Context(), w)
	if !errors.As(err, &start) || !start.Exited || !strings.Contains(start.Reason, "exit status 3") {
		t.Fatalf("err = %v; want a StartError with the exit status", err)
	}
	if len(start.LogTail) != 20 || start.LogTail[0] != "line 12" || start.LogTail[19] != "fake: told to exit" {
		t.Errorf("log tail %q; want the last 20 lines", start.LogTail)
	}
}

func TestEnsureInterrupted(t *testing.T) {
	w := wanted(t)
	if err := os.MkdirAll(w.Config.DataDir, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(w.Config.DataDir, "version"), "1\n")
	write(t, filepath.Join(w.Config.DataDir, ".fake"), "hang")
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for len(serversIn(t, w.Config.DataDir)) == 0 && t.Context().Err() == nil {
			time.Sleep(5 * time.Millisecond)
		}
		cancel()
	}()
	if _, err := localcache.Ensure(ctx, w); err == nil {
		t.Error("an interrupted start: want an error")
	}
	if left := serversIn(t, w.Config.DataDir); len(left) > 0 {
		t.Errorf("left running: %v", left)
	}
}

func TestEnsurePortInUse(t *testing.T) {
	w := wanted(t)
	l, err := net.Listen("tcp", w.Config.GRPCAddress)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	var port *localcache.PortError
	_, err = localcache.Ensure(t.Context(), w)
	if !errors.As(err, &port) || port.Address != w.Config.GRPCAddress || !strings.Contains(port.Reason, strconv.Itoa(os.Getpid())) {
		t.Fatalf("err = %v; want a PortError for %s naming pid %d", err, w.Config.GRPCAddress, os.Getpid())
	}
	if _, err := os.Stat(filepath.Join(w.Config.DataDir, "bin")); !os.IsNotExist(err) {
		t.Error("something was installed although the port is taken")
	}
}

func TestEnsurePortHeldByOtherCached(t *testing.T) {
	other := wanted(t)
	ensure(t, other)
	w := wanted(t)
	w.Config.HTTPAddress = other.Config.HTTPAddress
	var port *localcache.PortError
	if _, err := localcache.Ensure(t.Context(), w); !errors.As(err, &port) || !strings.Contains(port.Reason, other.Config.DataDir) {
		t.Fatalf("err = %v; want a PortError naming data directory %s", err, other.Config.DataDir)
	}
	if n := len(serversIn(t, other.Config.DataDir)); n != 1 {
		t.Error("the other server was stopped")
	}
}

func TestEnsureRefuses(t *testing.T) {
	for _, c := range []struct {
		name, file, content, want string
	}{
		{"foreign directory", "thesis.txt", "years of work", "not a data directory"},
		{"other layout", "version", "999\n", "layout version \"999\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := wanted(t)
			if err := os.MkdirAll(w.Config.DataDir, 0o700); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(w.Config.DataDir, c.file), c.content)
			if _, err := localcache.Ensure(t.Context(), w); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Ensure: %v; want %q", err, c.want)
			}
			if _, err := os.Stat(filepath.Join(w.Config.DataDir, "bin")); !os.IsNotExist(err) {
				t.Error("something was installed")
			}
		})
	}
}

func TestEnsureOnAFileSystemOfItsOwn(t *testing.T) {
	w := wanted(t)
	if err := os.MkdirAll(filepath.Join(w.Config.DataDir, "lost+found"), 0o700); err != nil {
		t.Fatal(err)
	}
	ensure(t, w)
}

func TestServerInheritsNothing(t *testing.T) {
	t.Setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
	leak, err := os.Open("/etc/hosts")
	if err != nil {
		t.Fatal(err)
	}
	defer leak.Close()
	if _, err := unix.FcntlInt(leak.Fd(), unix.F_SETFD, 0); err != nil {
		t.Fatal(err)
	}
	w := wanted(t)
	s := ensure(t, w)
	var self selfReport
	if err := json.Unmarshal([]byte(read(t, filepath.Join(w.Config.DataDir, "self.json"))), &self); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.Join(self.Env, "\n"), "hunter2") {
		t.Errorf("the environment was inherited: %v", self.Env)
	}
	if slices.Contains(self.Open, "/etc/hosts") {
		t.Errorf("an open file was inherited: %v", self.Open)
	}
	if self.SID != s.PID || self.PID != s.PID {
		t.Errorf("session %d of process %d; want its own", self.SID, s.PID)
	}
	if self.Dir != w.Config.DataDir {
		t.Errorf("working directory %q; want the data directory", self.Dir)
	}
}

func inspect(t *testing.T, w localcache.Wanted) *localcache.State {
	t.Helper()
	st, err := localcache.Inspect(t.Context(), localcache.Dir(w.Config.DataDir))
	if err != nil || st == nil {
		t.Fatalf("Inspect: %v, %v", st, err)
	}
	return st
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// waitFor waits for what another process does; it fails only if it never does.
func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 1000 {
		if done() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("waited in vain for %s", what)
}
