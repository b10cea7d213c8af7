//go:build bazel

package stack_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stack"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// childSpec names the spec for which this program is a child that runs a verb,
// so that it can be killed.
const childSpec = "STACK_TEST_CHILD_SPEC"

func TestMain(m *testing.M) {
	if os.Getenv(startedByTofu) != "" {
		if err := serveThings(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	if path := os.Getenv(childSpec); path != "" {
		os.Exit(child(path))
	}
	os.Exit(m.Run())
}

func child(path string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s, err := spec.Read(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 99
	}
	return stack.Run(ctx, s, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}

// start runs a verb in a process of its own; the function returns its output.
func (w *world) start(verb string, args ...string) (*exec.Cmd, func() string) {
	w.t.Helper()
	s := w.spec
	st := *w.spec.Stack
	st.Verb = verb
	s.Stack = &st
	data, err := json.Marshal(s)
	if err != nil {
		w.t.Fatal(err)
	}
	file := w.path(verb + ".spec.json")
	overwrite(w, file, string(data))
	out, err := os.Create(w.path(verb + ".out"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), childSpec+"="+file)
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	return cmd, func() string { return w.read(out.Name()) }
}

// await waits until a file exists.
func await(t *testing.T, path string) {
	t.Helper()
	for range 300 {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("%s did not appear", path)
}

// slow is a stack whose second resource says that it has begun, and ends when
// the file "go" appears.
func slow(t *testing.T) *world {
	w := newWorld(t, nil)
	w.write("main.tf", fmt.Sprintf(`
resource "terraform_data" "first" {
  input = 1
}
resource "terraform_data" "second" {
  triggers_replace = terraform_data.first.id
  provisioner "local-exec" {
    command = "touch %[1]s/begun; while ! test -e %[1]s/go; do sleep 0.1; done"
  }
}
`, w.top))
	return w
}

func TestInterruptedApply(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(sig.String(), func(t *testing.T) {
			w := slow(t)
			cmd, out := w.start("apply", "--auto-approve")
			await(t, w.path("begun"))
			if err := cmd.Process.Signal(sig); err != nil {
				t.Fatal(err)
			}
			cmd.Wait()
			result{cmd.ProcessState.ExitCode(), out(), ""}.check(t, 3, []string{"Interrupt received", "was interrupted", "See what is left: bazel run //tofu/stacks/demo:dev.plan"}, "apply")
			if r := w.must(0, nil, "state", "list"); !strings.Contains(r.stdout, "terraform_data.first") {
				t.Errorf("what was done must be in the state: %q", r.stdout)
			}
			overwrite(w, w.path("go"), "")
			w.must(0, []string{"Apply complete"}, "apply", "--auto-approve")
			w.must(0, []string{"No changes"}, "plan")
		})
	}
}

func TestKilledApplyOfSavedPlan(t *testing.T) {
	w := slow(t)
	w.must(0, nil, "plan")
	cmd, out := w.start("apply")
	await(t, w.path("begun"))
	// A power cut: the whole group, and with it tofu's own group.
	testenv.KillTree(cmd.Process.Pid)
	cmd.Wait()
	overwrite(w, w.path("go"), "")
	w.must(2, []string{"no saved plan"}, "apply")
	w.must(0, []string{"Apply complete"}, "apply", "--auto-approve")
	w.must(0, []string{"No changes"}, "plan")
	if t.Failed() {
		t.Log(out())
	}
}

func TestKilledRunnerLeavesTofuAlone(t *testing.T) {
	w := slow(t)
	cmd, _ := w.start("apply", "--auto-approve")
	await(t, w.path("begun"))
	cmd.Process.Kill()
	cmd.Wait()
	w.must(3, []string{"the state", "is in use by process"}, "plan", "--lock-timeout=300ms")
	overwrite(w, w.path("go"), "")
	w.must(0, []string{"No changes"}, "plan", "--lock-timeout=20s")
}

func TestTwoRunsAtOnce(t *testing.T) {
	w := slow(t)
	cmd, out := w.start("apply", "--auto-approve")
	await(t, w.path("begun"))
	want := fmt.Sprintf("in use by process %d", cmd.Process.Pid)
	w.must(3, []string{"the environment", want, "--lock-timeout"}, "plan", "--lock-timeout=200ms")
	other := w.spec.Stack.Environment
	w.spec.Stack.Environment = "prod"
	w.must(0, nil, "plan")
	w.spec.Stack.Environment = other
	overwrite(w, w.path("go"), "")
	w.must(0, []string{"No changes"}, "plan", "--lock-timeout=20s")
	if err := cmd.Wait(); err != nil {
		t.Errorf("the first run: %v\n%s", err, out())
	}
}

func TestDamagedState(t *testing.T) {
	for name, damage := range map[string]func(string) string{
		"truncated": func(s string) string { return s[:len(s)/2] },
		"garbage":   func(string) string { return "\x00\x01garbage" },
		"empty":     func(string) string { return "" },
		"no state":  func(string) string { return "{}" },
	} {
		t.Run(name, func(t *testing.T) {
			w := demo(t)
			w.must(0, nil, "apply", "--auto-approve")
			w.must(0, nil, "apply", "--auto-approve", "--var", "count_of=2")
			damaged := damage(w.read(w.env("terraform.tfstate")))
			backup := w.read(w.env("terraform.tfstate.backup"))
			overwrite(w, w.env("terraform.tfstate"), damaged)
			for _, verb := range []string{"plan", "output", "state"} {
				var args []string
				if verb == "state" {
					args = []string{"list"}
				}
				w.must(3, []string{"is damaged", w.env("terraform.tfstate"), "terraform.tfstate.backup", "Nothing was changed"}, verb, args...)
			}
			w.must(3, []string{"is damaged"}, "apply", "--auto-approve")
			if w.read(w.env("terraform.tfstate")) != damaged || w.read(w.env("terraform.tfstate.backup")) != backup {
				t.Fatal("a damaged state and its backup must not be touched")
			}
			overwrite(w, w.env("terraform.tfstate"), backup)
			w.must(0, []string{"Apply complete"}, "apply", "--auto-approve", "--var", "count_of=3")
		})
	}
}

func TestUnusableStateDirectory(t *testing.T) {
	w := demo(t)
	overwrite(w, w.path("state"), "a file in place of the directory")
	w.must(3, []string{"preparing the state directory", w.path("state"), "--state-dir"}, "plan")
	w.must(3, []string{"preparing the state directory"}, "apply", "--auto-approve")
	w.must(0, nil, "plan", "--state-dir", "elsewhere")
	if _, err := os.Stat(w.path("elsewhere", "repo", pkg, "dev", "plan.tfplan")); err != nil {
		t.Errorf("--state-dir is relative to the user's directory: %v", err)
	}
}

// httpState is a state server that can be made to refuse new versions.
type httpState struct {
	mu    sync.Mutex
	state []byte
	full  atomic.Bool
}

func (h *httpState) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case r.Method == http.MethodGet && h.state == nil:
		w.WriteHeader(http.StatusNotFound)
	case r.Method == http.MethodGet:
		w.Write(h.state)
	case h.full.Load():
		http.Error(w, "full", http.StatusInsufficientStorage)
	default:
		h.state, _ = io.ReadAll(r.Body)
	}
}

func TestStateThatCouldNotBeSaved(t *testing.T) {
	h := &httpState{}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	w := newWorld(t, map[string]string{"main.tf": "variable \"n\" {\n  default = 1\n}\nresource \"terraform_data\" \"a\" {\n  input = var.n\n}\n"})
	w.spec.Stack.Backend = spec.Backend{Type: "http", Config: map[string]string{"address": server.URL, "retry_max": "0"}}
	w.must(0, nil, "apply", "--auto-approve")
	h.full.Store(true)
	w.must(3, []string{"could not be saved and is kept in", "errored.tfstate"}, "apply", "--auto-approve", "--var=n=2")
	w.must(3, []string{"still cannot be saved", "dev.state -- push"}, "plan")
	if !w.exists("errored.tfstate") {
		t.Fatal("errored.tfstate must never be lost")
	}
	h.full.Store(false)
	w.must(0, []string{"is saved now", "No changes"}, "plan", "--var=n=2")
	if w.exists("errored.tfstate") || !w.exists("errored.tfstate.saved") {
		t.Error("a saved errored.tfstate is set aside as a copy")
	}

	h.full.Store(true)
	w.must(3, nil, "apply", "--discard-plan", "--auto-approve", "--var=n=3")
	h.full.Store(false)
	h.state = bytes.Replace(h.state, []byte(`"lineage":"`), []byte(`"lineage":"0`), 1)
	w.must(3, []string{"lineage", "still cannot be saved"}, "plan")
	w.must(0, nil, "state", "push", "-force", w.env("errored.tfstate"))
	os.Remove(w.env("errored.tfstate"))
	w.must(0, []string{"No changes"}, "plan", "--var=n=3")
}

func TestStateThatCouldNotEvenBeKept(t *testing.T) {
	w := demo(t)
	w.must(0, nil, "apply", "--auto-approve")
	// So tofu leaves it where the disk is full.
	overwrite(w, w.env("work/w/"+pkg+"/errored.tfstate"), "")
	w.must(0, []string{"No changes"}, "plan")
	if w.exists("errored.tfstate") {
		t.Error("an empty file was kept as a state")
	}
}

func TestBackends(t *testing.T) {
	w := demo(t)
	w.spec.Stack.Backend = spec.Backend{Type: "s3", Config: map[string]string{"bucket": "b"}}
	w.must(2, []string{"tofu/stacks/demo/main.tf:2", `backend "local"`, `"s3"`}, "plan")
	w.spec.Stack.Backend = spec.Backend{Type: "local"}
	w.must(0, nil, "apply", "--auto-approve")
	h := httptest.NewServer(&httpState{})
	t.Cleanup(h.Close)
	w.spec.Stack.Backend = spec.Backend{Type: "http", Config: map[string]string{"address": h.URL}}
	w.write("main.tf", strings.Replace(demoMain, `"local"`, `"http"`, 1))
	w.must(3, []string{"still in", "dev.state -- push"}, "plan")
	w.must(0, nil, "state", "push", w.env("terraform.tfstate"))
	if err := os.Rename(w.env("terraform.tfstate"), w.env("moved")); err != nil {
		t.Fatal(err)
	}
	w.must(0, []string{"No changes"}, "plan")
}

// TestRemediesOfAnotherRepositorysStack can be copied as they stand.
func TestRemediesOfAnotherRepositorysStack(t *testing.T) {
	w := demo(t)
	w.spec.Stack.Label = "@@flywheel+//" + pkg + ":demo"
	w.must(0, []string{"bazel run @@flywheel+//tofu/stacks/demo:dev.apply", "No commit is known here"}, "plan")
	w.must(2, []string{"bazel run @@flywheel+//tofu/stacks/demo:dev.plan -- --destroy"}, "destroy")
}

func TestVariablesBeforeTofu(t *testing.T) {
	rows := []struct {
		name, content string
		args          []string
		want          []string
	}{
		{"duplicate in a file", "greeting = \"a\"\ngreeting = \"b\"\n", nil, []string{"env/dev.tfvars:2", "greeting"}},
		{"duplicate by flag", "greeting = \"a\"\n", []string{"--var=greeting=b"}, []string{"--var greeting", "set twice, first at tofu/stacks/demo/env/dev.tfvars:1"}},
		{"unknown", "greeting = \"a\"\ngreting = \"b\"\n", nil, []string{"env/dev.tfvars:2", `did you mean "greeting"`}},
		{"missing", "", nil, []string{"main.tf:4", `"greeting" is required`, "--var greeting=VALUE"}},
		{"missing file", "greeting = \"a\"\n", []string{"--var-file=none.tfvars"}, []string{"none.tfvars"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			w := demo(t)
			w.spec.Tofu = "/nonexistent/tofu"
			w.write("env/dev.tfvars", row.content)
			w.must(2, row.want, "plan", row.args...)
			if w.exists("") {
				t.Error("nothing may be made before the variables are in order")
			}
		})
	}
}

func TestValues(t *testing.T) {
	w := demo(t)
	overwrite(w, w.path("more.tfvars"), "names = [\"a\"]\n")
	t.Setenv("TF_VAR_count_of", "4")
	t.Setenv("TF_VAR_other", "ignored")
	args := []string{"--var-file=more.tfvars"}
	w.must(0, []string{`"count_of" comes from the environment variable TF_VAR_count_of`, "hello 4"}, "plan", args...)
	w.must(0, []string{"Apply complete"}, "apply", args...)
	w.must(0, []string{"No changes"}, "apply", "--auto-approve", `--var=names=["x", "y"]`)
	w.must(2, []string{"--var names", "not an expression"}, "apply", "--auto-approve", `--var=names=["x"`)
}

func TestMessagesNameWorkspacePaths(t *testing.T) {
	w := demo(t)
	w.write("bad.tf", "output \"bad\" {\n  value = terraform_data.none.id\n}\n")
	w.must(3, []string{"on tofu/stacks/demo/bad.tf line 2"}, "plan")
	w.write("bad.tf", "output \"bad\" {\n")
	w.must(1, []string{"tofu/stacks/demo/bad.tf:1"}, "plan")
}
