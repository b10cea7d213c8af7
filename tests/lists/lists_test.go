//go:build bazel

// Package lists_test checks lists in BUILD files that are kept by hand: what
// must be in them is found in the tree.
package lists_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// pkg is a package with a module or stack: its path and its BUILD file.
type pkg struct{ path, build string }

func TestLists(t *testing.T) {
	root := testenv.SourceTree(t)
	packages := packages(t, root)
	for _, list := range []struct {
		name, file string
		// of says which label of a package must be in the list; none if it is empty.
		of func(pkg) string
	}{
		{"objects held against types", "tools/internal/kubeobjects/strict/BUILD.bazel", func(p pkg) string { return target(p, "tofu_policy_test") }},
		{"rules with tests", "tools/internal/check/refusals/BUILD.bazel", func(p pkg) string {
			if auxiliary(p) {
				return ""
			}
			return target(p, "tofu_test")
		}},
		{"alerts known to policies", "tofu/policy/BUILD.bazel", func(p pkg) string {
			if _, err := os.Stat(filepath.Join(root, p.path, "runbooks")); err != nil {
				return ""
			}
			return "//" + p.path + ":alerts"
		}},
		{"modules of which the lock file pins the providers", "tofu/BUILD.bazel", func(p pkg) string {
			if !strings.Contains(p.build, "@tofu_providers//:") || auxiliary(p) {
				return ""
			}
			return strings.TrimSuffix(target(p, "tofu_module"), ":"+filepath.Base(p.path))
		}},
	} {
		t.Run(list.name, func(t *testing.T) {
			text := read(t, filepath.Join(root, list.file))
			found := 0
			for _, p := range packages {
				label := list.of(p)
				if label == "" {
					continue
				}
				found++
				if !strings.Contains(text, `"`+label+`"`) {
					t.Errorf("%s lacks %q", list.file, label)
				}
			}
			if found < 8 {
				t.Errorf("only %d packages were found below tofu", found)
			}
		})
	}
}

// TestReadme finds modules and stacks that nobody is led to.
func TestReadme(t *testing.T) {
	dir := testenv.SourceTree(t)
	text := read(t, filepath.Join(dir, "tofu/README.md"))
	for _, p := range packages(t, dir) {
		if rel, _ := strings.CutPrefix(p.path, "tofu/"); strings.Count(rel, "/") == 1 && !strings.Contains(text, "]("+rel+") |") {
			t.Errorf("tofu/README.md does not name %s", rel)
		}
	}
}

// TestPolicies finds what is judged by no policy.
func TestPolicies(t *testing.T) {
	for _, p := range packages(t, testenv.SourceTree(t)) {
		deployed := strings.Contains(p.path, "/stacks/") || strings.Contains(p.path, "/examples/")
		if deployed && strings.Contains(p.build, "@tofu_providers//:kube") && target(p, "tofu_policy_test") == "" {
			t.Errorf("//%s deploys to Kubernetes and has no tofu_policy_test", p.path)
		}
	}
}

// auxiliary says that the package is there to show or to test another module.
func auxiliary(p pkg) bool {
	return strings.Contains(p.path, "/examples/") || strings.Contains(p.path, "/tests/")
}

// target is the label of the package's first target of a rule; empty if it has
// none.
func target(p pkg, rule string) string {
	found := regexp.MustCompile(`(?m)^` + rule + `\(\n    name = "([^"]+)"`).FindStringSubmatch(p.build)
	if found == nil {
		return ""
	}
	return "//" + p.path + ":" + found[1]
}

func packages(t *testing.T, root string) []pkg {
	t.Helper()
	var all []pkg
	err := filepath.WalkDir(filepath.Join(root, "tofu"), func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Name() == "BUILD.bazel" {
			var rel string
			rel, err = filepath.Rel(root, filepath.Dir(path))
			all = append(all, pkg{rel, read(t, path)})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
