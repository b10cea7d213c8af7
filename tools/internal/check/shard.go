package check

import (
	"maps"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
)

// Shard is one of several parts into which a test's files are dealt out; runs
// of one file build on each other and stay together.
type Shard struct {
	// Index of the part, from 0.
	Index int
	// Total is how many parts there are; below 2 there is only one.
	Total int
}

// of is the shard's part of a selection.
func (s Shard) of(sel selection, tests []*hclmod.TestFile, root string) selection {
	if s.Total < 2 {
		return sel
	}
	files := slices.Clone(sel.files)
	if files == nil {
		for _, t := range tests {
			files = append(files, strings.TrimPrefix(t.Dest, root+"/"))
		}
	}
	slices.Sort(files)
	part := selection{runs: maps.Clone(sel.runs)}
	for i, file := range files {
		if i%s.Total == s.Index {
			part.files = append(part.files, file)
		}
	}
	maps.DeleteFunc(part.runs, func(dest string, _ []string) bool {
		return !slices.Contains(part.files, strings.TrimPrefix(dest, root+"/"))
	})
	return part
}
