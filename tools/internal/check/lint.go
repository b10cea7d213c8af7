package check

import (
	"context"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/hashicorp/hcl/v2"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/lint"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
	"github.com/gloriousflywheel/flywheel/tools/internal/tflint"
)

// Lint looks at one module, and at none that it calls, by TFLint's rules and the
// house rules. Every finding is an error: what shall be allowed is said in the
// source or in the module's configuration.
func Lint(ctx context.Context, s *spec.Spec) (report.Report, error) {
	l := linter{spec: s, module: lint.Module{Root: s.Lint.Root}, staged: map[string]string{}}
	diags, err := l.run(ctx)
	if err != nil {
		return report.Report{}, err
	}
	return report.New(s.Label, string(s.Kind), diags), nil
}

type linter struct {
	spec   *spec.Spec
	module lint.Module
	// own is the module's configuration file, nil for none; config is what that and
	// the default make together.
	own    *tflint.File
	config *tflint.Config
	// staged are the places of the files by the names that tflint sees.
	staged map[string]string
}

func (l *linter) run(ctx context.Context) ([]report.Diagnostic, error) {
	diags, err := l.configure()
	if err != nil || len(diags) > 0 {
		return diags, err
	}
	st, err := stage.New()
	if err != nil {
		return nil, err
	}
	defer st.Close()
	diags, err = l.read(st)
	if err != nil || report.HasErrors(diags) {
		return diags, err
	}
	found, err := l.tflint(ctx, st)
	return append(found, l.module.Lint(l.config.Enabled)...), err
}

// read parses the files and stages them for tflint, which reads no .tofu files:
// they get the names that it reads.
func (l *linter) read(st *stage.Stage) ([]report.Diagnostic, error) {
	dir := path.Clean(l.spec.Root)
	if err := st.Make(dir); err != nil {
		return nil, err
	}
	var diags []report.Diagnostic
	for _, f := range hclmod.NewTree(l.spec.Modules[0].Srcs).Config(dir) {
		src, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Dest, err)
		}
		diags = append(diags, hclmod.Diagnostics(l.module.Add(f.Dest, src), map[string][]byte{f.Dest: src})...)
		name := terraformName(f.Dest)
		l.staged[name] = f.Dest
		if err := st.Copy(name, tflint.Portable(name, src)); err != nil {
			return nil, err
		}
	}
	if len(l.staged) == 0 {
		return nil, fmt.Errorf("linting %s: no configuration file in %s: nothing would be checked", l.spec.Modules[0].Label, dir)
	}
	return diags, nil
}

// terraformName is a file's name as Terraform would have it.
func terraformName(dest string) string {
	if s, ok := strings.CutSuffix(dest, ".tofu"); ok {
		return s + ".tf"
	}
	if s, ok := strings.CutSuffix(dest, ".tofu.json"); ok {
		return s + ".tf.json"
	}
	return dest
}

func (l *linter) tflint(ctx context.Context, st *stage.Stage) ([]report.Diagnostic, error) {
	config := filepath.Join(st.Dir, "tflint.hcl")
	if err := os.WriteFile(config, l.config.Text, 0o600); err != nil {
		return nil, fmt.Errorf("writing the configuration of tflint: %w", err)
	}
	program := tflint.Tflint{Path: l.spec.Lint.Tflint, Dir: st.Path(path.Clean(l.spec.Root)), Tmp: st.Tmp()}
	out, err := program.Run(ctx, config)
	if err != nil {
		return nil, err
	}
	var diags []report.Diagnostic
	for _, i := range out.Issues {
		at := l.place(i.Range)
		// Beyond a file's end is what tflint.Portable added.
		if lines := l.module.Lines(at.Filename); lines > 0 && at.Start.Line > lines || byTopic(i.Rule.Name, at.Filename) {
			continue
		}
		diags = append(diags, l.module.Diagnostic(at, i.Rule.Name, l.names(i.Message), "", i.Rule.Link))
	}
	for _, p := range out.Errors {
		diags = append(diags, l.problem(p, st)...)
	}
	return diags, nil
}

// byTopic says whether what is found is a variable or output in a file such as
// variables-network.tf, into which large modules divide variables.tf.
func byTopic(rule, file string) bool {
	name := path.Base(file)
	return rule == "terraform_standard_module_structure" && (strings.HasPrefix(name, "variables-") || strings.HasPrefix(name, "outputs-"))
}

// place is where a finding is in the workspace.
func (l *linter) place(r tflint.Range) hcl.Range {
	file := path.Join(path.Clean(l.spec.Root), filepath.ToSlash(r.Filename))
	if dest, ok := l.staged[file]; ok {
		file = dest
	}
	return hcl.Range{Filename: file, Start: hcl.Pos{Line: r.Start.Line, Column: r.Start.Column}}
}

// names puts the files' own names into a message.
func (l *linter) names(message string) string {
	for staged, dest := range l.staged {
		if staged != dest {
			message = strings.ReplaceAll(message, path.Base(staged), path.Base(dest))
		}
	}
	return message
}
