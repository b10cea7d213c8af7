package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// specFile writes a spec.
func specFile(t *testing.T, json string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "spec.json")
	if err := os.WriteFile(path, []byte(json), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRun(t *testing.T) {
	dir := t.TempDir()
	src := filepath.Join(dir, "main.tf")
	if err := os.WriteFile(src, []byte("output \"o\" {\n  value = 1\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	deps := `{"v":1,"kind":"deps","label":"//m:m","modules":[{"label":"//m:m","dir":"m","build_file":"m/BUILD.bazel","srcs":[{"path":"` + src + `","dest":"m/main.tf"}]`
	good, bad := specFile(t, deps+`}]}`), specFile(t, deps+`,"deps":["n"]}]}`)
	for _, tc := range []struct {
		name   string
		reason string
		env    string
		args   []string
		code   int
		stdout string
		stderr string
	}{
		{"help", "on stdout, for it was asked for", "", []string{"--help"}, 0, "Exit codes:", ""},
		{"no spec", "the user is told how this program is meant to be started", "", nil, 2, "", "Bazel normally starts this program: bazel test"},
		{"unknown flag", "a misspelt flag is an error", "", []string{"--spek", "x"}, 2, "", "flag provided but not defined: -spek"},
		{"missing spec", "the file is named", "", []string{"--spec", "none.json"}, 2, "", "none.json"},
		{"bad spec", "the file and field are named", "", []string{"--spec", specFile(t, `{"v":1,"kind":"fmt_fix","x":1}`)}, 2, "", `unknown field "x"`},
		{"ok", "a check that finds nothing is silent", "", []string{"--spec", good}, 0, "", ""},
		{"finding", "findings are on stderr", "", []string{"--spec=" + bad}, 1, "", `m/BUILD.bazel: error: //m:m declares the dep "//n"`},
		{"by environment", "targets that Bazel runs have TOFURUN_SPEC", good, nil, 0, "", ""},
		{"flag before environment", "what is said explicitly counts", bad, []string{"--spec", good}, 0, "", ""},
		{"report with environment", "the report can be asked for", good, []string{"--report", filepath.Join(dir, "r.json")}, 0, "", ""},
		{"help by environment", "a target explains itself", good, []string{"--help"}, 0, "Usage: tofurun", ""},
		{"argument", "checks take no arguments, and do not ignore them", good, []string{"-verbose"}, 2, "", `//m:m: unexpected argument "-verbose": kind deps takes none`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			getenv := func(name string) string {
				if name == "TOFURUN_SPEC" {
					return tc.env
				}
				return ""
			}
			var stdout, stderr bytes.Buffer
			code := run(t.Context(), tc.args, getenv, nil, &stdout, &stderr)
			if code != tc.code {
				t.Errorf("exit code %d, want %d: %s", code, tc.code, tc.reason)
			}
			for _, s := range []struct{ name, got, want string }{{"stdout", stdout.String(), tc.stdout}, {"stderr", stderr.String(), tc.stderr}} {
				if !strings.Contains(s.got, s.want) || s.want == "" && s.got != "" {
					t.Errorf("%s = %q, want %q: %s", s.name, s.got, s.want, tc.reason)
				}
			}
		})
	}
	if _, err := os.Stat(filepath.Join(dir, "r.json")); err != nil {
		t.Errorf("--report wrote nothing: %v", err)
	}
}

func TestShards(t *testing.T) {
	dir := t.TempDir()
	status := filepath.Join(dir, "status")
	// A module without tests: whatever runs says so, and tofu is not needed.
	module := specFile(t, `{"v":1,"kind":"test","label":"//m:t","tofu":"none","root":"m","modules":[{"label":"//m:m","dir":"m"}]}`)
	for _, tc := range []struct {
		name         string
		reason       string
		total, index string
		code         int
		stderr       string
		touched      bool
	}{
		{"none", "without shards Bazel expects no answer", "", "", 1, "There are no tests in //m:t", false},
		{"second", "Bazel is told that sharding is understood", "2", "1", 1, "There are no tests in //m:t", true},
		{"no number", "what cannot be read must not run everything, or nothing", "2", "x", 2, "//m:t: reading TEST_SHARD_INDEX", false},
		{"beyond", "a shard that does not exist would run nothing", "2", "2", 2, "2 is none of 2 shards", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			env := map[string]string{
				"TOFURUN_SPEC": module, "TEST_TOTAL_SHARDS": tc.total, "TEST_SHARD_INDEX": tc.index, "TEST_SHARD_STATUS_FILE": status,
			}
			var stdout, stderr bytes.Buffer
			code := run(t.Context(), nil, func(name string) string { return env[name] }, nil, &stdout, &stderr)
			if code != tc.code || !strings.Contains(stderr.String(), tc.stderr) {
				t.Errorf("exit code %d, %s; want %d, %q: %s", code, &stderr, tc.code, tc.stderr, tc.reason)
			}
			if err := os.Remove(status); (err == nil) != tc.touched {
				t.Errorf("touching the status file: %v, want %v", err, tc.touched)
			}
		})
	}
}
