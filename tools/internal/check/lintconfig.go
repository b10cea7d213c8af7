package check

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hashicorp/hcl/v2"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/lint"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
	"github.com/gloriousflywheel/flywheel/tools/internal/tflint"
)

// configure reads the configuration; the default one, which is ours, is right.
func (l *linter) configure() ([]report.Diagnostic, error) {
	base, err := configFile(&l.spec.Lint.Default)
	if err != nil {
		return nil, err
	}
	if l.own, err = configFile(l.spec.Lint.Config); err != nil {
		return nil, err
	}
	var problems hcl.Diagnostics
	l.config, problems = tflint.Merge(*base, l.own, lint.Known)
	return l.configDiagnostics(problems), nil
}

// configFile reads a configuration file; nil stays nil.
func configFile(f *spec.File) (*tflint.File, error) {
	if f == nil {
		return nil, nil
	}
	text, err := os.ReadFile(f.Path)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", f.Dest, err)
	}
	return &tflint.File{Name: f.Dest, Text: text}, nil
}

func (l *linter) configDiagnostics(diags hcl.Diagnostics) []report.Diagnostic {
	sources := map[string][]byte{}
	if l.own != nil {
		sources[l.own.Name] = l.own.Text
	}
	return hclmod.Diagnostics(diags, sources)
}

// problem is an error of tflint: it could not look, because of the configuration or
// of something in the module that it does not understand.
func (l *linter) problem(p tflint.Problem, st *stage.Stage) []report.Diagnostic {
	d := report.Diagnostic{Severity: report.Error, Summary: "TFLint could not check the module", Detail: l.names(st.Relative(p.Message))}
	if p.Summary != "" {
		d.Detail = p.Summary + ": " + d.Detail
	}
	if p.Range == nil {
		p.Range = tflint.PlaceIn(p.Message)
	}
	switch {
	case p.Range == nil:
	case filepath.IsAbs(p.Range.Filename):
		return l.configDiagnostics(hcl.Diagnostics{{
			Severity: hcl.DiagError, Summary: "TFLint does not understand its configuration", Detail: d.Detail, Subject: l.configRange(*p.Range),
		}})
	default:
		at := l.place(*p.Range)
		d.File, d.Line, d.Column = at.Filename, at.Start.Line, at.Start.Column
		d.Snippet = l.module.Line(d.File, d.Line)
	}
	return []report.Diagnostic{d}
}

// configRange is where a place of the merged configuration comes from. The default's
// lines are not where they were.
func (l *linter) configRange(r tflint.Range) *hcl.Range {
	if l.own == nil || r.Start.Line > l.config.OwnLines {
		return &hcl.Range{Filename: l.spec.Lint.Default.Dest}
	}
	return &hcl.Range{Filename: l.own.Name, Start: hcl.Pos{Line: r.Start.Line, Column: r.Start.Column}}
}
