//go:build bazel && linux

package main_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// TestKilledAnywhere kills tofu and the provider together at random points of
// creations and updates. The next apply must always heal what is left.
func TestKilledAnywhere(t *testing.T) {
	w := newWorld(t)
	w.config("destroy_data = true")
	began := time.Now()
	w.apply()
	whole := time.Since(began)
	w.ok("destroy", "-auto-approve")

	const rounds = 20
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, one apply takes %s", seed, whole)
	random := rand.New(rand.NewPCG(seed, 0))
	for i := range rounds {
		// Even rounds kill a creation, odd ones an update of the port.
		if i%2 == 1 {
			w.grpc = testenv.FreeAddresses(t, 1)[0]
			w.config("destroy_data = true")
		}
		left := w.killApply(random, whole, i%4 < 2)
		t.Logf("round %d: servers left %v", i, left)
		w.apply()
		w.server()
		w.unchanged()
		if t.Failed() {
			t.FailNow()
		}
		if i%2 == 1 {
			w.ok("destroy", "-auto-approve")
			if left := w.servers(); len(left) > 0 || exists(w.data) {
				t.Fatalf("destroy left %v, data directory there %v", left, exists(w.data))
			}
		}
	}
}

// killApply starts an apply, kills it with all its children but the detached
// server, and says which servers are left. The moment is random: in the whole
// of the apply, or, early, from when the provider touches the data directory.
func (w *world) killApply(random *rand.Rand, whole time.Duration, early bool) []int {
	w.t.Helper()
	before := w.fingerprint()
	cmd := w.command("apply", "-auto-approve", "-no-color", "-input=false")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	must(w.t, cmd.Start())
	for deadline := time.Now().Add(10 * whole); early && w.fingerprint() == before && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	if early {
		whole /= 3
	}
	time.Sleep(time.Duration(random.Int64N(int64(whole))))
	// Not reaped yet, so the group is still the one that was started.
	must(w.t, unix.Kill(-cmd.Process.Pid, unix.SIGKILL))
	_ = cmd.Wait()
	return w.servers()
}

// fingerprint changes as soon as an apply changes the data directory.
func (w *world) fingerprint() string {
	data, err := os.ReadFile(filepath.Join(w.data, "config.json"))
	return fmt.Sprint(exists(w.data), string(data), err)
}
