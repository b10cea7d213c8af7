package determine_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tools/affected/determine"
	"github.com/gloriousflywheel/flywheel/tools/affected/output"
	"github.com/gloriousflywheel/flywheel/tools/affected/snapshot"
)

// The tests that the files on disk affect, compared with where they left main.
func ExampleRun() {
	cache := filepath.Join(os.TempDir(), "affected")
	r, err := determine.Run(context.Background(), determine.Options{
		Workspace: ".", Base: "origin/main", Head: determine.Worktree, MergeBase: true,
		Cache: cache, Store: snapshot.Dir{Path: filepath.Join(cache, "snapshots"), MaxBytes: 1 << 30},
		Progress: func(text string) { fmt.Fprintln(os.Stderr, text) },
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	for _, t := range output.New(r, output.Filter{Tests: true}).Targets {
		path, reason := r.Path(t.Label)
		fmt.Println(t.Label, "because", reason, "by way of", path)
	}
}
