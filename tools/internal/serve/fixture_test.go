//go:build bazel

package serve_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/plugin"
	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/gloriousflywheel/flywheel/tools/internal/serve"
	"github.com/gloriousflywheel/flywheel/tools/internal/serve/testprovider"
	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// TestMain is also the provider "rich", in the protocol by which the program is
// called: the test is its own plugin.
func TestMain(m *testing.M) {
	protocol := 6
	if strings.HasSuffix(os.Args[0], "5") {
		protocol = 5
	}
	if !testprovider.Main(protocol) {
		os.Exit(m.Run())
	}
}

// header requires the provider.
const header = `terraform {
  required_providers {
    rich = { source = "example/rich" }
  }
}
`

// shortDir is a directory of which the path is short enough for sockets.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/tmp", "fwt-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// program is the provider's program for a protocol.
func program(t *testing.T, protocol string) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(shortDir(t), "terraform-provider-rich"+protocol)
	if err := os.Symlink(exe, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// captured is the snapshot of a program, as its file would have it.
func captured(t *testing.T, address, program string) *schema.Snapshot {
	t.Helper()
	p, err := plugin.Start(t.Context(), plugin.Config{Label: address, Path: program, Dir: shortDir(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	s, err := p.Snapshot(t.Context(), address, "1.2.3")
	if err == nil {
		err = s.Normalise()
	}
	if err != nil {
		t.Fatal(err)
	}
	data, err := s.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if s, err = schema.Decode(data); err != nil {
		t.Fatal(err)
	}
	return s
}

// work is a directory with configuration, and the server of its providers.
type work struct {
	dir     string
	sockets string
	server  *serve.Server
	env     []string
}

// start serves the provider "rich" of a protocol, by its snapshot and, if real,
// its program too.
func start(t *testing.T, protocol string, real bool, o serve.Options, files map[string]string) *work {
	t.Helper()
	path := program(t, protocol)
	p := serve.Provider{Label: "//rich:provider", Address: testprovider.Address, Snapshot: captured(t, testprovider.Address, path)}
	if real {
		p.Plugin = path
	}
	o.Providers = []serve.Provider{p}
	return startWith(t, o, files)
}

func startWith(t *testing.T, o serve.Options, files map[string]string) *work {
	t.Helper()
	w := &work{dir: t.TempDir(), sockets: shortDir(t)}
	for name, text := range files {
		path := filepath.Join(w.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	o.Dir = w.sockets
	var err error
	if w.server, err = serve.Start(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.server.Close(); err != nil {
			t.Error(err)
		}
	})
	w.env = []string{"TF_REATTACH_PROVIDERS=" + w.server.Env(), "TF_CLI_CONFIG_FILE=/dev/null"}
	return w
}

// tofu runs tofu in the directory and returns its output and exit code.
func (w *work) tofu(t *testing.T, args ...string) (string, int) {
	t.Helper()
	// Not the test's context: tofu must end in order.
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), testenv.Path(t, "TOFU"), args...)
	cmd.Dir = w.dir
	cmd.Env = append([]string{"PATH=/usr/bin:/bin", "HOME=" + w.dir, "TMPDIR=" + w.sockets, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0"}, w.env...)
	out, err := cmd.CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return unwrapped(string(out)), exit.ExitCode()
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return unwrapped(string(out)), 0
}

// unwrapped makes one line of tofu's text, without the frames of its boxes.
func unwrapped(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "│", " ")), " ")
}

// want checks the exit code and parts of the output.
func (w *work) want(t *testing.T, code int, parts []string, args ...string) string {
	t.Helper()
	out, got := w.tofu(t, append(args, "-no-color")...)
	if got != code {
		t.Errorf("tofu %v: exit code %d, want %d\n%s", args, got, code, out)
	}
	for _, p := range parts {
		if !strings.Contains(out, p) {
			t.Errorf("tofu %v: missing %q in:\n%s", args, p, out)
		}
	}
	return out
}
