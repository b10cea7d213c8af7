//go:build bazel

package stack_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// newThings is a stack of things: the first is made, the second begun, the third not begun
// when it is killed.
func newThings(t *testing.T) *world {
	t.Helper()
	w := newWorld(t, map[string]string{"main.tf": `terraform {
  required_providers {
    kubernetes = { source = "example/kubernetes" }
  }
}
variable "first" {
  default = true
}
resource "kubernetes_thing" "first" {
  for_each = var.first ? { a = "first" } : {}
  metadata {
    name      = each.value
    namespace = "things"
  }
}
resource "kubernetes_thing" "second" {
  slow = true
  metadata {
    name      = "second"
    namespace = "things"
  }
  depends_on = [kubernetes_thing.first]
}
resource "kubernetes_thing" "third" {
  metadata {
    name      = "third"
    namespace = "things"
  }
  depends_on = [kubernetes_thing.second]
}
`})
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(thingsDir, w.path("things"))
	if err := os.Mkdir(w.path("things"), 0o755); err != nil {
		t.Fatal(err)
	}
	w.spec.Providers = []spec.Provider{{
		Label: "//x:provider", Address: thingsAddress, Version: "0.1.0", Platform: "linux_amd64", Binary: program,
	}}
	return w
}

// kill ends an apply while it waits for the second thing: a kill within the 20 seconds in
// which tofu does not save the state.
func (w *world) kill() {
	w.t.Helper()
	cmd, _ := w.start("apply", "--auto-approve")
	await(w.t, thingFile("things/second"))
	testenv.KillTree(cmd.Process.Pid)
	cmd.Wait()
}

func (w *world) things() []string {
	var names []string
	entries, err := os.ReadDir(w.path("things"))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestKilledApplyIsTakenIn(t *testing.T) {
	w := newThings(t)
	w.kill()
	overwrite(w, w.path("things", "go"), "")
	// It is planned, and planned again: a plan takes nothing in.
	for range 2 {
		r := w.must(0, []string{"was killed before its state was saved", "2 to import, 1 to add"}, "plan")
		if strings.Contains(r.stderr, "kubernetes_thing.third\n") {
			t.Errorf("the third had not begun:\n%s", r.stderr)
		}
	}
	w.must(0, []string{"Apply complete"}, "apply")
	if got := w.things(); !slices.Equal(got, []string{"go", "things.first", "things.second", "things.third"}) {
		t.Errorf("things: %q", got)
	}
	r := w.must(0, []string{"No changes"}, "plan")
	if strings.Contains(r.stderr, "was killed") {
		t.Errorf("it is told of when all is well again:\n%s", r.stderr)
	}
	w.must(0, nil, "destroy", "--auto-approve")
	if got := w.things(); !slices.Equal(got, []string{"go"}) {
		t.Errorf("things after the end: %q", got)
	}
}

func TestKilledAgainWhileTakingIn(t *testing.T) {
	w := newThings(t)
	w.kill()
	if err := os.Remove(thingFile("things/second")); err != nil {
		t.Fatal(err)
	}
	w.kill()
	overwrite(w, w.path("things", "go"), "")
	w.must(0, []string{"Apply complete", "2 imported, 1 added"}, "apply", "--auto-approve")
	w.must(0, []string{"No changes"}, "plan")
}

func TestKilledApplyWhoseThingsAreGone(t *testing.T) {
	w := newThings(t)
	w.kill()
	for _, name := range []string{"things/first", "things/second"} {
		if err := os.Remove(thingFile(name)); err != nil {
			t.Fatal(err)
		}
	}
	overwrite(w, w.path("things", "go"), "")
	r := w.must(0, []string{"Apply complete", "3 added"}, "apply", "--auto-approve")
	if strings.Contains(r.stderr, "was killed") {
		t.Errorf("nothing is taken in, and it is said:\n%s", r.stderr)
	}
}

func TestKilledApplyOfWhatIsNoLongerWanted(t *testing.T) {
	w := newThings(t)
	w.kill()
	overwrite(w, w.path("things", "go"), "")
	w.must(0, []string{"Apply complete", `kubernetes_thing.first["a"] (things/first)`, "left to you"}, "apply", "--auto-approve", "--var=first=false")
	w.must(0, []string{"No changes"}, "plan", "--var=first=false")
}

func TestDestroyAfterKilledApply(t *testing.T) {
	w := newThings(t)
	w.kill()
	overwrite(w, w.path("things", "go"), "")
	w.must(0, []string{"leaves what only that apply knew of", "kubernetes_thing.second", "apply"}, "destroy", "--auto-approve")
	w.must(0, []string{"2 to import"}, "plan")
}

func TestRunnerKilledWhileTofuGoesOn(t *testing.T) {
	w := newThings(t)
	cmd, _ := w.start("apply", "--auto-approve")
	await(t, thingFile("things/second"))
	cmd.Process.Kill()
	cmd.Wait()
	overwrite(w, w.path("things", "go"), "")
	r := w.must(0, []string{"No changes"}, "plan", "--lock-timeout=20s")
	if strings.Contains(r.stderr, "was killed before") {
		t.Errorf("tofu has saved its state:\n%s", r.stderr)
	}
}
