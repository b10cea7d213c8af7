package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

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
	ws, base, err := matrix.Standard(ctx, dir, w.bazel)
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
		if e.Broken || i%w.sample != 0 { // What cannot be loaded has no truth to count by.
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
		return []string{ours}
	}
	return []string{ours, peer}
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
		if err != nil && (tool == ours || ctx.Err() != nil) {
			return r, err
		}
		r.failed[tool] = err != nil
		told[tool] = map[string]bool{}
		for line := range strings.Lines(string(out)) {
			told[tool][strings.TrimSpace(line)] = true
		}
	}
	after, err := b.ws.Truth()
	if err != nil {
		return r, err
	}
	affected := before.Affected(after)
	r.affected = len(affected)
	for tool, labels := range told {
		for label := range affected {
			if !labels[label] {
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

// writeRows writes the edits at which a tool was not exact, and the sums.
func writeRows(stdout io.Writer, rows []row, tools []string) (bool, error) {
	fmt.Fprintf(stdout, "\n%d kinds of edit; where a tool was not exact: rules missed / told without need\n\n", len(rows))
	tw := tabwriter.NewWriter(stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "  edit\taffected\t"+strings.Join(tools, "\t"))
	sums := row{missed: map[string]int{}, extra: map[string]int{}, failed: map[string]bool{}}
	for _, r := range rows {
		inexact := false
		sums.affected += r.affected
		for _, tool := range tools {
			inexact = inexact || r.missed[tool]+r.extra[tool] > 0 || r.failed[tool]
			sums.missed[tool] += r.missed[tool]
			sums.extra[tool] += r.extra[tool]
		}
		if inexact {
			r.write(tw, tools)
		}
	}
	sums.edit = "all"
	sums.write(tw, tools)
	return sums.missed[ours] == 0, tw.Flush()
}

func (r row) write(w io.Writer, tools []string) {
	fmt.Fprintf(w, "  %s\t%d", r.edit, r.affected)
	for _, tool := range tools {
		text := fmt.Sprintf("%d / %d", r.missed[tool], r.extra[tool])
		if r.failed[tool] {
			text = "failed"
		}
		fmt.Fprint(w, "\t"+text)
	}
	fmt.Fprintln(w)
}
