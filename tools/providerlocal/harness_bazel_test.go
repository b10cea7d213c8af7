//go:build bazel && linux

package main_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// world is one directory of configuration with its own home, provider mirror
// and state, and the server that may come of it.
type world struct {
	t *testing.T
	// root is the directory of main.tf.
	root string
	// data is the data directory of the server.
	data string
	// http and grpc are the addresses of the server.
	http, grpc string
	// mirror is the directory of the provider and of the program it installs.
	mirror string
	env    []string
}

// newWorld makes a world whose provider comes from a file system mirror.
func newWorld(t *testing.T) *world {
	t.Helper()
	base := t.TempDir()
	addresses := testenv.FreeAddresses(t, 2)
	w := &world{t: t, root: filepath.Join(base, "root"), data: filepath.Join(base, "data"), http: addresses[0], grpc: addresses[1]}
	t.Cleanup(func() { w.killServers() })
	mirror := filepath.Join(base, "mirror")
	w.mirror = filepath.Join(mirror, "registry.opentofu.org/gloriousflywheel/flywheel/0.1.0", runtime.GOOS+"_"+runtime.GOARCH)
	for _, dir := range []string{w.root, w.mirror, filepath.Join(base, "home")} {
		must(t, os.MkdirAll(dir, 0o755))
	}
	must(t, os.Symlink(testenv.Path(t, "PROVIDER"), filepath.Join(w.mirror, "terraform-provider-flywheel_v0.1.0")))
	must(t, os.Symlink(testenv.Path(t, "CACHED"), filepath.Join(w.mirror, "cached")))
	rc := filepath.Join(base, "tofu.rc")
	w.env = []string{"HOME=" + filepath.Join(base, "home"), "PATH=/usr/bin:/bin", "TF_CLI_CONFIG_FILE=" + rc, "TF_IN_AUTOMATION=1",
		"CHECKPOINT_DISABLE=1", "AWS_SECRET_ACCESS_KEY=environment-secret", "HTTP_PROXY=http://127.0.0.1:1"}
	write(t, rc, fmt.Sprintf("provider_installation {\n  filesystem_mirror {\n    path = %q\n  }\n}\n", mirror))
	w.config("")
	w.ok("init")
	return w
}

// config writes main.tf: the resource with extra attributes, and after it
// whatever follows a line "---".
func (w *world) config(extra string) {
	w.t.Helper()
	attributes, rest, _ := strings.Cut(extra, "---")
	write(w.t, filepath.Join(w.root, "main.tf"), fmt.Sprintf(`terraform {
  required_providers {
    flywheel = { source = "gloriousflywheel/flywheel", version = "0.1.0" }
  }
}

resource "flywheel_local_cache" "this" {
  data_dir     = %q
  http_address = %q
  grpc_address = %q
  %s
}
%s
`, w.data, w.http, w.grpc, attributes, rest))
}

// command is a tofu command, ready to run.
func (w *world) command(args ...string) *exec.Cmd {
	cmd := exec.Command(testenv.Path(w.t, "TOFU"), append([]string{"-chdir=" + w.root}, args...)...)
	cmd.Env = w.env
	return cmd
}

// tofu runs a tofu command and gives its output and exit code.
func (w *world) tofu(args ...string) (out string, code int) {
	w.t.Helper()
	cmd := w.command(args...)
	var both bytes.Buffer
	cmd.Stdout, cmd.Stderr = &both, &both
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		w.t.Fatalf("running tofu %v: %v", args, err)
	}
	return both.String(), cmd.ProcessState.ExitCode()
}

// ok runs a tofu command that must succeed.
func (w *world) ok(args ...string) string {
	w.t.Helper()
	out, code := w.tofu(args...)
	if code != 0 {
		w.t.Fatalf("tofu %v: exit code %d\n%s", args, code, out)
	}
	return out
}

func (w *world) apply() string {
	w.t.Helper()
	return w.ok("apply", "-auto-approve", "-no-color", "-input=false")
}

// unchanged checks that a plan has nothing to do.
func (w *world) unchanged() {
	w.t.Helper()
	if out, code := w.tofu("plan", "-detailed-exitcode", "-no-color"); code != 0 || !strings.Contains(out, "No changes") {
		w.t.Errorf("plan: exit code %d, want no changes\n%s", code, out)
	}
}

// change is the part of a plan that tests look at.
type change struct {
	Actions      []string       `json:"actions"`
	Before       map[string]any `json:"before"`
	After        map[string]any `json:"after"`
	AfterUnknown map[string]any `json:"after_unknown"`
}

// planned is what a plan will do to the resource.
func (w *world) planned() change {
	w.t.Helper()
	out, code := w.tofu("plan", "-detailed-exitcode", "-no-color", "-out=saved.plan")
	if code != 2 {
		w.t.Fatalf("plan: exit code %d, want 2 (changes)\n%s", code, out)
	}
	var plan struct {
		Changes []struct {
			Address string `json:"address"`
			Change  change `json:"change"`
		} `json:"resource_changes"`
	}
	must(w.t, json.Unmarshal([]byte(w.ok("show", "-json", "saved.plan")), &plan))
	for _, c := range plan.Changes {
		if c.Address == "flywheel_local_cache.this" {
			return c.Change
		}
	}
	w.t.Fatalf("the plan does not have the resource:\n%s", out)
	return change{}
}

// differing are the attributes that a change changes or leaves unknown.
func (c change) differing() string {
	var names []string
	for name, after := range c.After {
		if fmt.Sprint(after) != fmt.Sprint(c.Before[name]) {
			names = append(names, name)
		}
	}
	for name, unknown := range c.AfterUnknown {
		if unknown == true {
			names = append(names, name+"?")
		}
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// servers are the processes that run the program installed in the world.
func (w *world) servers() []int {
	w.t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/exe")
	must(w.t, err)
	var pids []int
	for _, link := range links {
		exe, err := os.Readlink(link)
		var pid int
		if err != nil || !strings.HasPrefix(exe, filepath.Dir(w.data)+"/") || !strings.Contains(exe, "/bin/cached") {
			continue
		}
		if _, err := fmt.Sscanf(link, "/proc/%d/exe", &pid); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

// server is the only server of the world.
func (w *world) server() int {
	w.t.Helper()
	pids := w.servers()
	if len(pids) != 1 {
		w.t.Fatalf("servers %v; want exactly one", pids)
	}
	return pids[0]
}

// killServers kills every server and waits until they are gone.
func (w *world) killServers() {
	w.t.Helper()
	for range 500 {
		pids := w.servers()
		if len(pids) == 0 {
			return
		}
		for _, pid := range pids {
			if err := unix.Kill(pid, unix.SIGKILL); err != nil && !errors.Is(err, unix.ESRCH) {
				w.t.Errorf("killing a server: %v", err)
			}
		}
		time.Sleep(10 * time.Millisecond)
	}
	w.t.Error("servers cannot be killed")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(content), 0o600))
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	return string(data)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
