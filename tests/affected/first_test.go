//go:build bazel

package affected_test

import (
	"testing"

	"github.com/gloriousflywheel/flywheel/tests/affected/matrix"
	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// first asks where no commit has a snapshot. Of a change of sources the user's
// own Bazel tells the graph; what that does not tell makes a snapshot of the base.
func (s subject) first(t *testing.T) {
	w, base := s.w, s.o.Base
	for _, tc := range []struct {
		name          string
		do            func(*matrix.Workspace) error
		want, wantNot string
		queries       int
	}{
		{"source", matrix.Write("base/base.txt", "new"), "//mid:mid", "//leaf:leaf", 1},
		{"a file that a module extension reads", matrix.Write("ext/hidden.json", "new"), "//top:ext", "//leaf:leaf", 3},
		{"a toolchain's file", matrix.Write("tc/tool.txt", "new"), "//mid:mid", "//leaf:leaf", 2},
		{"BUILD file", matrix.Replace("leaf/BUILD", "echo leaf", "echo new"), "//leaf:leaf", "//mid:mid", 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			reset(t, w, base)
			must(t, tc.do(w))
			commit(t, w)
			o := determine.Options{
				Workspace: w.Dir, Base: base, Head: "HEAD", MergeBase: true, Bazel: w.Program, Cache: t.TempDir(),
				Store: snapshot.Dir{Path: t.TempDir()}, Progress: func(text string) { t.Log(text) },
			}
			for range 2 {
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
			}
		})
	}
}
