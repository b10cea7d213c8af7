package providerlock_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/providerlock"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

const (
	random = "registry.opentofu.org/hashicorp/random"
	head   = "# This file is maintained automatically by \"tofu init\".\n# Manual edits may be lost in future updates.\n"
	locked = head + "\nprovider \"" + random + "\" {\n  version     = \"3.9.0\"\n  constraints = \"~> 3.8\"\n  hashes = [\n    \"h1:a\",\n    \"zh:b\",\n    \"zh:c\",\n  ]\n}\n"
)

func requires(constraint string) string {
	return "terraform {\n  required_providers {\n    random = {\n      source  = \"hashicorp/random\"\n      version = \"" + constraint + "\"\n    }\n  }\n}\n"
}

// workspace writes files and makes a spec of the lock file and the modules among them.
func workspace(t *testing.T, kind spec.Kind, files map[string]string) *spec.Spec {
	t.Helper()
	top := t.TempDir()
	s := &spec.Spec{V: 1, Kind: kind, Label: "//tofu:lock", Fix: "bazel run //tofu:lock", Locking: &spec.Locking{
		File:      spec.File{Path: filepath.Join(top, "tofu/.terraform.lock.hcl"), Dest: "tofu/.terraform.lock.hcl"},
		Platforms: []string{"linux_amd64", "linux_arm64"}, BuildFile: "tofu/BUILD.bazel",
		SchemaDir: "tofu/schemas", SchemaFix: "bazel run //tofu:schemas",
	}}
	for dest, text := range files {
		path := filepath.Join(top, dest)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		file := spec.File{Path: path, Dest: dest}
		switch filepath.Ext(dest) {
		case ".tf":
			dir := filepath.Dir(dest)
			s.Modules = append(s.Modules, spec.Module{Label: "//" + dir, Dir: dir, Srcs: []spec.File{file}})
		case ".schema":
			s.Locking.Schemas = append(s.Locking.Schemas, file)
		}
	}
	return s
}

func snapshot(version string) string {
	return "tofu/schemas/" + providerlock.SchemaName(random, version)
}

func TestTest(t *testing.T) {
	const lock = "tofu/.terraform.lock.hcl"
	for _, tc := range []struct {
		name, reason string
		files        map[string]string
		change       func(l *spec.Locking)
		want         []string
	}{
		{"ok", "all of it agrees", map[string]string{lock: locked, "m/main.tf": requires("~> 3.8"), snapshot("3.9.0"): ""}, nil, nil},
		{"constraint", "the lock is older than a module", map[string]string{lock: locked, "m/main.tf": requires("~> 4.0"), snapshot("3.9.0"): ""}, nil,
			[]string{"m/main.tf:3:", `is required in version "~> 4.0", but ` + lock + ":4 locks 3.9.0", "bazel run //tofu:lock"}},
		{"conflict", "both places are named", map[string]string{lock: locked, "a/main.tf": requires(">= 3.0, < 3.9.1"), "b/main.tf": requires("> 3.9.1"), snapshot("3.9.0"): ""}, nil,
			[]string{"No version of provider " + random + " can meet every constraint", "a/main.tf:3:5: >= 3.0, < 3.9.1", "b/main.tf:3:5: > 3.9.1"}},
		{"not locked", "a new provider", map[string]string{lock: head, "m/main.tf": requires("~> 3.8")}, nil,
			[]string{"m/main.tf:3:", "is required, but " + lock + " does not lock it", "bazel run //tofu:lock"}},
		{"not required", "a provider that went away", map[string]string{lock: locked, "m/main.tf": "", snapshot("3.9.0"): ""}, nil,
			[]string{lock + ":4: error: Provider " + random + " is locked, but no module of //tofu:lock requires it"}},
		{"extra", "the target itself may require", map[string]string{lock: locked, snapshot("3.9.0"): ""},
			func(l *spec.Locking) { l.Extra = map[string]string{"hashicorp/random": "~> 3.8"} }, nil},
		{"extra constraint", "its place is the BUILD file", map[string]string{lock: locked, snapshot("3.9.0"): ""},
			func(l *spec.Locking) { l.Extra = map[string]string{"hashicorp/random": "~> 4.8"} }, []string{"tofu/BUILD.bazel: error: ", "3.9.0"}},
		{"built here", "a provider of the repository is not locked", map[string]string{lock: head, "m/main.tf": requires("~> 3.8")},
			func(l *spec.Locking) { l.Built = []string{random} }, nil},
		{"form", "a file that was edited", map[string]string{lock: strings.Replace(locked, "  version     =", "  version =", 1), "m/main.tf": requires("~> 3.8"), snapshot("3.9.0"): ""}, nil,
			[]string{"is not in the form in which OpenTofu writes it", "bazel run //tofu:lock"}},
		{"hashes", "one platform was locked, two are wanted", map[string]string{lock: strings.Replace(locked, "    \"zh:c\",\n", "", 1), "m/main.tf": requires("~> 3.8"), snapshot("3.9.0"): ""}, nil,
			[]string{lock + ":4: error: Provider " + random + " has hashes of 1 packages, fewer than the 2 platforms linux_amd64, linux_arm64"}},
		{"no hashes", "nothing could be downloaded", map[string]string{lock: without(), "m/main.tf": requires("~> 3.8"), snapshot("3.9.0"): ""}, nil,
			[]string{"has hashes of 0 packages"}},
		{"no hashes for a while", "said by the target", map[string]string{lock: without(), "m/main.tf": requires("~> 3.8"), snapshot("3.9.0"): ""},
			func(l *spec.Locking) { l.WithoutHashes = []string{random} }, nil},
		{"hashes after all", "the exception is taken back", map[string]string{lock: locked, "m/main.tf": requires("~> 3.8"), snapshot("3.9.0"): ""},
			func(l *spec.Locking) { l.WithoutHashes = []string{random} }, []string{"Remove it from without_hashes (tofu/BUILD.bazel)"}},
		{"snapshot of another version", "the lock was updated alone", map[string]string{lock: locked, "m/main.tf": requires("~> 3.8"), snapshot("3.8.0"): ""}, nil,
			[]string{"has no schema snapshot " + snapshot("3.9.0"), snapshot("3.8.0") + ": error: The snapshot is of a provider or version", "bazel run //tofu:schemas"}},
		{"syntax", "file and line", map[string]string{lock: "provider {\n", "m/main.tf": ""}, nil, []string{lock + ":1:"}},
		{"constraint that is none", "at its place", map[string]string{lock: head, "m/main.tf": requires("three")}, nil, []string{"m/main.tf:3:", "cannot be read"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s := workspace(t, spec.KindLockTest, tc.files)
			if tc.change != nil {
				tc.change(s.Locking)
			}
			r, err := providerlock.Test(s)
			if err != nil {
				t.Fatal(err)
			}
			if r.Valid != (tc.want == nil) {
				t.Errorf("valid: %v: %s", r.Valid, tc.reason)
			}
			contains(t, texts(r), tc.want)
		})
	}
}

func without() string { return locked[:strings.Index(locked, "  hashes")] + "}\n" }

func texts(r report.Report) string {
	var b strings.Builder
	for _, d := range r.Diagnostics {
		b.WriteString(d.Text())
	}
	return b.String()
}

func contains(t *testing.T, text string, parts []string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("missing %q in:\n%s", part, text)
		}
	}
}
