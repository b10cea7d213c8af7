package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

const named = "package policy.named\n\ndeny contains \"no name\" if not input.name\n"

const proof = `package policy.named_test

import data.policy.named

_found(doc) := found if {
	found := named.deny with input as doc
}

test_good if count(_found({"name": "a"})) == 0

`

// regoSpec writes a spec of kind rego for files.
func regoSpec(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	s := spec.Spec{V: spec.Version, Kind: spec.KindRego, Label: "//p:p", Policy: &spec.Policy{}}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		f := spec.File{Path: path, Dest: "p/" + name}
		if filepath.Ext(name) == ".rego" {
			s.Policy.Rego = append(s.Policy.Rego, f)
		} else {
			s.Policy.Data = append(s.Policy.Data, f)
		}
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "spec.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRun(t *testing.T) {
	good := regoSpec(t, map[string]string{"p.rego": named, "p_test.rego": proof + "test_bad if count(_found({})) == 1\n"})
	bad := regoSpec(t, map[string]string{"p.rego": named, "p_test.rego": proof})
	broken := regoSpec(t, map[string]string{"p.rego": "package p\n\ndeny if {\n"})
	twice := regoSpec(t, map[string]string{"p.rego": named, "a.json": `{"x": 1}`, "b.json": `{"x": 2}`})
	other := filepath.Join(t.TempDir(), "fmt.json")
	if err := os.WriteFile(other, []byte(`{"v":1,"kind":"fmt_fix","label":"l","tofu":"t"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, reason, env string
		args              []string
		code              int
		stdout, stderr    string
	}{
		{"help", "on stdout, for it was asked for", "", []string{"--help"}, 0, "Exit codes:", ""},
		{"no spec", "the remedy is named", "", nil, 2, "", "give --spec FILE or set TOFURUN_SPEC"},
		{"argument", "nothing is ignored", good, []string{"x"}, 2, "", `unexpected argument "x"`},
		{"missing spec", "the file is named", "", []string{"--spec", "none.json"}, 2, "", "none.json"},
		{"other kind", "the other program is named", other, nil, 2, "", `kind "fmt_fix" is for tofurun`},
		{"good", "says how much was tested", good, nil, 0, "", "3 passed, 0 failed"},
		{"bad", "a rule that no test proves is a finding", bad, nil, 1, "", "p/p.rego:3: no test makes this rule fire"},
		{"broken", "a policy that is none is its author's fault", broken, nil, 2, "", "p/p.rego:4"},
		{"data twice", "no file's data is lost to another's", twice, nil, 2, "", `key "x" is taken: by p/`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			getenv := func(name string) string {
				if name == "TOFURUN_SPEC" {
					return tc.env
				}
				return ""
			}
			var stdout, stderr bytes.Buffer
			if code := run(t.Context(), tc.args, getenv, &stdout, &stderr); code != tc.code {
				t.Errorf("%s: exit code %d, want %d\n%s", tc.reason, code, tc.code, stderr.String())
			}
			if !strings.Contains(stdout.String(), tc.stdout) || !strings.Contains(stderr.String(), tc.stderr) {
				t.Errorf("%s: stdout %q, stderr %q", tc.reason, stdout.String(), stderr.String())
			}
		})
	}
}

func TestFiles(t *testing.T) {
	dir := t.TempDir()
	xml, report := filepath.Join(dir, "t.xml"), filepath.Join(dir, "r.json")
	getenv := func(name string) string { return map[string]string{"XML_OUTPUT_FILE": xml}[name] }
	args := []string{"--spec", regoSpec(t, map[string]string{"p.rego": named, "p_test.rego": proof}), "--report", report}
	if code := run(t.Context(), args, getenv, &bytes.Buffer{}, &bytes.Buffer{}); code != 1 {
		t.Fatalf("exit code %d, want 1", code)
	}
	for file, want := range map[string]string{xml: `tests="2" failures="1"`, report: `"valid": false`} {
		if data, err := os.ReadFile(file); err != nil || !strings.Contains(string(data), want) {
			t.Errorf("%s: %v, %s; want %s", file, err, data, want)
		}
	}
}
