package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
	"github.com/gloriousflywheel/flywheel/tools/internal/report"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// fix brings files of the source tree into canonical format and prints the
// changed ones' names. Files with syntax errors are findings.
func fix(ctx context.Context, s *spec.Spec, workspace string, stdout io.Writer) (outcome, error) {
	if workspace == "" {
		return outcome{}, errors.New("BUILD_WORKSPACE_DIRECTORY is not set: start this target with bazel run")
	}
	files, err := sourceFiles(s, workspace)
	if err != nil {
		return outcome{}, err
	}
	changes, diags, err := format(ctx, s.Tofu, files)
	if err != nil {
		return outcome{}, err
	}
	for _, c := range changes {
		if err := rewrite(c, workspace); err != nil {
			return outcome{}, err
		}
		fmt.Fprintln(stdout, c.file.Dest)
	}
	return one(report.New(s.Label, string(s.Kind), diags), nil)
}

// sourceFiles are the files at their places in the workspace; with none given,
// all of it that can be formatted.
func sourceFiles(s *spec.Spec, workspace string) ([]spec.File, error) {
	if len(s.Files) == 0 {
		return walkWorkspace(workspace, formattable)
	}
	var files []spec.File
	for _, f := range s.Files {
		if !formattable(f.Dest) {
			continue
		}
		place := filepath.Join(workspace, filepath.FromSlash(f.Dest))
		if _, err := os.Stat(place); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("formatting %s: no such file in the workspace; one that is generated, or of another repository, is formatted where it is written: remove it from srcs", f.Dest)
		}
		files = append(files, spec.File{Path: place, Dest: f.Dest})
	}
	return files, nil
}

// walkWorkspace finds all files whose names are wanted. Hidden directories, links
// (such as bazel-bin) and testdata, whose files may be wrong on purpose, are left out.
func walkWorkspace(workspace string, want func(name string) bool) ([]spec.File, error) {
	var files []spec.File
	err := filepath.WalkDir(workspace, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		hidden := strings.HasPrefix(d.Name(), ".") && path != workspace
		if d.IsDir() && (hidden || d.Name() == "testdata" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if !hidden && d.Type().IsRegular() && want(d.Name()) {
			rel, err := filepath.Rel(workspace, path)
			if err != nil {
				return err
			}
			files = append(files, spec.File{Path: path, Dest: filepath.ToSlash(rel)})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("looking for files in the workspace: %w", err)
	}
	return files, nil
}

// rewrite replaces a source file, keeping its mode. A file that is not
// writable, or is a link out of the workspace, is left alone.
func rewrite(c change, workspace string) error {
	real, err := filepath.EvalSymlinks(c.file.Path)
	if err != nil {
		return fmt.Errorf("resolving %s: %w", c.file.Dest, err)
	}
	top, err := filepath.EvalSymlinks(workspace)
	if err != nil {
		return fmt.Errorf("resolving the workspace: %w", err)
	}
	if !strings.HasPrefix(real, top+string(filepath.Separator)) {
		return fmt.Errorf("rewriting %s: it is a link to %s, outside the workspace", c.file.Dest, real)
	}
	info, err := os.Stat(real)
	if err != nil {
		return fmt.Errorf("rewriting %s: %w", c.file.Dest, err)
	}
	if info.Mode().Perm()&0o200 == 0 {
		return fmt.Errorf("rewriting %s: the file is read-only; make it writable (chmod u+w %s) and run this again", c.file.Dest, c.file.Dest)
	}
	return atomicfile.Write(real, c.new, info.Mode().Perm())
}
