// Package docs_test holds CONTRIBUTING.md to what it says of dependencies.
package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEachDirectDependencyHasAReasonAndEachReasonADependency(t *testing.T) {
	text := read(t, "CONTRIBUTING.md")
	_, reasons, found := strings.Cut(text, "## Why each dependency")
	bazel, golang, foundGo := strings.Cut(reasons, "Go modules (")
	if !found || !foundGo {
		t.Fatal("CONTRIBUTING.md has no section \"Why each dependency\" with the lists of Bazel modules and Go modules")
	}
	for _, tc := range []struct {
		file, table, dependency string
	}{
		{"MODULE.bazel", bazel, `(?m)^bazel_dep\(\s*name = "([^"]+)"`},
		// Indirect ones end in a comment; tools are dependencies too.
		{"go.mod", golang, `(?m)^(?:\t(\S+)(?: v\S+)?|tool ([^(\s]\S*))$`},
	} {
		t.Run(tc.file, func(t *testing.T) {
			want := names(read(t, tc.file), tc.dependency)
			if len(want) == 0 {
				t.Fatalf("no dependency found in %s", tc.file)
			}
			if diff := cmp.Diff(want, names(tc.table, "(?m)^\\| `([^`]+)` \\| \\S")); diff != "" {
				t.Errorf("dependencies of %s, and those with a reason in CONTRIBUTING.md, in order of name (-want +got):\n%s", tc.file, diff)
			}
		})
	}
}

func names(text, pattern string) []string {
	var found []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		found = append(found, strings.Join(match[1:], "")) // of alternatives one matched
	}
	return slices.Sorted(slices.Values(found))
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
