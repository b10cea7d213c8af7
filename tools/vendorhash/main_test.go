package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const goMod = "module github.com/gloriousflywheel/flywheel\n"

// tree writes a source tree and gives its directory; files whose content is
// empty are left out.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if content == "" {
			continue
		}
		if err := writeFile(filepath.Join(dir, name), []byte(content)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func base() map[string]string {
	return map[string]string{
		"go.mod":           goMod,
		"go.sum":           "a h1:x\n",
		"tools/a/main.go":  "package main\nimport (\n_ \"fmt\"\n_ \"example.com/one\"\n_ \"github.com/gloriousflywheel/flywheel/tools/b\"\n)\n",
		"tools/b/b.go":     "//go:build never\npackage b\nimport _ \"example.com/two/sub\"\n",
		"tools/b/_draft/x": "not Go",
		"tests/t.go":       "package t\nimport _ \"example.com/three\"\n",
	}
}

func TestDigestChangesWithTheVendorTreeAndWithNothingElse(t *testing.T) {
	want := digestOf(t, base())
	for _, tc := range []struct {
		name, reason, file, content string
		changes                     bool
	}{
		{"go.mod", "chooses versions", "go.mod", goMod + "// x\n", true},
		{"go.sum", "chooses contents", "go.sum", "b h1:x\n", true},
		{"new import", "vendors another package", "tools/b/c.go", "package b\nimport _ \"example.com/four\"\n", true},
		{"import of a test", "is vendored too", "tools/b/b_test.go", "package b\nimport _ \"example.com/four\"\n", true},
		{"import gone", "is no longer vendored, whatever its build tags", "tools/b/b.go", "package b\n", true},
		{"own code", "is not vendored", "tools/a/other.go", "package main\nfunc f() {}\n", false},
		{"import known", "is vendored once", "tools/b/c.go", "package b\nimport _ \"example.com/one\"\n", false},
		{"fixture", "go ignores testdata", "tools/b/testdata/x.go", "package x\nimport _ \"example.com/four\"\n", false},
		{"other directory", "flake.nix builds tools only", "tests/u.go", "package t\nimport _ \"example.com/five\"\n", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			files := base()
			files[tc.file] = tc.content
			if got := digestOf(t, files); (got != want) != tc.changes {
				t.Errorf("%s: digest changed: %v, want %v", tc.reason, got != want, tc.changes)
			}
		})
	}
}

func digestOf(t *testing.T, files map[string]string) string {
	t.Helper()
	in, err := readInputs(tree(t, files))
	if err != nil {
		t.Fatal(err)
	}
	return in.digest()
}

func TestFixThenCheck(t *testing.T) {
	dir := tree(t, base())
	// A go that writes what the real one would: one file below vendor.
	fakeGo(t, "test \"$1 $3 $4\" = \"-C mod vendor\" && cd \"$2\" && test -f tools/a/main.go && mkdir vendor && echo x > vendor/modules.txt")
	if code, _, stderr := vendorhash(t, "--root", dir); code != 0 {
		t.Fatalf("fix: exit code %d: %s", code, stderr)
	}
	data, err := os.ReadFile(filepath.Join(dir, recordName))
	// By "nix hash path" of that directory.
	const want = `"vendorHash": "sha256-XSTBTQ4+pHfKJLF3rsoRCwf0WPHaALa+pGWJJHDkgwc="`
	if err != nil || !strings.Contains(string(data), want) {
		t.Errorf("%v\n%s\nwant %s", err, data, want)
	}
	if code, stdout, stderr := vendorhash(t, "--mode=check", "--root", dir); code != 0 || stdout != "" {
		t.Errorf("check of what fix wrote: exit code %d: %s%s", code, stdout, stderr)
	}
}

func TestRefusals(t *testing.T) {
	current := `{"v":1,"inputs":"` + digestOf(t, base()) + `","vendorHash":"sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}`
	for _, tc := range []struct {
		name, reason, file, content string
		args                        []string
		code                        int
		says                        string
	}{
		{"current", "the case that the others differ from", recordName, current, []string{"--mode=check"}, 0, ""},
		{"stale", "another tree's", recordName, strings.Replace(current, "inputs\":\"", "inputs\":\"0", 1), []string{"--mode=check"}, 1, "have changed since"},
		{"no record", "nothing to build with", recordName, "", []string{"--mode=check"}, 1, "no such file"},
		{"no hash", "Nix would refuse it", recordName, strings.Replace(current, "sha256-", "", 1), []string{"--mode=check"}, 1, "want version 1 and a vendorHash"},
		{"unknown field", "another version of this program", recordName, `{"v":1,"hash":"x"}`, []string{"--mode=check"}, 1, "hash"},
		{"no go.mod", "not a source tree", "go.mod", "", []string{"--mode=check"}, 3, "reading go.mod"},
		{"not Go", "imports cannot be told", "tools/a/x.go", "pakkage", []string{"--mode=check"}, 3, "tools/a/x.go"},
		{"go fails", "its own words say why", "go.sum", "x\n", nil, 3, "no such host"},
		{"unknown mode", "a typing error", recordName, current, []string{"--mode=fixx"}, 2, "want fix or check"},
		{"argument", "would be dropped in silence", recordName, current, []string{"x"}, 2, "unexpected argument"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			files := base()
			files[recordName] = current
			files[tc.file] = tc.content
			fakeGo(t, "echo no such host >&2; exit 1")
			code, stdout, stderr := vendorhash(t, append([]string{"--root", tree(t, files)}, tc.args...)...)
			if code != tc.code || !strings.Contains(stdout+stderr, tc.says) {
				t.Errorf("%s: exit code %d, want %d; output %q, want …%q…", tc.reason, code, tc.code, stdout+stderr, tc.says)
			}
		})
	}
}

func vendorhash(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, errs strings.Builder
	code = run(context.Background(), args, &out, &errs)
	return code, out.String(), errs.String()
}

func fakeGo(t *testing.T, script string) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go"), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GO", "")
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}
