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

// measureHistory compares the tools on commits of a repository; it says whether ours
// missed nothing.
func measureHistory(ctx context.Context, w *world, stdout io.Writer) (met bool, err error) {
	dir, done, err := w.place()
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, done()) }()
	ws, err := matrix.Clone(ctx, dir, w.bazel, w.repository, w.prefix, w.flags)
	if err != nil {
		return false, err
	}
	if w.keep == "" { // Else its server ends by itself.
		defer func() { err = errors.Join(err, ws.Close()) }()
	}
	ws.Universe = w.universe
	steps, err := ws.Steps(w.commits)
	if err != nil {
		return false, err
	}
	b := &bench{world: w, ws: ws, caches: filepath.Join(dir, "caches")}
	h := history{bench: b, truths: map[string]matrix.Truth{}}
	var rows []row
	for _, step := range steps {
		r, err := h.row(ctx, step)
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if err != nil { // Not every commit can be analysed.
			w.progress("%s: left out: %v", step.Subject, err)
			continue
		}
		rows = append(rows, r)
	}
	if len(rows) == 0 {
		return false, errors.New("no commit could be compared")
	}
	return writeRows(stdout, rows, b.compared())
}

// place is a directory for a clone, and what is to be done with it in the end.
func (w *world) place() (dir string, done func() error, err error) {
	if w.keep != "" {
		return w.keep, func() error { return nil }, os.MkdirAll(w.keep, 0o755)
	}
	if dir, err = os.MkdirTemp(w.dir, "fwb-"); err != nil {
		return "", nil, fmt.Errorf("making a directory for a clone: %w", err)
	}
	return dir, func() error { return os.RemoveAll(dir) }, nil
}

// history compares commits.
type history struct {
	*bench
	truths map[string]matrix.Truth // by commit
}

func (h *history) row(ctx context.Context, step matrix.Step) (row, error) {
	h.progress("%.12s %s", step.After, step.Subject)
	before, err := h.truth(step.Before)
	if err != nil {
		return row{}, err
	}
	h.base = step.Before
	if err := h.ws.Reset(step.After); err != nil {
		return row{}, err
	}
	r, err := h.compare(ctx, fmt.Sprintf("%.9s %.50s", step.After, step.Subject), before, func() (matrix.Truth, error) { return h.truth(step.After) })
	clear(h.truths)
	if err == nil {
		h.truths[step.After] = r.after
	}
	return r, err
}

// truth is that of a commit, which is checked out after: of what can be analysed.
func (h *history) truth(commit string) (matrix.Truth, error) {
	if known, ok := h.truths[commit]; ok {
		return known, nil
	}
	if err := h.ws.Reset(commit); err != nil {
		return matrix.Truth{}, err
	}
	truth, err := h.ws.Truth()
	if err == nil {
		return truth, nil
	}
	partial, failed := h.ws.TruthOfBroken()
	if failed != nil || partial.Empty() {
		return matrix.Truth{}, err
	}
	h.progress("%.12s: not all can be analysed; the rest counts", commit)
	return partial, nil
}

// setHistory takes the repository's directory, and the workspace's below it after "//".
func (o *options) setHistory(dir string) (err error) {
	dir, o.prefix, _ = strings.Cut(dir, "//")
	o.repository, err = filepath.Abs(dir)
	return err
}
