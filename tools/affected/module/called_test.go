package module_test

import (
	"io/fs"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/module"
	"github.com/google/go-cmp/cmp"
)

func TestCalledOtherwise(t *testing.T) {
	base := `
module(name = "w")
bazel_dep(name = "rules_x", version = "1")
bazel_dep(name = "y", repo_name = "my_y")
use_repo(ext, "one", two = "real_two")
`
	for _, c := range []struct {
		name, head string
		want       []string
	}{
		{"the same", base, nil},
		{"another version", `
bazel_dep(name = "rules_x", version = "2")
bazel_dep(name = "y", repo_name = "my_y")
use_repo(ext, "one", two = "real_two")
`, nil},
		{"each otherwise", `
bazel_dep(name = "rules_x", version = "1", repo_name = "x")
bazel_dep(name = "y")
use_repo(ext, "three", one = "real_two")
`, []string{"one", "real_two", "rules_x", "three", "y"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := module.CalledOtherwise(read(t, base), read(t, c.head))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func read(t *testing.T, text string) module.Module {
	t.Helper()
	m, err := module.Read(reader(text))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// reader reads of a workspace that has a MODULE.bazel alone.
func reader(text string) func(name string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		if name != "MODULE.bazel" {
			return nil, fs.ErrNotExist
		}
		return []byte(text), nil
	}
}

func TestIs(t *testing.T) {
	for _, c := range []struct {
		canonical, name string
		want            bool
	}{
		{"rules_x~", "rules_x", true},
		{"rules_x~1.2", "rules_x", true},
		{"rules_x+", "rules_x", true},
		{"_main~ext~one", "one", true},
		{"+ext+one", "one", true},
		{"rules_x~~ext~one", "ext", false},
		{"rules_xy~", "rules_x", false},
		{"", "one", false},
	} {
		if got := module.Is(c.canonical, c.name); got != c.want {
			t.Errorf("Is(%q, %q) = %v", c.canonical, c.name, got)
		}
	}
}
