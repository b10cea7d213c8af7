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
}

// measureExactness makes the edits of tests/affected; it says whether ours missed
// nothing.
func measureExactness(ctx context.Context, w *world, stdout io.Writer) (met bool, err error) {
	dir, err := os.MkdirTemp(w.dir, "fwb-")
	if err != nil {
		return false, fmt.Errorf("making a directory for a workspace: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	make := matrix.Standard
	if w.peer != "" { // It ends at a label with such a name.
		make = matrix.Simple
	}
	ws, base, err := make(ctx, dir, w.bazel)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, ws.Close()) }()
	b := &bench{world: w, ws: ws, base: base, caches: filepath.Join(dir, "caches")}
	before, err := ws.Truth()
	if err != nil {
		return false, err
	}
	var rows []row
	for i, e := range matrix.Edits() {
		// What cannot be loaded has no truth to count by.
		if e.Broken || w.peer != "" && e.OddlyNamed() || i < w.first || i > w.last || i%w.sample != 0 {
			continue
		}
		r, err := b.row(ctx, e, before)
		if err != nil {
			return false, fmt.Errorf("edit %q: %w", e.Name, err)
		}
		rows = append(rows, r)
	}
	return writeRows(stdout, rows, b.compared())
}

func (b *bench) compared() []string {
	if b.peer == "" {
		return []string{ours, exact}
	}
	return []string{ours, exact, peer}
}

func (b *bench) row(ctx context.Context, e matrix.Edit, before matrix.Truth) (row, error) {
	r := row{edit: e.Name, missed: map[string]int{}, extra: map[string]int{}, failed: map[string]bool{}}
	b.progress("%s", e.Name)
	if err := b.ws.Reset(b.base); err != nil {
		return r, err
	}
	if err := e.Do(b.ws); err != nil {
		return r, err
	}
	if _, err := b.ws.Commit(); err != nil {
		return r, err
	}
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
	after, err := b.ws.Truth()
	if err != nil {
		return r, err
	}
	affected := before.Affected(after)
	r.affected = len(affected)
	for tool, labels := range told {
		for label, why := range affected {
			// --exact goes by actions: what is only written otherwise is the same to it.
			if !labels[label] && !(tool == exact && why == matrix.DefinedOtherwise) {
				r.missed[tool]++
			}
		}
		for _, label := range before.Unaffected(after) {
			if labels[label] {
				r.extra[tool]++
			}
		}
	}
	return r, nil
}
