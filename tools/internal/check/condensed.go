package check

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/condense"
	"github.com/gloriousflywheel/flywheel/tools/internal/hclfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// condensed runs the selected tests in the short way. It tells only of tests
// that all pass; of others there are no events, and they must be run as they are
// written. The staged files are then as they were.
func (w *work) condensed(ctx context.Context, tests []*hclmod.TestFile, sel selection) (*events, error) {
	tests = sel.of(tests, w.dir)
	module, err := contents(w.tree.Config(w.dir))
	if err != nil {
		return nil, err
	}
	files, err := contents(w.filesOf(tests))
	if err != nil {
		return nil, err
	}
	keep, _, err := w.named(nil)
	if err != nil {
		return nil, err
	}
	all := newEvents()
	for _, p := range condense.Passes(module, files) {
		ev, err := w.pass(ctx, p, keep)
		if err := errors.Join(err, w.restore(p, slices.Concat(module, files))); err != nil || ev == nil {
			return nil, err
		}
		all.join(ev, p)
	}
	all.passed(tests)
	return all, nil
}

// pass makes a pass; without events, if anything in it is not well.
func (w *work) pass(ctx context.Context, p condense.Pass, keep func(string) bool) (*events, error) {
	for _, f := range p.Changed {
		if err := w.stage.Replace(f.Name, f.Src); err != nil {
			return nil, err
		}
	}
	if p.Variables {
		keep = func(string) bool { return false }
	}
	var names []string
	for _, name := range p.Tests {
		names = append(names, strings.TrimPrefix(name, w.dir+"/"))
	}
	var ev *events
	well, err := w.servedOnce(ctx, tofu.TestArgs(names, nil), keep, func(res tofu.Result) (bool, error) {
		var err error
		ev, err = w.readEvents(res)
		return err == nil && len(ev.status) > 0 && !report.HasErrors(ev.all()), nil
	})
	if err != nil || !well {
		return nil, err
	}
	return ev, nil
}

// restore puts the files that a pass has changed back.
func (w *work) restore(p condense.Pass, originals []hclfile.File) error {
	var errs []error
	for _, f := range originals {
		if slices.ContainsFunc(p.Changed, func(c hclfile.File) bool { return c.Name == f.Name }) {
			errs = append(errs, w.stage.Replace(f.Name, f.Src))
		}
	}
	return errors.Join(errs...)
}

// filesOf are the staged files of tests.
func (w *work) filesOf(tests []*hclmod.TestFile) []spec.File {
	var files []spec.File
	for _, t := range tests {
		if i := slices.IndexFunc(w.files, func(f spec.File) bool { return f.Dest == t.Dest }); i >= 0 {
			files = append(files, w.files[i])
		}
	}
	return files
}

func contents(files []spec.File) ([]hclfile.File, error) {
	var all []hclfile.File
	for _, f := range files {
		src, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Dest, err)
		}
		all = append(all, hclfile.File{Name: f.Dest, Src: src})
	}
	return all, nil
}
