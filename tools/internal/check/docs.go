package check

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/moduledocs"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"github.com/gloriousflywheel/flywheel/tools/internal/udiff"
)

// Docs checks that the tables in a module's README are those of its files.
func Docs(s *spec.Spec) (report.Report, error) {
	c, diags, err := document(s.Modules[0].Dir, s.Modules[0].Srcs, s.Files[0])
	if err != nil {
		return report.Report{}, err
	}
	if c != nil && !bytes.Equal(c.old, c.new) {
		diags = append(diags, outdated(c, s.Fix))
	}
	return report.New(s.Label, string(s.Kind), diags), nil
}

func outdated(c *change, fix string) report.Diagnostic {
	lines := udiff.Lines(c.old, c.new)
	d := report.Diagnostic{
		Severity: report.Error, File: c.file.Dest, Line: udiff.FirstLine(lines),
		Summary: "The module's tables are not up to date",
		Detail:  udiff.Named(c.file.Dest, "generated", lines) + "Fix it with: " + fix,
	}
	// Without a problem, Parse has found markers or there are none.
	switch r, _ := moduledocs.Parse(c.old); {
	case c.old == nil:
		d.Summary, d.Line, d.Detail = "There is no such README", 0, "Make one, with the module's tables in it, by: "+fix
	case !r.HasMarkers():
		d.Summary = "The README has no place for the module's tables"
		d.Detail = fmt.Sprintf("Write the lines %s and %s where they shall stand; without them they are added at the end.\nFix it with: %s",
			moduledocs.Begin, moduledocs.End, fix)
	}
	return d
}

// document is what the README of the module at dir is and what it should be; nil
// if its tables cannot be made or have no place, for which there are diagnostics.
func document(dir string, srcs []spec.File, readme spec.File) (*change, []report.Diagnostic, error) {
	tables, diags, err := moduledocs.Tables(dir, srcs)
	if err != nil {
		return nil, nil, err
	}
	if report.HasErrors(diags) {
		return nil, diags, nil
	}
	old, err := os.ReadFile(readme.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return &change{file: readme, new: moduledocs.New(title(dir), tables)}, diags, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading %s: %w", readme.Dest, err)
	}
	r, problem := moduledocs.Parse(old)
	if problem != nil {
		return nil, append(diags, report.Diagnostic{
			Severity: report.Error, File: readme.Dest, Line: problem.Line, Summary: problem.Summary, Detail: problem.Detail,
		}), nil
	}
	return &change{file: readme, old: append([]byte{}, old...), new: r.With(tables)}, diags, nil
}

// title is the module's name, for a new README.
func title(dir string) string {
	if dir == "" || dir == "." {
		return "Module"
	}
	return path.Base(dir)
}

// docsFix writes the tables into the README of the given module, or of every
// module of the workspace whose README has markers, and prints the names of the
// changed files.
func docsFix(s *spec.Spec, workspace string, stdout io.Writer) (outcome, error) {
	if workspace == "" {
		return outcome{}, errors.New("BUILD_WORKSPACE_DIRECTORY is not set: start this target with bazel run")
	}
	jobs, err := readmes(s, workspace)
	if err != nil {
		return outcome{}, err
	}
	var diags []report.Diagnostic
	for _, j := range jobs {
		c, found, err := document(j.dir, j.srcs, j.readme)
		if err != nil {
			return outcome{}, err
		}
		diags = append(diags, found...)
		if c == nil || bytes.Equal(c.old, c.new) {
			continue
		}
		if err := write(*c, workspace); err != nil {
			return outcome{}, err
		}
		fmt.Fprintln(stdout, c.file.Dest)
	}
	return one(report.New(s.Label, string(s.Kind), diags), nil)
}

// job is a module and its README in the source tree.
type job struct {
	dir    string
	srcs   []spec.File
	readme spec.File
}

func readmes(s *spec.Spec, workspace string) ([]job, error) {
	if len(s.Modules) == 0 {
		return walkReadmes(workspace)
	}
	m, readme := s.Modules[0], s.Files[0]
	readme.Path = filepath.Join(workspace, filepath.FromSlash(readme.Dest))
	if _, err := os.Stat(filepath.Dir(readme.Path)); err != nil {
		return nil, fmt.Errorf("writing %s: its directory is not in the workspace; a module of another repository is documented there: %w", readme.Dest, err)
	}
	return []job{{m.Dir, m.Srcs, readme}}, nil
}

// walkReadmes finds the README.md files that have a marker and configuration
// files beside them. A file without any is not ours to change.
func walkReadmes(workspace string) ([]job, error) {
	files, err := walkWorkspace(workspace, func(name string) bool { return name == "README.md" || hclmod.IsConfig(name) })
	if err != nil {
		return nil, err
	}
	tree := hclmod.NewTree(files)
	var jobs []job
	for _, f := range files {
		dir := path.Dir(f.Dest)
		if path.Base(f.Dest) != "README.md" || !tree.Has(dir) {
			continue
		}
		text, err := os.ReadFile(f.Path)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", f.Dest, err)
		}
		if moduledocs.HasMarker(text) {
			srcs := slices.DeleteFunc(slices.Clone(files), func(o spec.File) bool { return path.Dir(o.Dest) != dir || o.Dest == f.Dest })
			jobs = append(jobs, job{dir, srcs, f})
		}
	}
	return jobs, nil
}

// write replaces a file of the source tree, or makes it.
func write(c change, workspace string) error {
	if c.old != nil {
		return rewrite(c, workspace)
	}
	return atomicfile.Write(c.file.Path, c.new, 0o644)
}
