package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const childEnv = "NIXPUSH_TEST_CHILD"

// TestMain makes the test binary the program itself, for tests that need a process to
// kill.
func TestMain(m *testing.M) {
	if os.Getenv(childEnv) != "" {
		main()
	}
	os.Exit(m.Run())
}

// cli runs the program's seam.
func cli(t *testing.T, stdin string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(stdin), &out, &errs)
	return code, out.String(), errs.String()
}

// alone gives a test a home of its own, with no configuration.
func alone(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(home, ".config")) // empty ones are relative to Nix
	t.Setenv("XDG_CACHE_HOME", filepath.Join(home, ".cache"))
	for _, name := range []string{"NETRC", "NIXPUSH_TOKEN", "ATTIC_TOKEN", "GITHUB_STEP_SUMMARY", "NIX_REMOTE", "NIX_STORE_DIR", "CI"} {
		t.Setenv(name, "")
	}
	return home
}

const hash = "/nix/store/mrzggyfp3m4n7wxbj44yn20kzgnfhf8g-x"

func TestUsage(t *testing.T) {
	home := alone(t)
	secret := filepath.Join(home, "secret")
	if err := os.WriteFile(secret, []byte("not:akey"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, args   string
		code         int
		stdout, text string
	}{
		{"help", "--help", 0, "Exit codes:", ""},
		{"help of push", "push --help", 0, "--signing-key-file", ""},
		{"help of watch-store", "watch-store --help", 0, "--debounce", ""},
		{"help of login", "login --help", 0, "--token-file", ""},
		{"version", "version", 0, "nixpush 0.1.0", ""},
		{"nothing", "", 2, "", "which command"},
		{"unknown command", "pull", 2, "", "unknown command"},
		{"unknown flag", "push --token x", 2, "", "unknown flag: --token; see nixpush push --help"},
		{"no cache", "push", 2, "", "which cache"},
		{"nothing to push", "push file:///x", 2, "", "push what"},
		{"a cache nobody knows", "push main " + hash, 2, "", `cache "main" is unknown: no server is configured`},
		{"a server nobody knows", "push ci:main " + hash, 2, "", `server "ci" is not in`},
		{"an URL of another kind", "push ftp://x/y " + hash, 2, "", "want https://HOST"},
		{"a parameter nobody knows", "push https://h/c?zstd=1 " + hash, 2, "", "unknown parameters"},
		{"a parameter of S3 that nobody knows", "push s3://bucket?zone=1 " + hash, 2, "", `parameter "zone" is unknown`},
		{"an Attic URL without cache", "push attic+https://h " + hash, 2, "", "attic+https://HOST/CACHE"},
		{"unknown compression", "push --compression lzma file:///x " + hash, 2, "", "want zstd, xz or none"},
		{"level too high", "push --compression-level 23 file:///x " + hash, 2, "", "want 1 to 22"},
		{"no such key", "push --signing-key-file /nonexistent file:///x " + hash, 2, "", "reading signing key"},
		{"no key", "push --signing-key-file " + secret + " file:///x " + hash, 2, "", "nix key generate-secret"},
		{"bad setting", "push --nix-option cores file:///x " + hash, 2, "", "want NAME=VALUE"},
		{"bad jobs", "push --jobs -1 file:///x " + hash, 2, "", "--jobs"},
		{"no attempts", "push --attempts 0 file:///x " + hash, 2, "", "--attempts"},
		{"bad progress", "push --progress loud file:///x " + hash, 2, "", "want auto, terminal, plain or none"},
		{"two tokens", "push --token-file a --token-command b file:///x " + hash, 2, "", "give one"},
		{"no Nix", "push --nix /nonexistent/nix file:///x " + hash, 3, "", "install Nix 2.8 or newer"},
		{"stdin with something else", "push file:///x -", 2, "", "is no path in /nix/store"},
		{"watch nothing", "watch-store", 2, "", "which cache"},
		{"watch too much", "watch-store file:///x nix build", 2, "", "a command stands behind --"},
		{"help of bench", "bench --help", 0, "--leave-content", ""},
		{"measure nothing", "bench", 2, "", "accepts 1 arg"},
		{"measure what nobody knows", "bench main", 2, "", `cache "main" is unknown`},
		{"measure with both answers", "bench file:///x --leave-content --read-only", 2, "", "give one"},
		{"measure no time", "bench file:///x --time 1ms", 2, "", "want 10ms to 1m"},
		{"measure no bytes", "bench file:///x --max-mib 0", 2, "", "--max-mib"},
		{"measure no paths", "bench file:///x --paths 0", 2, "", "--paths"},
		{"bad pattern", "watch-store file:///x --exclude [", 2, "", "--exclude"},
		{"no login", "login", 2, "", "accepts 1 arg"},
		{"login nowhere", "login attic.example.com", 2, "", "login where"},
		{"login with a secret on the command line", "login https://u:s3cret@h", 2, "", "the token on stdin"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			code, stdout, stderr := cli(t, "hello\n", strings.Fields(tc.args)...)
			if code != tc.code || !strings.Contains(stdout, tc.stdout) || !strings.Contains(stderr, tc.text) {
				t.Errorf("code %d, stdout %q, stderr %q; want %d, %q, %q", code, stdout, stderr, tc.code, tc.stdout, tc.text)
			}
			if strings.Contains(stderr, "s3cret") {
				t.Errorf("stderr shows a secret: %q", stderr)
			}
		})
	}
}

func TestLogin(t *testing.T) {
	home := alone(t)
	file := filepath.Join(home, ".config/attic/config.toml")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	before := "extra = \"kept\"\n[servers.old]\nendpoint = \"https://old/\"\ntoken = \"old\"\n"
	if err := os.WriteFile(file, []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	const token = "t0k3n"
	if code, _, stderr := cli(t, token+"\n", "login", "--server", "ci", "https://attic.example.com"); code != 0 || strings.Contains(stderr, token) {
		t.Fatalf("code %d, %q", code, stderr)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`extra = "kept"`, "[servers.old]", `token = "old"`, "[servers.ci]", `endpoint = "https://attic.example.com/"`, `token = "t0k3n"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode: %v, %v; want 0600", info, err)
	}
	for _, tc := range []struct{ reason, stdin, want string }{
		{"no token", "", "the token is empty"},
		{"two lines", "a\nb\n", "is it one line"},
		// {"sub":"ci","exp":1}
		{"an expired one", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjaSIsImV4cCI6MX0.x", "expired at 1970-01-01T00:00:01Z"},
	} {
		if code, _, stderr := cli(t, tc.stdin, "login", "https://h"); code == 0 || !strings.Contains(stderr, tc.want) {
			t.Errorf("%s: code %d, %q; want %q", tc.reason, code, stderr, tc.want)
		}
	}
}

// A job's page shows also what ended a push before it began.
func TestJUnit(t *testing.T) {
	file := filepath.Join(alone(t), "push.xml")
	if code, _, stderr := cli(t, "", "push", "--nix", "/nonexistent/nix", "--junit", file, "file:///x", hash); code != 3 {
		t.Fatalf("code %d, %s", code, stderr)
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), `errors="1"`) || !strings.Contains(string(text), "install Nix 2.8 or newer") {
		t.Errorf("%v\n%s", err, text)
	}
}
