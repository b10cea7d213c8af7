//go:build bazel

// Package e2e_test deploys the local stack as a user would and uses it with a
// real Bazel and a real Nix.
package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// A stack is one deployment of //tofu/stacks/local, in directories of its own.
type stack struct {
	state, data, home string
	httpAddress       string
	grpcAddress       string
	extra             []string // more --var flags
}

// environment is the directory that the run targets keep for the stack's environment.
func (s *stack) environment() string {
	return filepath.Join(s.state, "flywheel", "tofu/stacks/local", "default")
}

func newStack(t *testing.T, extra ...string) *stack {
	t.Helper()
	dir := t.TempDir()
	addresses := testenv.FreeAddresses(t, 2)
	s := &stack{
		state:       filepath.Join(dir, "state"),
		data:        filepath.Join(dir, "data"),
		home:        filepath.Join(dir, "home"),
		httpAddress: addresses[0],
		grpcAddress: addresses[1],
		extra:       extra,
	}
	if err := os.Mkdir(s.home, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if pid := s.pid(); pid > 0 {
			t.Errorf("server %d still runs at the end of the test", pid)
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	})
	return s
}

// command makes a call of a run target, as "bazel run //tofu/stacks/local:<verb> -- <args>" would.
func (s *stack) command(verb string, args ...string) *exec.Cmd {
	target := "tofu/stacks/local/default." + verb
	args = append([]string{"--state-dir=" + s.state}, args...)
	if verb == "plan" || verb == "apply" || verb == "destroy" {
		args = append(args,
			"--var=data_dir="+s.data, "--var=http_address="+s.httpAddress, "--var=grpc_address="+s.grpcAddress)
		args = append(args, s.extra...)
	}
	cmd := exec.Command("./"+target, args...)
	cmd.Dir = testenv.Workspace()
	cmd.Env = append(os.Environ(), "TOFURUN_SPEC="+target+".json", "HOME="+s.home)
	return cmd
}

// run calls a run target, expects its exit code and returns what it printed.
func (s *stack) run(t *testing.T, code int, verb string, args ...string) (stdout, stderr string) {
	t.Helper()
	return run(t, code, s.command(verb, args...))
}

func run(t *testing.T, code int, cmd *exec.Cmd) (stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatalf("starting %v: %v", cmd.Args, err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("%v: exit code %d, want %d\n--- stdout\n%s\n--- stderr\n%s", cmd.Args, got, code, out.String(), errs.String())
	}
	return out.String(), errs.String()
}

// pid is the server's process, 0 when none runs.
func (s *stack) pid() int {
	data, err := os.ReadFile(filepath.Join(s.data, "cached.pid"))
	if err != nil {
		return 0
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil || !alive(pid) {
		return 0
	}
	return pid
}

// alive tells whether a process runs; one that has ended but was not waited for does not.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(after, "Z")
}

func (s *stack) answers() bool {
	client := http.Client{Timeout: 2 * time.Second}
	resp, err := client.Get("http://" + s.httpAddress + "/healthz")
	if err != nil {
		return false
	}
	resp.Body.Close()
	return resp.StatusCode == http.StatusOK
}

func (s *stack) outputs(t *testing.T) map[string]json.RawMessage {
	t.Helper()
	stdout, _ := s.run(t, 0, "output", "--json")
	var raw map[string]struct {
		Value json.RawMessage `json:"value"`
	}
	decode(t, stdout, &raw)
	values := map[string]json.RawMessage{}
	for name, output := range raw {
		values[name] = output.Value
	}
	return values
}

func decode(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
}

func mustContain(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s does not say %q:\n%s", what, part, text)
		}
	}
}
