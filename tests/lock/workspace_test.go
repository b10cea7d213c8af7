//go:build bazel

// Package lock_test uses lock-driven providers as another repository would: a real Bazel,
// a real provider, and registries and mirrors that this test serves.
package lock_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// A workspace uses flywheel from the source tree, with a Bazel server of its own.
type workspace struct {
	dir, outputBase, root, tofu string
	// trusted is the key store of the certificates that Bazel trusts.
	trusted string
}

func newWorkspace(t *testing.T, trusted string) *workspace {
	t.Helper()
	module, err := filepath.EvalSymlinks(testenv.Path(t, "MODULE_BAZEL"))
	if err != nil {
		t.Fatal(err)
	}
	tmp := t.TempDir()
	w := &workspace{dir: filepath.Join(tmp, "w"), outputBase: filepath.Join(tmp, "out"), root: filepath.Dir(module), tofu: testenv.Path(t, "TOFU"), trusted: trusted}
	w.write(t, ".bazelrc", "common --enable_bzlmod --noenable_workspace\ncommon --repo_env=BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN=1\n")
	t.Cleanup(func() { w.bazel(t, 0, nil, "clean", "--expunge") })
	return w
}

func (w *workspace) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// module writes MODULE.bazel with a tofu.lock of more attributes.
func (w *workspace) module(t *testing.T, attributes string) {
	t.Helper()
	cmd := exec.Command(w.tofu, "version")
	cmd.Env = []string{"TF_CLI_CONFIG_FILE=/dev/null", "CHECKPOINT_DISABLE=1"}
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(string(out), "\n")
	w.write(t, "MODULE.bazel", fmt.Sprintf(`module(name = "locked")

bazel_dep(name = "flywheel")
local_path_override(module_name = "flywheel", path = %q)

tofu = use_extension("@flywheel//build/tofu:extensions.bzl", "tofu")
tofu.toolchain(method = "host", path = %q, version = %q)
%s
use_repo(tofu, "tofu_providers")
`, w.root, w.tofu, strings.TrimPrefix(first, "OpenTofu v"), attributes))
}

// lock writes a lock file for one provider.
func (w *workspace) lock(t *testing.T, version string, hashes ...string) {
	t.Helper()
	text := fmt.Sprintf("provider %q {\n  version = %q\n", address, version)
	if len(hashes) > 0 {
		text += "  hashes = [\n"
		for _, h := range hashes {
			text += fmt.Sprintf("    %q,\n", h)
		}
		text += "  ]\n"
	}
	w.write(t, "tofu/.terraform.lock.hcl", text+"}\n")
}

// bazel runs a Bazel command, wants its exit code and returns all it printed.
func (w *workspace) bazel(t *testing.T, code int, env []string, args ...string) string {
	t.Helper()
	if args[0] != "clean" {
		// The launcher may have told Bazel that this machine reaches no registry.
		args = slices.Insert(slices.Clone(args), 1, "--repo_env=FLYWHEEL_PROVIDER_REGISTRY=")
	}
	cmd := exec.Command(testenv.Path(t, "BAZEL"), append([]string{
		"--output_base=" + w.outputBase, "--max_idle_secs=60",
		"--host_jvm_args=-Djavax.net.ssl.trustStore=" + w.trusted, "--host_jvm_args=-Djavax.net.ssl.trustStorePassword=" + storePassword,
	}, args...)...)
	cmd.Dir = w.dir
	// Not this test's own surroundings, which would change what the inner actions see.
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "TEST_") && !strings.HasPrefix(v, "RUNFILES") && !strings.HasPrefix(v, "XML_OUTPUT_FILE") && !strings.HasPrefix(v, "TESTBRIDGE") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(append(cmd.Env, "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1"), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatalf("starting %v: %v", cmd.Args, err)
	}
	if got := cmd.ProcessState.ExitCode(); got != code {
		t.Fatalf("%v: exit code %d, want %d\n%s", args, got, code, out.String())
	}
	return out.String()
}

func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("does not say %q:\n%s", part, text)
		}
	}
}
