//go:build bazel

package affected_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
)

// TestBridge asks about bases without a snapshot, of which an ancestor has one:
// Bazel is asked for the packages between, and each answer is as that of a new
// snapshot.
func TestBridge(t *testing.T) {
	w, o := asker(t)
	start := o.Base
	o.Head = "HEAD"
	for _, tc := range []struct {
		name           string
		between, after func(*testing.T, *workspace)
		want, wantNot  string
		queries        int
	}{
		{"sources after BUILD files", replace("leaf/BUILD", "echo leaf", "echo between"), write("base/base.txt", "new"), "//mid:mid", "//leaf:leaf", 1},
		{"one package before and after", replace("leaf/BUILD", "echo leaf", "echo between"), replace("leaf/BUILD", "echo between", "echo leaf"), "//leaf:leaf", "//mid:mid", 2},
		{"a dependency from between", replace("leaf/BUILD", `outs = ["leaf.out"]`, `outs = ["leaf.out"], srcs = ["//base"]`), write("base/base.txt", "new"), "//leaf:leaf", "//top:lonely", 1},
		{"a .bzl file from between", func(t *testing.T, w *workspace) {
			w.write(t, "rules/new.bzl", "def new(name):\n    native.filegroup(name = name)\n")
			w.replace(t, "leaf/BUILD", "genrule", "load(\"//rules:new.bzl\", \"new\")\nnew(name = \"x\")\ngenrule")
		}, replace("rules/new.bzl", "filegroup(name = name)", "filegroup(name = name, srcs = [\"BUILD\"])"), "//leaf:x", "//base:base", 2},
		{"a toolchain that a target from between uses", replace("leaf/BUILD", "genrule(", "load(\"//rules:cat.bzl\", \"cat\")\ncat(name = \"c\")\ngenrule("), write("tc/tool.txt", "new"), "//leaf:c", "//leaf:leaf", 1},
		{"a package that went", remove("leaf"), write("base/base.txt", "new"), "//mid:mid", "//leaf:leaf", 1},
		{"a toolchain from between: a new snapshot", replace("tc/BUILD", `value = "1"`, `value = "2"`), write("base/base.txt", "new"), "//mid:mid", "//leaf:leaf", 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			o.Progress = func(text string) { t.Log(text) }
			w.git(t, "checkout", "-q", "-f", start)
			w.git(t, "clean", "-qfd")
			tc.between(t, w)
			o.Base = w.commit(t)
			tc.after(t, w)
			w.commit(t)
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
