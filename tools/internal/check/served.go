package check

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/schema"
	"github.com/gloriousflywheel/flywheel/tools/internal/serve"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// served runs tofu with the providers served by this process, and gives the
// result to read. tofu gets to see only those types, and of them only those
// parts, of which the names occur in the staged files, so that its work hardly
// grows with the size of a provider. If read is not content, tofu is run again
// with all of them, for then it says what may be meant; that result is read
// instead.
func (w *work) served(ctx context.Context, args []string, read func(tofu.Result) (content bool, err error)) error {
	keep, left, err := w.named(nil)
	if err != nil {
		return err
	}
	content, err := w.servedOnce(ctx, args, keep, read)
	if err == nil && !content && left() {
		_, err = w.servedOnce(ctx, args, nil, read)
	}
	return err
}

// named selects what the staged files name, or a state: of what is destroyed, only that
// has the types. left says whether anything was not selected.
func (w *work) named(state []byte) (keep func(string) bool, left func() bool, err error) {
	words, err := w.words()
	for _, word := range hclmod.Words("state.json", state) {
		words[word] = true
	}
	// Of several providers, at the same time.
	var any atomic.Bool
	return func(name string) bool {
		if !words[name] {
			any.Store(true)
		}
		return words[name]
	}, any.Load, err
}

// servedOnce runs tofu with what keep selects of the providers; nil is all.
func (w *work) servedOnce(ctx context.Context, args []string, keep func(string) bool, read func(tofu.Result) (bool, error)) (content bool, err error) {
	providers, err := w.snapshots()
	if err != nil {
		return false, err
	}
	t := w.tofu()
	if len(providers) > 0 {
		server, err := serve.Start(ctx, serve.Options{
			Dir: w.stage.Tmp(), Providers: providers, Keep: keep, Narrow: true, WorkDir: t.Dir, Env: t.Env.Plugins(),
		})
		if err != nil {
			return false, err
		}
		defer func() { err = errors.Join(err, server.Close()) }()
		t.Env = t.Env.With("TF_REATTACH_PROVIDERS", server.Env())
	}
	res, err := t.Check(ctx, args)
	if err != nil {
		return false, err
	}
	return read(res)
}

// unknownType says whether tofu reports a type that a provider does not have.
func unknownType(diags []report.Diagnostic) bool {
	return slices.ContainsFunc(diags, func(d report.Diagnostic) bool {
		switch d.Summary {
		case "Invalid resource type", "Invalid data source", "Invalid ephemeral resource":
			return true
		}
		return strings.Contains(d.Summary, "does not support")
	})
}

// snapshots are the providers to serve, with their snapshots read.
func (w *work) snapshots() ([]serve.Provider, error) {
	if w.described != nil {
		return w.described, nil
	}
	var providers []serve.Provider
	for _, p := range w.spec.Providers {
		served := serve.Provider{Label: p.Label, Address: p.Address, Plugin: w.plugins[p.Address]}
		if p.Schema != "" {
			s, err := schema.Read(p.Schema)
			if err != nil {
				return nil, err
			}
			if s.Address != p.Address || s.Version != p.Version {
				return nil, fmt.Errorf("the schema snapshot %s is of %s %s, but %s is %s %s: capture it again with tofuschema capture, or run bazel run //:update",
					path.Base(p.Schema), s.Address, s.Version, p.Label, p.Address, p.Version)
			}
			served.Snapshot = s
		}
		providers = append(providers, served)
	}
	w.described = providers
	return providers, nil
}

// words are all words of the staged configuration and test files that may be
// names: among them are those of all types, arguments and blocks that they use.
func (w *work) words() (map[string]bool, error) {
	words := map[string]bool{}
	if len(w.spec.Providers) == 0 {
		return words, nil
	}
	for _, f := range w.files {
		if !hclmod.IsCode(f.Dest) {
			continue
		}
		data, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Dest, err)
		}
		for _, word := range hclmod.Words(f.Dest, data) {
			words[word] = true
		}
	}
	return words, nil
}

// unavailable are findings for providers of which there is nothing to check
// against.
func (w *work) unavailable() []report.Diagnostic {
	var diags []report.Diagnostic
	for _, p := range w.spec.Providers {
		if p.Binary != "" || p.Schema != "" {
			continue
		}
		diags = append(diags, report.Diagnostic{
			Severity: report.Error, File: hclmod.BuildFile(w.spec.Modules[0]),
			Summary: fmt.Sprintf("There is no schema snapshot of %s %s (%s)", p.Address, p.Version, p.Label),
			Detail:  "Capture it with bazel run //:update on a machine that can download the provider, or check with the provider itself: " + realMode() + ".",
		})
	}
	return diags
}

// realMode is how a check comes to run the provider's own program.
func realMode() string {
	return `set provider_mode = "real" on the target, or build with --@flywheel//build/tofu:providers=real`
}
