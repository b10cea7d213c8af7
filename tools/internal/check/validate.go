package check

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/serve"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
)

// Validate runs tofu validate on the module, without init, network or lock
// file, and checks what tofu cannot check that way: that every call means a
// dep, and that the providers given have the versions required.
func Validate(ctx context.Context, s *spec.Spec) (report.Report, error) {
	w, err := open(s, false)
	if err != nil {
		return report.Report{}, err
	}
	defer w.stage.Close()
	diags, err := w.validate(ctx)
	if err != nil {
		return report.Report{}, err
	}
	return report.New(s.Label, string(s.Kind), diags), nil
}

// work is a staged spec.
type work struct {
	spec  *spec.Spec
	stage *stage.Stage
	tree  *hclmod.Tree
	// files are all that is staged.
	files []spec.File
	// plugins are the programs of providers by address, in the stage.
	plugins map[string]string
	// dir is the directory in which tofu works.
	dir string
	// described are the providers with their snapshots, once they are read.
	described []serve.Provider
}

// open stages the spec's files and providers. The caller closes the stage. run
// says that providers will be run for more than validation.
func open(s *spec.Spec, run bool) (*work, error) {
	st, err := stage.New()
	if err != nil {
		return nil, err
	}
	w := &work{spec: s, stage: st, dir: path.Clean(s.Root)}
	// A lock file's entries are an error for providers that are not installed,
	// and none are: they are given directly.
	files := slices.DeleteFunc(s.TreeFiles(), func(f spec.File) bool { return path.Base(f.Dest) == ".terraform.lock.hcl" })
	w.files, w.tree = files, hclmod.NewTree(files)
	err = st.Link(files...)
	if err == nil {
		err = st.Make(w.dir)
	}
	if err == nil {
		w.plugins, err = st.Plugins(s.Providers, run)
	}
	if err != nil {
		st.Close()
		return nil, err
	}
	return w, nil
}

func (w *work) tofu() tofu.Tofu {
	return tofu.Tofu{
		Path: w.spec.Tofu,
		Dir:  w.stage.Path(w.dir),
		Env:  tofu.Hermetic(w.stage.Tmp(), w.stage.Data(), ""),
	}
}

func (w *work) translator() translator { return translator{stage: w.stage, root: w.dir} }

// prepare writes the manifest of module calls and checks the providers. With
// errors in the second result tofu would only repeat them in its own words,
// with remedies that do not apply here.
func (w *work) prepare(ctx context.Context, tests []*hclmod.TestFile, wrapper *stage.Wrapper) (diags, fatal []report.Diagnostic, err error) {
	m := stage.Manifest{
		Resolver: hclmod.Resolver{Tree: w.tree, Modules: w.spec.Modules},
		Root:     w.spec.Modules[0], Tests: tests, TestLabel: w.spec.Label, Wrapper: wrapper,
	}
	data, fatal, err := m.Build()
	if err != nil {
		return nil, nil, err
	}
	versions, missing, err := w.providers(m.Dirs())
	if err != nil {
		return nil, nil, err
	}
	unmet, err := w.testProviders(tests)
	if err != nil {
		return nil, nil, err
	}
	called, err := w.functions(m.Dirs(), tests)
	if err != nil {
		return nil, nil, err
	}
	required, err := w.requiredVersions(ctx, m.Dirs())
	if err != nil {
		return nil, nil, err
	}
	versions = append(versions, required...)
	return versions, slices.Concat(fatal, w.unavailable(), missing, unmet, called), w.stage.WriteManifest(data)
}

func (w *work) validate(ctx context.Context) ([]report.Diagnostic, error) {
	root, syntax, err := w.tree.Module(w.dir)
	if err != nil {
		return nil, err
	}
	if !w.tree.Has(w.dir) {
		r, err := Deps(w.spec)
		return r.Diagnostics, err
	}
	var wrapper *stage.Wrapper
	if len(root.Aliases()) > 0 && !report.HasErrors(syntax) {
		wrapper = &stage.Wrapper{Dir: wrapperDir, Name: wrapperCall}
		if err := w.writeWrapper(wrapper, root); err != nil {
			return nil, err
		}
	}
	diags, fatal, err := w.prepare(ctx, nil, wrapper)
	if err != nil {
		return nil, err
	}
	if len(fatal) > 0 {
		return append(append(diags, fatal...), syntax...), nil
	}
	found, err := w.runValidate(ctx)
	return append(diags, found...), err
}

func (w *work) runValidate(ctx context.Context) ([]report.Diagnostic, error) {
	var diags []report.Diagnostic
	err := w.served(ctx, tofu.ValidateArgs(), func(res tofu.Result) (content bool, err error) {
		diags, err = w.readValidate(res)
		return !report.HasErrors(diags), err
	})
	return diags, err
}

// readValidate reads the output of "tofu validate -json".
func (w *work) readValidate(res tofu.Result) ([]report.Diagnostic, error) {
	var out struct {
		FormatVersion string           `json:"format_version"`
		Valid         bool             `json:"valid"`
		Diagnostics   []tofuDiagnostic `json:"diagnostics"`
	}
	if err := json.Unmarshal(res.Stdout, &out); err != nil || !strings.HasPrefix(out.FormatVersion, "1.") {
		return nil, w.unexpected("validate", res)
	}
	var diags []report.Diagnostic
	t := w.translator()
	for _, d := range out.Diagnostics {
		diags = append(diags, t.translate(d))
	}
	if out.Valid == report.HasErrors(diags) || out.Valid != (res.Code == 0) {
		return nil, w.unexpected("validate", res)
	}
	return diags, nil
}

// unexpected is the error for output that does not mean anything known.
func (w *work) unexpected(command string, res tofu.Result) error {
	text := strings.TrimSpace(string(res.Stdout) + string(res.Stderr))
	return fmt.Errorf("running tofu %s: exit code %d with unexpected output:\n%s", command, res.Code, w.stage.Relative(text))
}

const (
	// wrapperDir is where the generated root lies; no package has this name.
	wrapperDir = ".wrapper"
	// wrapperCall is the name of its module block.
	wrapperCall = "this"
)

// writeWrapper writes a root module that calls the module and passes the
// provider configurations which it expects from its caller: a module with
// configuration_aliases cannot be validated alone.
func (w *work) writeWrapper(wrapper *stage.Wrapper, root *hclmod.Module) error {
	if err := w.stage.Make(wrapper.Dir); err != nil {
		return err
	}
	// The name explains itself in a finding.
	file := w.stage.Path(path.Join(wrapper.Dir, "root_for_configuration_aliases.tf"))
	if err := os.WriteFile(file, wrapperSource(wrapper.Source(root.Dir), root), 0o600); err != nil {
		return fmt.Errorf("writing a wrapper for %s: %w", w.spec.Label, err)
	}
	w.dir = wrapper.Dir
	return nil
}
