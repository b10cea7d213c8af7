package main

import (
	"fmt"
	"time"

	"github.com/gloriousflywheel/flywheel/tests/affected/matrix"
)

// A kind is a kind of edit; do makes it in a workspace of n packages, each round
// another.
type kind struct {
	name string
	do   func(w *matrix.Workspace, n, round int) error
	// aim bounds our wall time with a warm server and a snapshot of the base; zero
	// is what one query costs and a second.
	aim time.Duration
}

func kinds() []kind {
	word := func(name, old, new string) func(*matrix.Workspace, int, int) error {
		return func(w *matrix.Workspace, _, round int) error { return w.Replace(name, old, fmt.Sprintf(new, round)) }
	}
	last := func(n int) string { return packageName(n - 1) }
	return []kind{
		{"nothing", func(*matrix.Workspace, int, int) error { return nil }, 50 * time.Millisecond},
		{"source", func(w *matrix.Workspace, n, round int) error {
			return w.Write(last(n)+"/a.txt", fmt.Sprint("round ", round))
		}, 50 * time.Millisecond},
		{"source-core", func(w *matrix.Workspace, _, round int) error {
			return w.Write(packageName(0)+"/a.txt", fmt.Sprint("round ", round))
		}, 50 * time.Millisecond},
		{"build", func(w *matrix.Workspace, n, round int) error {
			return w.Replace(last(n)+"/BUILD.bazel", `words = "0"`, fmt.Sprintf(`words = "r%d"`, round))
		}, time.Second},
		{"build-core", func(w *matrix.Workspace, _, round int) error {
			return w.Replace(packageName(0)+"/BUILD.bazel", `words = "0"`, fmt.Sprintf(`words = "r%d"`, round))
		}, time.Second},
		{"package", func(w *matrix.Workspace, _, round int) error {
			return w.Write(fmt.Sprintf("new%d/BUILD.bazel", round), "load(\"//rules:all.bzl\", \"made\")\n\nmade(name = \"made\")\n")
		}, time.Second},
		{"bzl-narrow", word("rules/narrow.bzl", `word = "0"`, `word = "r%d"`), 3 * time.Second},
		{"bzl-all", word("rules/all.bzl", `_PREFIX = "0"`, `_PREFIX = "r%d"`), 3 * time.Second},
		{"bzl-macro", func(w *matrix.Workspace, _, round int) error {
			return w.Replace("rules/all.bzl", `"echo made >`, fmt.Sprintf(`"echo made%d >`, round))
		}, 3 * time.Second},
		{"module", word("MODULE.bazel", `value = "0"`, `value = "r%d"`), 0},
		{"bazelrc", word(".bazelrc", "edition=0", "edition=r%d"), 0},
		{"toolchain", word("tc/BUILD", `word = "0"`, `word = "r%d"`), 0},
	}
}

func kindOf(name string) (kind, bool) {
	for _, k := range kinds() {
		if k.name == name {
			return k, true
		}
	}
	return kind{}, false
}

// wanted are the kinds that are to be measured.
func (o options) wanted() []kind {
	if len(o.edits) == 0 {
		return kinds()
	}
	var some []kind
	for _, name := range o.edits {
		k, _ := kindOf(name)
		some = append(some, k)
	}
	return some
}
