package check

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/stage"
	"github.com/gloriousflywheel/flywheel/tools/internal/tofu"
	"github.com/gloriousflywheel/flywheel/tools/internal/udiff"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Fmt checks that the files have tofu's canonical format.
func Fmt(ctx context.Context, s *spec.Spec) (report.Report, error) {
	files := slices.DeleteFunc(slices.Clone(s.Files), func(f spec.File) bool { return !formattable(f.Dest) })
	if len(files) == 0 {
		d := report.Diagnostic{Severity: report.Error, Summary: "None of the files is one that tofu formats",
			Detail: "Give " + s.Label + " files that end in " + strings.Join(formats(), ", ") + "."}
		return report.New(s.Label, string(s.Kind), []report.Diagnostic{d}), nil
	}
	changes, diags, err := format(ctx, s.Tofu, files)
	if err != nil {
		return report.Report{}, err
	}
	for _, c := range changes {
		d := udiff.Lines(c.old, c.new)
		diags = append(diags, report.Diagnostic{
			Severity: report.Error, File: c.file.Dest, Line: udiff.FirstLine(d),
			Summary: "The file is not in canonical format",
			Detail:  udiff.Unified(c.file.Dest, d) + "Fix it with: " + s.Fix,
		})
	}
	return report.New(s.Label, string(s.Kind), diags), nil
}

// change is a file whose canonical format is another one.
type change struct {
	file     spec.File
	old, new []byte
}

// formats are the file name endings that tofu fmt takes.
func formats() []string {
	return []string{".tf", ".tofu", ".tfvars", ".tftest.hcl", ".tofutest.hcl"}
}

func formattable(name string) bool {
	return slices.ContainsFunc(formats(), func(ext string) bool { return strings.HasSuffix(name, ext) })
}

// format runs tofu fmt over copies of the files and returns those that it
// changed. Files with syntax errors are diagnostics.
func format(ctx context.Context, program string, files []spec.File) ([]change, []report.Diagnostic, error) {
	st, err := stage.New()
	if err != nil {
		return nil, nil, err
	}
	defer st.Close()
	all, diags, err := copies(st, files)
	if err != nil {
		return nil, nil, err
	}
	t := tofu.Tofu{Path: program, Dir: st.Tree(), Env: tofu.Hermetic(st.Tmp(), st.Data(), "")}
	// One process for all, as far as a command line may be long.
	for batch := range slices.Chunk(all, 500) {
		var names []string
		for _, c := range batch {
			names = append(names, c.file.Dest)
		}
		res, err := t.Check(ctx, tofu.FmtArgs(names))
		if err != nil {
			return nil, nil, err
		}
		if res.Code != 0 {
			return nil, nil, fmt.Errorf("running tofu fmt: exit code %d:\n%s", res.Code, st.Relative(string(res.Stderr)))
		}
	}
	var changes []change
	for _, c := range all {
		if c.new, err = os.ReadFile(st.Path(c.file.Dest)); err != nil {
			return nil, nil, fmt.Errorf("reading the formatted %s: %w", c.file.Dest, err)
		}
		if !bytes.Equal(c.old, c.new) {
			changes = append(changes, c)
		}
	}
	return changes, diags, nil
}

// copies writes copies of the files into the stage, less those with syntax
// errors. They are copies because tofu writes through links.
func copies(st *stage.Stage, files []spec.File) ([]change, []report.Diagnostic, error) {
	var all []change
	var diags []report.Diagnostic
	placed := map[string]spec.File{}
	for _, f := range files {
		if other, ok := placed[f.Dest]; ok {
			if other != f {
				return nil, nil, &stage.BadTreeError{Dest: f.Dest, Reason: fmt.Sprintf("two files for one place: %s and %s", other.Path, f.Path)}
			}
			continue
		}
		placed[f.Dest] = f
		src, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, nil, fmt.Errorf("reading %s: %w", f.Dest, err)
		}
		if bad := syntaxErrors(f.Dest, src); bad != nil {
			diags = append(diags, bad...)
			continue
		}
		if err := st.Copy(f.Dest, src); err != nil {
			return nil, nil, err
		}
		all = append(all, change{file: f, old: src})
	}
	return all, diags, nil
}

// syntaxErrors are the errors for which tofu fmt would refuse a file.
func syntaxErrors(name string, src []byte) []report.Diagnostic {
	_, diags := hclsyntax.ParseConfig(src, name, hcl.InitialPos)
	if !diags.HasErrors() {
		return nil
	}
	return hclmod.Diagnostics(diags, map[string][]byte{name: src})
}
