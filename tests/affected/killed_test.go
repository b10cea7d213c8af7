//go:build bazel

package affected_test

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// killed ends the program at random moments, by a signal that it can take and
// by one that it cannot. The repository is as before, and the next run answers.
func (s subject) killed(t *testing.T, cache string) {
	w, o := s.start(t)
	must(t, w.Write("base/base.txt", "new"))
	state := func() string {
		locks, _ := filepath.Glob(w.Path(".git/*.lock"))
		return git(t, w, "status", "--porcelain", "--ignored") + git(t, w, "worktree", "list") + git(t, w, "for-each-ref") + strings.Join(locks, " ")
	}
	before := state()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	affected := func() (*exec.Cmd, *bytes.Buffer) {
		cmd := exec.Command(testenv.Path(t, "AFFECTED"), "--workspace", w.Dir, "--base", o.Base, "--head=WORKTREE", "--bazel", w.Program, "--cache", cache)
		var out bytes.Buffer
		cmd.Stdout = &out
		return cmd, &out
	}
	for i := range 6 {
		cmd, _ := affected()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.IntN(5000)) * time.Millisecond)
		signal := syscall.SIGKILL
		if i%2 == 1 {
			signal = syscall.SIGINT
		}
		cmd.Process.Signal(signal)
		cmd.Wait()
		if after := state(); after != before {
			t.Errorf("after %v: the repository was\n%s\nand is\n%s", signal, before, after)
		}
	}
	cmd, out := affected()
	if err := cmd.Run(); err != nil || !strings.Contains(out.String(), "//base:base\n") || !strings.Contains(out.String(), "//mid:mid_test\n") {
		t.Errorf("the next run: %v, %s", err, out)
	}
	if after := state(); after != before {
		t.Errorf("the repository was\n%s\nand is\n%s", before, after)
	}
}

// noneLeft: of the processes that worked in a directory none is there any more. A server
// whose client was killed ends by itself within a minute.
func noneLeft(t *testing.T, cache string) {
	left := processes(cache)
	for deadline := time.Now().Add(3 * time.Minute); len(left) > 0 && time.Now().Before(deadline); left = processes(cache) {
		time.Sleep(time.Second)
	}
	if len(left) > 0 {
		t.Errorf("processes left: %q", left)
	}
}

// processes are the command lines that name a directory.
func processes(dir string) []string {
	var found []string
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range files {
		if data, err := os.ReadFile(file); err == nil && bytes.Contains(data, []byte(dir)) {
			found = append(found, string(bytes.ReplaceAll(data, []byte{0}, []byte(" "))))
		}
	}
	return found
}
