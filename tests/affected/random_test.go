//go:build bazel

package affected_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gloriousflywheel/flywheel/tests/affected/matrix"
	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
)

// random makes commits of several random edits. The seed of a failure is in
// the name of its subtest.
func (s subject) random(t *testing.T) {
	w, o := s.start(t)
	o.Head = "HEAD"
	all := slices.DeleteFunc(matrix.Edits(), func(e matrix.Edit) bool { return e.Extra >= matrix.Whole || e.Broken })
	for seed := range uint64(20) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			o.Progress = func(text string) { t.Log(text) }
			reset(t, w, o.Base)
			random := rand.New(rand.NewPCG(seed, 0))
			o.Head = "HEAD"
			for range 2 + random.IntN(4) {
				// One that an earlier one has made impossible may be done by half.
				e := all[random.IntN(len(all))]
				t.Log(e.Name, e.Do(w))
			}
			if random.IntN(3) == 0 { // Not committed, and some of it staged.
				o.Head = determine.Worktree
				git(t, w, "add", "--", "base", "MODULE.bazel")
			} else {
				commit(t, w)
			}
			r, err := determine.Run(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			after, err := w.Truth()
			if err != nil {
				after = truth(t, w, true)
			}
			judge(t, w, matrix.Edit{Queries: 2, Extra: matrix.Whole, Broken: err != nil}, s.before, after, r, false)
		})
	}
}
