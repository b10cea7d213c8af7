package check

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/preview"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/serve"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// PreviewRequest is a preview to make.
type PreviewRequest struct {
	// VarFiles are the user's own variable files, absolute; the spec's come first.
	VarFiles []string
	// Values, if not nil, is the content of one more variable file, *.tfvars.json.
	// It may be secret.
	Values []byte
	// State, if not nil, is the state to plan against; it is not refreshed.
	State []byte
	// Destroy plans the removal of everything in the state.
	Destroy bool
	// Options are more options of tofu plan, such as "-target=x".
	Options []string
	// Text and Color say whether the plan's text is wanted, and how.
	Text, Color bool
	// Outputs, if there are any, are all that is asked of the plan: the rest of the
	// configuration is planned only if without it there are errors.
	Outputs []string
}

// Preview is what tofu planned with nothing but schemas.
type Preview struct {
	// Diagnostics are the findings. With errors among them there is no plan.
	Diagnostics []report.Diagnostic
	// Text is the plan for people, if it was asked for.
	Text string
	// JSON is the plan as tofu shows it; it has sensitive values.
	JSON []byte
	// LeftOut are parts of the configuration that were not looked at.
	LeftOut []preview.Part
}

// MakePreview plans the spec's root module against the schemas of its
// providers: without init, backend, network, or anything being read. Everything
// that it writes is in a temporary directory, which is gone when it returns.
func MakePreview(ctx context.Context, s *spec.Spec, r PreviewRequest) (*Preview, error) {
	p, err := makePreview(ctx, s, r)
	if err == nil && len(r.Outputs) > 0 && report.HasErrors(p.Diagnostics) {
		r.Outputs = nil
		return makePreview(ctx, s, r)
	}
	return p, err
}

func makePreview(ctx context.Context, s *spec.Spec, r PreviewRequest) (p *Preview, err error) {
	w, err := open(s, false)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, w.stage.Close()) }()
	p = &Preview{}
	warnings, fatal, err := w.prepare(ctx, nil, nil)
	if err != nil {
		return nil, err
	}
	_, syntax, err := w.tree.Module(w.dir)
	if err != nil {
		return nil, err
	}
	p.Diagnostics = append(warnings, fatal...)
	if report.HasErrors(p.Diagnostics) {
		p.Diagnostics = append(p.Diagnostics, syntax...)
		return p, nil
	}
	if p.LeftOut, err = w.rewrite(r.Outputs); err != nil {
		return nil, err
	}
	args, err := w.previewArgs(r)
	if err != nil {
		return nil, err
	}
	return p, w.preview(ctx, r, args, p)
}

// rewrite changes the staged configuration for a preview, or for one of outputs.
func (w *work) rewrite(outputs []string) ([]preview.Part, error) {
	var leftOut []preview.Part
	dirs, err := w.reached()
	if err != nil {
		return nil, err
	}
	sources, err := w.sources(dirs, outputs)
	if err != nil {
		return nil, err
	}
	for _, dir := range dirs {
		var names []string
		for _, f := range w.tree.Config(dir) {
			names = append(names, f.Dest)
		}
		m, err := preview.Rewrite(dir == w.dir, names, func(name string) ([]byte, error) { return sources[name], nil })
		if err != nil {
			return nil, fmt.Errorf("reading the configuration: %w", err)
		}
		leftOut = append(leftOut, m.LeftOut...)
		for name, content := range m.Files {
			if err := w.stage.Replace(name, content); err != nil {
				return nil, err
			}
		}
	}
	return leftOut, nil
}

// reached are the directories that the root module's calls reach.
func (w *work) reached() ([]string, error) {
	m := stage.Manifest{Resolver: hclmod.Resolver{Tree: w.tree, Modules: w.spec.Modules}, Root: w.spec.Modules[0]}
	_, _, err := m.Build()
	return m.Dirs(), err
}

// previewArgs writes the files that tofu plan takes beside the configuration,
// and returns its command line. The plan's file is in the stage.
func (w *work) previewArgs(r PreviewRequest) ([]string, error) {
	var varFiles []string
	for _, f := range w.spec.Stack.VarFiles {
		varFiles = append(varFiles, w.stage.Path(f.Dest))
	}
	varFiles = append(varFiles, r.VarFiles...)
	for _, f := range []struct {
		name    string
		content []byte
	}{{"flags.tfvars.json", r.Values}, {"before.tfstate", r.State}} {
		if f.content == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(w.stage.Dir, f.name), f.content, 0o600); err != nil {
			return nil, fmt.Errorf("staging %s: %w", f.name, err)
		}
	}
	if r.Values != nil {
		varFiles = append(varFiles, filepath.Join(w.stage.Dir, "flags.tfvars.json"))
	}
	extra := []string{"-json", "-refresh=false", "-lock=false", "-state=" + filepath.Join(w.stage.Dir, "before.tfstate")}
	return tofu.PlanArgs(tofu.Plan{Out: w.draft(), Destroy: r.Destroy, VarFiles: varFiles, Extra: append(extra, r.Options...)}), nil
}

func (w *work) draft() string { return filepath.Join(w.stage.Dir, "draft.tfplan") }

// preview plans with only the types that configuration and state name, and
// again with all of them if that fails: then tofu says what may be meant.
func (w *work) preview(ctx context.Context, r PreviewRequest, args []string, p *Preview) error {
	keep, left, err := w.named(r.State)
	if err != nil {
		return err
	}
	before := p.Diagnostics
	if err := w.previewOnce(ctx, r, args, keep, p); err != nil {
		return err
	}
	if unknownType(p.Diagnostics) && left() {
		p.Diagnostics = before
		return w.previewOnce(ctx, r, args, nil, p)
	}
	return nil
}

func (w *work) previewOnce(ctx context.Context, r PreviewRequest, args []string, keep func(string) bool, p *Preview) (err error) {
	providers, err := w.snapshots()
	if err != nil {
		return err
	}
	t := w.tofu()
	if len(providers) > 0 {
		server, err := serve.Start(ctx, serve.Options{
			Dir: w.stage.Tmp(), Providers: providers, Keep: keep, WorkDir: t.Dir, Env: t.Env.Plugins(), Synthetic: true, DataMarker: preview.Marker,
		})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, server.Close()) }()
		t.Env = t.Env.With("TF_REATTACH_PROVIDERS", server.Env())
	}
	res, err := t.Check(ctx, args)
	if err != nil {
		return err
	}
	diags, err := w.readPlan(res)
	if err != nil {
		return err
	}
	p.Diagnostics = slices.Concat(p.Diagnostics, diags)
	if report.HasErrors(diags) {
		return nil
	}
	if p.JSON, err = w.show(ctx, t, true, false); err != nil || !r.Text {
		return err
	}
	text, err := w.show(ctx, t, false, r.Color)
	p.Text = preview.Text(w.stage.Relative(string(text)))
	return err
}

// show prints the plan.
func (w *work) show(ctx context.Context, t tofu.Tofu, asJSON, color bool) ([]byte, error) {
	args := tofu.ShowArgs(asJSON, w.draft())
	if !color {
		args = slices.Insert(args, 1, "-no-color")
	}
	res, err := t.Check(ctx, args)
	if err != nil {
		return nil, err
	}
	if res.Code != 0 {
		return nil, w.unexpected("show", res)
	}
	return res.Stdout, nil
}

// readPlan reads the findings from the output of "tofu plan -json".
func (w *work) readPlan(res tofu.Result) ([]report.Diagnostic, error) {
	var diags []report.Diagnostic
	for line := range bytes.Lines(res.Stdout) {
		var e struct {
			Type       string          `json:"type"`
			Diagnostic *tofuDiagnostic `json:"diagnostic"`
		}
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, w.unexpected("plan", res)
		}
		if e.Diagnostic != nil {
			diags = append(diags, inPreview(w.translator().translate(*e.Diagnostic)))
		}
	}
	if report.HasErrors(diags) != (res.Code != 0) {
		return nil, w.unexpected("plan", res)
	}
	return report.New(w.spec.Label, string(w.spec.Kind), diags).Diagnostics, nil
}

// inPreview adds to a finding what may be its cause only in a preview.
func inPreview(d report.Diagnostic) report.Diagnostic {
	if d.Summary == "Invalid count argument" || d.Summary == "Invalid for_each argument" {
		d.Detail += "\nA preview reads no data sources and knows nothing that a provider computes. If it depends on a data source, only a plan can tell."
	}
	if path.Base(d.File) == preview.OverrideFile {
		// The file is none of the user's.
		d.File, d.Line, d.Column, d.Snippet = "", 0, 0, ""
	}
	return d
}
