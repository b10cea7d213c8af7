//go:build bazel

package examples_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// A nixWorkspace is examples/nix with the Nix of this build, whose store is in a directory
// of its own: nothing of the machine's is used, and no user namespaces are needed.
type nixWorkspace struct {
	*workspace
	root string // of Nix's directories
}

func newNixWorkspace(t *testing.T) *nixWorkspace {
	t.Helper()
	w := &nixWorkspace{workspace: newWorkspace(t, "nix"), root: t.TempDir()}
	testenv.Removable(t, w.root)
	w.append(t, "MODULE.bazel", "\nregister_toolchains(\"//:nix\")\n")
	w.append(t, "BUILD.bazel", `
load("@flywheel//build/nix:toolchain.bzl", "nix_toolchain")

nix_toolchain(
    name = "test_nix",
    path = "`+nixProgram(t)+`",
)

toolchain(
    name = "nix",
    toolchain = ":test_nix",
    toolchain_type = "@flywheel//build/nix:toolchain_type",
)
`)
	for name, value := range w.environment() {
		t.Setenv(name, value)
	}
	return w
}

func (w *nixWorkspace) environment() map[string]string {
	return map[string]string{
		"NIX_STORE_DIR": filepath.Join(w.root, "store"), "NIX_STATE_DIR": filepath.Join(w.root, "var"), "NIX_LOG_DIR": filepath.Join(w.root, "log"),
		"NIX_CONFIG": "sandbox = false\nsubstituters =\nexperimental-features = nix-command flakes", "NIX_REMOTE": "",
		"XDG_CONFIG_HOME": filepath.Join(w.root, "config"), "XDG_STATE_HOME": filepath.Join(w.root, "state"),
	}
}

// configure gives a cache a name in the configuration of the client.
func (w *nixWorkspace) configure(t *testing.T, name, url string) {
	t.Helper()
	file := filepath.Join(w.root, "config", "nixpush", "config.toml")
	old, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	writeFile(t, file, string(old)+"[caches."+name+"]\nurl = \""+url+"\"\n\n")
}

// A cache is a binary cache in a directory, and a key to sign its paths with.
type cache struct{ url, dir, secretKey, publicKey string }

func (w *nixWorkspace) newCache(t *testing.T) cache {
	t.Helper()
	c := cache{dir: t.TempDir(), secretKey: filepath.Join(t.TempDir(), "key")}
	c.url = "file://" + c.dir
	secret := nixOutput(t, w.root, "key", "generate-secret", "--key-name", "example-1")
	if err := os.WriteFile(c.secretKey, secret, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := nixCommand(t, w.root, "key", "convert-secret-to-public")
	cmd.Stdin = strings.NewReader(string(secret))
	public, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	c.publicKey = strings.TrimSpace(string(public))
	return c
}

// narinfos is the number of store paths in the cache.
func (c cache) narinfos(t *testing.T) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(c.dir, "*.narinfo"))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

// substitute gets a path from the cache into an empty store in the same place, with its
// signature demanded, and compares what it is with what was built.
func (w *nixWorkspace) substitute(t *testing.T, c cache, path string) {
	t.Helper()
	built := readFile(t, path)
	aside := filepath.Join(t.TempDir(), "aside")
	testenv.Removable(t, aside)
	if err := os.MkdirAll(aside, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{"store", "var"} {
		if err := os.Rename(filepath.Join(w.root, dir), filepath.Join(aside, dir)); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := nixCommand(t, w.root, "copy", "--from", c.url, path, "--option", "trusted-public-keys", "other-1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=").CombinedOutput(); err == nil {
		t.Errorf("Nix takes %s without its signature's key:\n%s", path, out)
	}
	nixOutput(t, w.root, "copy", "--from", c.url, path, "--option", "trusted-public-keys", c.publicKey)
	if got := readFile(t, path); got != built {
		t.Errorf("substituted %q, want %q", got, built)
	}
}

func nixProgram(t *testing.T) string {
	t.Helper()
	program, err := filepath.EvalSymlinks(testenv.Path(t, "NIX"))
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func nixCommand(t *testing.T, home string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(nixProgram(t), append([]string{"--extra-experimental-features", "nix-command flakes", "--option", "use-registries", "false"}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+filepath.Join(home, "home"))
	if os.Getenv("NIX_STORE_DIR") == "" {
		cmd.Env = append(cmd.Env, "NIX_REMOTE="+filepath.Join(home, "chroot"))
	}
	return cmd
}

func nixOutput(t *testing.T, home string, args ...string) []byte {
	t.Helper()
	cmd := nixCommand(t, home, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("nix %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return out
}

// lastStorePath is the last line of output that is a store path.
func lastStorePath(t *testing.T, out string) string {
	t.Helper()
	path := ""
	for line := range strings.Lines(out) {
		if strings.HasPrefix(line, os.Getenv("NIX_STORE_DIR")+"/") {
			path = strings.TrimSpace(line)
		}
	}
	if path == "" {
		t.Fatalf("no store path in:\n%s", out)
	}
	return path
}

// decodeLast decodes the JSON object that ends the output.
func decodeLast(t *testing.T, out string, into any) {
	t.Helper()
	start := strings.Index(out, "\n{")
	if start < 0 {
		t.Fatalf("no JSON in:\n%s", out)
	}
	if err := json.NewDecoder(strings.NewReader(out[start:])).Decode(into); err != nil {
		t.Fatalf("%v:\n%s", err, out)
	}
}

// sourceTree is the directory of flywheel's MODULE.bazel.
func sourceTree(t *testing.T) string {
	t.Helper()
	module, err := filepath.EvalSymlinks(testenv.Path(t, "MODULE_BAZEL"))
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Dir(module)
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	writeFile(t, to, readFile(t, from))
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
