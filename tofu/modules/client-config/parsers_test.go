//go:build bazel

// Package clientconfig_test hands the files that the module writes to the clients that will read them.
package clientconfig_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// golden returns the absolute path of a file as the module writes it: tests/wiring.tftest.hcl holds it to that.
func golden(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("tests", "golden", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// home is a directory for a client that keeps things there, with a copy of a file at a path in it.
func home(t *testing.T, name, path string) string {
	t.Helper()
	dir := t.TempDir()
	data, err := os.ReadFile(golden(t, name))
	if err != nil {
		t.Fatal(err)
	}
	target := filepath.Join(dir, path)
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(target, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// output runs a client and returns what it prints on stdout.
func output(t *testing.T, env []string, program string, args ...string) string {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH")}, env...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", program, strings.Join(args, " "), err, out, stderr.String())
	}
	return string(out)
}

// fields returns the lines of the form "name<separator>value" whose names are asked for.
func fields(text, separator string, names ...string) map[string]string {
	found := map[string]string{}
	for line := range strings.Lines(text) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), separator)
		for _, want := range names {
			if ok && strings.TrimSpace(name) == want {
				found[want] = strings.TrimSpace(value)
			}
		}
	}
	return found
}

func diff(t *testing.T, want, got map[string]string) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("what the client has read (-want +got):\n%s", d)
	}
}

func TestNix(t *testing.T) {
	dir := home(t, "nix.conf", "etc/nix.conf")
	out := output(t, []string{"NIX_CONF_DIR=" + filepath.Join(dir, "etc"), "HOME=" + dir},
		testenv.Path(t, "NIX"), "--extra-experimental-features", "nix-command", "config", "show")
	got := fields(out, "=", "connect-timeout", "fallback", "netrc-file")
	diff(t, map[string]string{"connect-timeout": "5", "fallback": "true", "netrc-file": "/etc/nix/netrc"}, got)
	lists := fields(out, "=", "substituters", "trusted-public-keys")
	for name, values := range map[string][]string{
		"substituters":        {"https://attic-cache.dev.example.com/ci", "https://attic-cache.dev.example.com/main"},
		"trusted-public-keys": {"ci:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "main:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
	} {
		for _, value := range values {
			if !strings.Contains(" "+lists[name]+" ", " "+value+" ") {
				t.Errorf("%s lacks %s: %q", name, value, lists[name])
			}
		}
	}
}

func TestNpm(t *testing.T) {
	dir := home(t, "npmrc", ".npmrc")
	env := []string{"HOME=" + dir, "GITLAB_TOKEN=token-of-the-test", "npm_config_cache=" + filepath.Join(dir, "cache"), "npm_config_globalconfig=" + filepath.Join(dir, "none")}
	npm := testenv.Path(t, "NPM")
	names := []string{"registry", "@example:registry", "@team:registry"}
	got := output(t, env, npm, append([]string{"--prefix", dir, "config", "get"}, names...)...)
	diff(t, map[string]string{
		"registry":          "https://npm.dev.example.com/repository/npm/",
		"@example:registry": "https://gitlab.dev.example.com/api/v4/groups/7/-/packages/npm/",
		"@team:registry":    "https://gitlab.dev.example.com/api/v4/groups/8/-/packages/npm/",
	}, fields(got, "=", names...))
	// npm shows that there is a token, and for which address, but never the token.
	list := output(t, env, npm, "--prefix", dir, "config", "list")
	if !strings.Contains(list, "//gitlab.dev.example.com/api/v4/:_authToken = (protected)") {
		t.Errorf("npm knows no token for GitLab's API:\n%s", list)
	}
}

func TestPip(t *testing.T) {
	for file, want := range map[string]map[string]string{
		"pip.conf": {"global.index-url": "'https://gitlab.dev.example.com/api/v4/groups/7/-/packages/pypi/simple'"},
		"pip-several.conf": {
			"global.index-url":       "'https://nexus.dev.example.com/simple'",
			"global.extra-index-url": `'\nhttps://gitlab.dev.example.com/simple\nhttps://torch.dev.example.com/simple'`,
		},
	} {
		t.Run(file, func(t *testing.T) {
			dir := home(t, file, ".config/pip/pip.conf")
			out := output(t, []string{"HOME=" + dir}, testenv.Path(t, "PIP"), "--disable-pip-version-check", "config", "--user", "list")
			diff(t, want, fields(out, "=", "global.index-url", "global.extra-index-url"))
		})
	}
}

func TestAnsible(t *testing.T) {
	dir := home(t, "ansible.cfg", ".ansible.cfg")
	program := filepath.Join(filepath.Dir(realPath(t, "PIP")), "ansible-config")
	env := []string{"HOME=" + dir, "LC_ALL=C.UTF-8", "ANSIBLE_CONFIG=" + filepath.Join(dir, ".ansible.cfg"), "ANSIBLE_GALAXY_SERVER_HUB_TOKEN=token-of-the-test"}
	out := output(t, env, program, "dump", "--type", "base", "--only-changed", "--format", "json")
	for _, want := range []string{`"GALAXY_SERVER_LIST"`, `"hub"`, `"galaxy"`} {
		if !strings.Contains(out, want) {
			t.Errorf("ansible-config does not show %s:\n%s", want, out)
		}
	}
	servers := output(t, env, program, "dump", "--type", "all", "--format", "json")
	for _, want := range []string{"https://galaxy.dev.example.com/api/galaxy/", "https://galaxy.ansible.com/"} {
		if !strings.Contains(servers, want) {
			t.Errorf("ansible-config does not show the server %s:\n%s", want, servers)
		}
	}
}

func TestDnf(t *testing.T) {
	dir := home(t, "flywheel.repo", "repos.d/flywheel.repo")
	out := output(t, []string{"HOME=" + dir}, testenv.Path(t, "DNF5"), "--installroot="+dir, "--setopt=reposdir="+filepath.Join(dir, "repos.d"),
		"--setopt=cachedir="+filepath.Join(dir, "cache"), "--setopt=logdir="+dir, "--setopt=varsdir="+dir, "--releasever=10", "--forcearch=x86_64", "--dump-repo-config=*", "repo", "list")
	sections := map[string]string{}
	for _, section := range strings.Split(out, "======== \"") {
		id, text, _ := strings.Cut(section, "\"")
		sections[id] = text
	}
	names := []string{"name", "baseurl", "gpgkey", "enabled", "gpgcheck", "repo_gpgcheck", "sslverify"}
	diff(t, map[string]string{
		"name": "Internal packages", "baseurl": "https://rpm.dev.example.com/internal/10/x86_64", "gpgkey": "https://rpm.dev.example.com/RPM-GPG-KEY",
		"enabled": "1", "gpgcheck": "1", "repo_gpgcheck": "1", "sslverify": "1",
	}, fields(sections["internal"], "=", names...))
	diff(t, map[string]string{
		"name": "Mirror of a vendor", "baseurl": "https://nexus.dev.example.com/repository/vendor", "gpgkey": "https://nexus.dev.example.com/vendor.asc",
		"enabled": "1", "gpgcheck": "1", "repo_gpgcheck": "0", "sslverify": "1",
	}, fields(sections["vendor"], "=", names...))
}

// realPath is that of the program itself: others are beside it.
func realPath(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.EvalSymlinks(testenv.Path(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}
