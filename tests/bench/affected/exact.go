package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/gloriousflywheel/flywheel/tests/affected/matrix"
)

// A row is one kind of edit: how many labels a tool missed and told without need.
type row struct {
	edit     string
	affected int
	missed   map[string]int
	extra    map[string]int
	failed   map[string]bool
	after    matrix.Truth
}

// measureExactness makes the edits of tests/affected; it says whether ours missed
// nothing.
func measureExactness(ctx context.Context, w *world, stdout io.Writer) (met bool, err error) {
	kinds := matrix.Edits()
	first, rest := matrix.Standard, len(kinds)
	if w.peer != "" { // It ends at a label with such a name.
		first = matrix.Simple
	}
	rows, err := w.edits(ctx, first, kinds, 0)
	if err == nil {
		var more []row
		more, err = w.edits(ctx, matrix.Rare, matrix.RareEdits(), rest)
		rows = append(rows, more...)
	}
	if err != nil {
		return false, err
	}
	return writeRows(stdout, rows, w.compared())
}

// edits makes kinds of edit of a workspace, the numbers of which begin at start.
func (w *world) edits(ctx context.Context, make func(context.Context, string, string) (*matrix.Workspace, string, error), kinds []matrix.Edit, start int) (rows []row, err error) {
	if start > w.last || start+len(kinds) <= w.first {
		return nil, nil
	}
	dir, err := os.MkdirTemp(w.dir, "fwb-")
	if err != nil {
		return nil, fmt.Errorf("making a directory for a workspace: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	ws, base, err := make(ctx, dir, w.bazel)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, ws.Close()) }()
	b := &bench{world: w, ws: ws, base: base, caches: filepath.Join(dir, "caches")}
	before, err := ws.Truth()
	if err != nil {
		return nil, err
	}
	for i, e := range kinds {
		i += start
		// What cannot be loaded has no truth to count by.
		if e.Broken || w.peer != "" && e.OddlyNamed() || i < w.first || i > w.last || i%w.sample != 0 {
			continue
		}
		r, err := b.row(ctx, e, before)
		if err != nil {
			return rows, fmt.Errorf("edit %q: %w", e.Name, err)
		}
		rows = append(rows, r)
	}
	return rows, nil
}

func (w *world) compared() []string {
	if w.peer == "" {
		return []string{ours, exact}
	}
	return []string{ours, exact, peer}
}

func (b *bench) row(ctx context.Context, e matrix.Edit, before matrix.Truth) (row, error) {
	b.progress("%s", e.Name)
	if err := b.ws.Reset(b.base); err != nil {
		return row{}, err
	}
	if err := e.Do(b.ws); err != nil {
		return row{}, err
	}
	if _, err := b.ws.Commit(); err != nil {
		return row{}, err
	}
	return b.compare(ctx, e.Name, before, b.ws.Truth)
}

// compare compares what the tools tell of the commit that is checked out.
func (b *bench) compare(ctx context.Context, name string, before matrix.Truth, truth func() (matrix.Truth, error)) (row, error) {
	r := row{edit: name, missed: map[string]int{}, extra: map[string]int{}, failed: map[string]bool{}}
	told := map[string]map[string]bool{}
	for _, tool := range b.compared() {
		_, out, err := b.run(ctx, tool, true)
		if err != nil && (tool != peer || ctx.Err() != nil) {
			return r, err
		}
		r.failed[tool] = err != nil
		told[tool] = map[string]bool{}
		for line := range strings.Lines(string(out)) {
			told[tool][whole(strings.TrimSpace(line))] = true
		}
	}
	after, err := truth()
	if err != nil {
		return r, err
	}
	r.after = after
	affected := before.Affected(after)
	r.affected = len(affected)
	for tool, labels := range told {
		for label, why := range affected {
			// --exact goes by actions: what is only written otherwise is the same to it.
			if !labels[label] && !(tool == exact && why == matrix.DefinedOtherwise) {
				b.progress("%s missed %s, which is %s", tool, label, why)
				r.missed[tool]++
			}
		}
		for _, label := range before.Unaffected(after) {
			if labels[label] {
				b.progress("%s told %s without need", tool, label)
				r.extra[tool]++
			}
		}
	}
	b.progress("%d affected; missed %v, told without need %v", r.affected, r.missed, r.extra)
	return r, nil
}
