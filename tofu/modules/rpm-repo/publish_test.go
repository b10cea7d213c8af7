//go:build bazel

// Package rpmrepo_test runs the module's publication with the real programs, serves it with nginx and reads it with dnf5.
package rpmrepo_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

const target = "internal\t10\tx86_64\n"

// repo is a volume with its publication and the server of it.
type repo struct {
	root, keys, key, repos, bin, url string
	env                              []string
}

func newRepo(t *testing.T) *repo {
	t.Helper()
	dnf, err := filepath.EvalSymlinks(testenv.Path(t, "DNF5"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	r := &repo{root: filepath.Join(dir, "srv"), keys: filepath.Join(dir, "keys"), repos: filepath.Join(dir, "repos.tsv"), bin: filepath.Dir(dnf)}
	for _, d := range []string{r.root, r.keys} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	r.env = []string{"PATH=" + r.bin + ":" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + t.TempDir(), "LC_ALL=C.UTF-8"}
	r.key = makeKey(t, r, filepath.Join(r.keys, "private.asc"))
	write(t, r.repos, target)
	return r
}

// makeKey makes a key without a passphrase in a file, and returns its fingerprint.
func makeKey(t *testing.T, r *repo, file string) string {
	t.Helper()
	home, err := os.MkdirTemp("/tmp", "gpg") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	env := append(slices.Clone(r.env), "GNUPGHOME="+home)
	t.Cleanup(func() {
		command(env, "gpgconf", "--kill", "gpg-agent").Run()
		os.RemoveAll(home)
	})
	mustRun(t, command(env, "gpg", "--batch", "--passphrase", "", "--quick-generate-key", "Test <test@example.com>", "ed25519", "sign", "never"))
	list := mustRun(t, command(env, "gpg", "--batch", "--with-colons", "--list-keys"))
	_, rest, _ := strings.Cut(list, "\nfpr:::::::::")
	fingerprint, _, _ := strings.Cut(rest, ":")
	mustRun(t, command(env, "gpg", "--batch", "--armor", "--output", file, "--export-secret-keys", fingerprint))
	return fingerprint
}

func command(env []string, name string, args ...string) *exec.Cmd {
	for _, v := range env {
		if dirs, ok := strings.CutPrefix(v, "PATH="); ok {
			for _, dir := range filepath.SplitList(dirs) {
				if _, err := os.Stat(filepath.Join(dir, name)); err == nil && !strings.Contains(name, "/") {
					name = filepath.Join(dir, name)
				}
			}
		}
	}
	cmd := exec.Command(name, args...)
	cmd.Env = env
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}

func mustRun(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(cmd.Args, " "), err, out)
	}
	return string(out)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// publication is one run of the script.
func (r *repo) publication() *exec.Cmd {
	env := append(slices.Clone(r.env), "ROOT="+r.root, "REPOS_FILE="+r.repos, "SIGNING_DIR="+r.keys, "KEY_ID="+r.key, "KEEP=3")
	return command(env, "sh", "files/publish.sh")
}

func (r *repo) mustPublish(t *testing.T) string {
	t.Helper()
	return mustRun(t, r.publication())
}

// add puts a package where packages are put: first under another name, as uploads are.
func (r *repo) add(t *testing.T, name, version string) {
	t.Helper()
	top := t.TempDir()
	spec := filepath.Join(top, "x.spec")
	write(t, spec, fmt.Sprintf("Name: %s\nVersion: %s\nRelease: 1\nSummary: Test\nLicense: MIT\nBuildArch: noarch\n%%description\nTest\n%%files\n", name, version))
	mustRun(t, command(r.env, "rpmbuild", "-bb", "--quiet", "--define", "_topdir "+top, "--define", "_tmppath "+top, "--define", "_rpmdir "+top, "--define", "_rpmfilename x.rpm", spec))
	data, err := os.ReadFile(filepath.Join(top, "x.rpm"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(r.incoming(), fmt.Sprintf("%s-%s-1.noarch.rpm", name, version))
	write(t, path+".part", string(data))
	if err := os.Rename(path+".part", path); err != nil {
		t.Fatal(err)
	}
}

func (r *repo) incoming() string { return filepath.Join(r.root, "incoming/internal/10/x86_64") }

// versions are the directories that are kept, without half-made ones.
func (r *repo) versions(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(r.root, "versions/internal/10/x86_64"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names
}

// serve starts nginx with the module's configuration, of which only the port and the directories are others, in one process, since a worker of root would lose its rights.
func (r *repo) serve(t *testing.T) {
	t.Helper()
	conf, err := os.ReadFile("files/nginx.conf")
	if err != nil {
		t.Fatal(err)
	}
	address := testenv.FreeAddresses(t, 1)[0]
	dir := t.TempDir()
	global := "daemon off;\nmaster_process off;\n"
	if os.Geteuid() == 0 {
		global += "user root root;\n" // a sandbox has no other user that files could be given to
	}
	text := strings.NewReplacer("listen 8080", "listen "+address, "/srv/rpm", r.root, "/tmp/", dir+"/").Replace(string(conf))
	write(t, filepath.Join(dir, "nginx.conf"), global+text)
	cmd := command(r.env, testenv.Path(t, "NGINX"), "-p", dir, "-c", filepath.Join(dir, "nginx.conf"), "-e", "stderr")
	cmd.Stderr = t.Output()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		syscall.Kill(-cmd.Process.Pid, syscall.SIGTERM)
		cmd.Wait()
	})
	r.url = "http://" + address
	for range 100 {
		if status, _ := get(r.url + "/healthz"); status == 200 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("nginx does not answer")
}
