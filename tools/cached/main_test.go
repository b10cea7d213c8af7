package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const childEnv = "CACHED_TEST_CHILD"

// TestMain makes the test binary the program itself, for tests that need a
// process to kill.
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

func TestUsage(t *testing.T) {
	dir := t.TempDir()
	bad := filepath.Join(dir, "bad.json")
	if err := os.WriteFile(bad, []byte(`{"datadir":"/d"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name         string
		args         string
		code         int
		stdout, text string
	}{
		{"help", "--help", 0, "Exit codes:", ""},
		{"help of serve", "serve --help", 0, "Exit codes:", ""},
		{"version", "version", 0, "cached 0.1.0", ""},
		{"nothing", "", 2, "", "which command"},
		{"unknown command", "server", 2, "", "unknown command"},
		{"unknown flag", "serve --datadir x", 2, "", "unknown flag: --datadir; see cached serve --help"},
		{"argument", "serve x", 2, "", "unknown command"},
		{"unknown field", "serve --config " + bad, 2, "", `unknown field "datadir"`},
		{"no such configuration", "serve --config /nonexistent.json", 2, "", "reading configuration"},
		{"bad size", "serve --max-size lots", 2, "", "--max-size"},
		{"open to the world", "serve --data-dir " + dir + " --http-address 0.0.0.0:0", 2, "", "http_address"},
		{"token without command", "token", 2, "", "which command"},
		{"token without id", "token create --data-dir " + dir, 2, "", "id"},
		{"bad permission", "token create --id a --permission admin --data-dir " + dir, 2, "", "want read or write"},
		{"unknown token", "token revoke --id a --data-dir " + dir, 2, "", `no token with id "a"`},
		{"no data directory", "token list --data-dir /nonexistent", 2, "", "does not exist"},
		{"help of mint", "token mint --help", 0, "--create-cache", ""},
		{"mint for nobody", "token mint --validity 1h --pull a --data-dir " + dir, 2, "", "--subject"},
		{"mint for ever", "token mint --subject a --pull a --data-dir " + dir, 2, "", "--validity"},
		{"mint of nothing", "token mint --subject a --validity 1h --data-dir " + dir, 2, "", "would grant nothing"},
		{"mint for a bad pattern", "token mint --subject a --validity 1h --push a/b --data-dir " + dir, 2, "", "--push: cache pattern \"a/b\""},
		{"no keys yet", "keys --data-dir " + dir, 3, "", "reading signing key"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			code, stdout, stderr := cli(t, "", append([]string{"cached"}, strings.Fields(tc.args)...)...)
			if code != tc.code || !strings.Contains(stdout, tc.stdout) || !strings.Contains(stderr, tc.text) {
				t.Errorf("code %d, stdout %q, stderr %q; want %d, %q, %q", code, stdout, stderr, tc.code, tc.stdout, tc.text)
			}
		})
	}
}

func TestTokenCommands(t *testing.T) {
	dir := t.TempDir()
	code, secret, stderr := cli(t, "", "cached", "token", "create", "--data-dir", dir, "--id", "ci", "--permission", "read,write", "--cache", "bazel,c*", "--expires", "720h")
	if code != 0 || !strings.HasPrefix(secret, "flywheel_") {
		t.Fatalf("create: %d %q %q", code, secret, stderr)
	}
	data, err := os.ReadFile(filepath.Join(dir, "tokens.json"))
	if err != nil || strings.Contains(string(data), strings.TrimSpace(secret)) {
		t.Errorf("tokens.json: %v; it must not hold the token", err)
	}
	if info, _ := os.Stat(filepath.Join(dir, "tokens.json")); info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want 0600", info.Mode())
	}
	if code, _, stderr := cli(t, "", "cached", "token", "create", "--data-dir", dir, "--id", "ci"); code != 2 || !strings.Contains(stderr, "exists") {
		t.Errorf("same id: %d %q", code, stderr)
	}
	if _, list, _ := cli(t, "", "cached", "token", "list", "--data-dir", dir); !strings.HasPrefix(list, "ci\tread,write\tbazel,c*\texpires ") {
		t.Errorf("list: %q", list)
	}
	if code, _, _ := cli(t, "", "cached", "token", "revoke", "--data-dir", dir, "--id", "ci"); code != 0 {
		t.Errorf("revoke: %d", code)
	}
	if _, list, _ := cli(t, "", "cached", "token", "list", "--json", "--data-dir", dir); strings.TrimSpace(list) != "[]" {
		t.Errorf("list afterwards: %q", list)
	}
}

func TestCredentialHelper(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "client-token"), []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("FLYWHEEL_TOKEN_FILE", filepath.Join(dir, "client-token"))
	request := `{"uri":"https://localhost/x"}`
	for _, args := range [][]string{{"cached", "credential-helper", "get"}, {"/bin/cached-credential-helper", "get"}} {
		code, stdout, stderr := cli(t, request, args...)
		var got struct{ Headers map[string][]string }
		if err := json.Unmarshal([]byte(stdout), &got); code != 0 || err != nil || got.Headers["Authorization"][0] != "Bearer secret" {
			t.Errorf("%v: %d %q %q", args, code, stdout, stderr)
		}
	}
	t.Setenv("FLYWHEEL_TOKEN_FILE", "")
	if code, stdout, _ := cli(t, request, "cached", "credential-helper", "get", "--data-dir", dir); code != 0 || !strings.Contains(stdout, "Bearer secret") {
		t.Errorf("--data-dir: %d %q", code, stdout)
	}
	if code, _, stderr := cli(t, request, "cached", "credential-helper", "get", "--data-dir", "/nonexistent"); code != 3 || !strings.Contains(stderr, "FLYWHEEL_TOKEN_FILE") {
		t.Errorf("no token: %d %q", code, stderr)
	}
	if code, _, _ := cli(t, "garbage", "cached", "credential-helper", "get"); code != 2 {
		t.Errorf("garbage: %d, want 2", code)
	}
	if code, _, _ := cli(t, request, "cached", "credential-helper", "store"); code != 2 {
		t.Errorf("other verb: %d, want 2", code)
	}
}
