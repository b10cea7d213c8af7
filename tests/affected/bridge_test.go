//go:build bazel

package affected_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tests/affected/matrix"
	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
)

// bridge asks about bases without a snapshot, of which an ancestor has one:
// Bazel is asked for the packages between, and each answer is as that of a new
// snapshot.
func (s subject) bridge(t *testing.T) {
	w, o := s.start(t)
	start := o.Base
	o.Head = "HEAD"
	for _, tc := range []struct {
		name           string
		between, after func(*matrix.Workspace) error
		want, wantNot  string
		queries        int
	}{
		{"sources after BUILD files", matrix.Replace("leaf/BUILD", "echo leaf", "echo between"), matrix.Write("base/base.txt", "new"), "//mid:mid", "//leaf:leaf", 1},
		{"one package before and after", matrix.Replace("leaf/BUILD", "echo leaf", "echo between"), matrix.Replace("leaf/BUILD", "echo between", "echo leaf"), "//leaf:leaf", "//mid:mid", 2},
		{"a dependency from between", matrix.Replace("leaf/BUILD", `outs = ["leaf.out"]`, `outs = ["leaf.out"], srcs = ["//base"]`), matrix.Write("base/base.txt", "new"), "//leaf:leaf", "//top:lonely", 1},
		{"a .bzl file from between", matrix.All(matrix.Write("rules/new.bzl", "def new(name):\n    native.filegroup(name = name)\n"),
			matrix.Replace("leaf/BUILD", "genrule", "load(\"//rules:new.bzl\", \"new\")\nnew(name = \"x\")\ngenrule")), matrix.Replace("rules/new.bzl", "filegroup(name = name)", "filegroup(name = name, srcs = [\"BUILD\"])"), "//leaf:x", "//base:base", 2},
		// Once for the package between. Of its new target it is not known which toolchains it
		// uses, so the answer reaches all that use any: then the base is looked at as a whole.
		{"a toolchain that a target from between uses", matrix.Replace("leaf/BUILD", "genrule(", "load(\"//rules:cat.bzl\", \"cat\")\ncat(name = \"c\")\ngenrule("), matrix.Write("tc/tool.txt", "new"), "//leaf:c", "//leaf:leaf", 2},
		{"a package that went", matrix.Remove("leaf"), matrix.Write("base/base.txt", "new"), "//mid:mid", "//leaf:leaf", 1},
		{"a toolchain from between: a new snapshot", matrix.Replace("tc/BUILD", `value = "1"`, `value = "2"`), matrix.Write("base/base.txt", "new"), "//mid:mid", "//leaf:leaf", 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o.Progress = func(text string) { t.Log(text) }
			reset(t, w, start)
			must(t, tc.between(w))
			o.Base = commit(t, w)
			must(t, tc.after(w))
			commit(t, w)
			r, err := determine.Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			if _, told := r.Affected[tc.want]; !told || len(r.Failures) > 0 {
				t.Errorf("%s is not told; failures %q", tc.want, r.Failures)
			}
			if _, told := r.Affected[tc.wantNot]; told {
				t.Errorf("%s is told", tc.wantNot)
			}
			if r.Queries > tc.queries {
				t.Errorf("Bazel was asked %d times, want %d at most", r.Queries, tc.queries)
			}
			again, err := determine.Run(t.Context(), o)
			if err != nil || len(again.Affected) != len(r.Affected) {
				t.Errorf("with the snapshot kept: %d affected, and %d before (%v)", len(again.Affected), len(r.Affected), err)
			}
		})
	}
}
