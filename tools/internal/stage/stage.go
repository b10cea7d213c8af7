// Package stage lays out a temporary tree in which tofu works: links to the
// files of a module closure at their workspace-relative places, the manifest of
// module calls that tofu's init would otherwise write, and provider plugins.
// Nothing is written into the source tree.
package stage

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// Stage is a temporary directory with a staged tree. Its path is short, for
// plugins put sockets in it.
type Stage struct {
	// Dir is the temporary directory, absolute and without links.
	Dir string

	placed map[string]string // dest to the absolute path it links to
}

// maxBase is how long the path may be below which a stage is made. Plugins put
// unix sockets into Tmp, the paths of which are limited to 107 bytes.
const maxBase = 64

// New makes an empty stage below $TEST_TMPDIR, or the system's directory for
// temporary files, or /tmp: the first whose path is short enough. (That of
// Bazel's $TEST_TMPDIR seldom is.)
func New() (*Stage, error) {
	base := "/tmp"
	for _, dir := range []string{os.Getenv("TEST_TMPDIR"), os.TempDir()} {
		if dir != "" && len(dir) <= maxBase {
			base = dir
			break
		}
	}
	dir, err := os.MkdirTemp(base, "fw-")
	if err != nil {
		return nil, fmt.Errorf("making a temporary directory: %w", err)
	}
	s, err := At(dir)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return s, nil
}

// At makes a stage in an existing directory, which the caller owns: call Close
// only to remove it.
func At(dir string) (*Stage, error) {
	abs, err := filepath.Abs(dir)
	if err == nil {
		abs, err = filepath.EvalSymlinks(abs)
	}
	if err != nil {
		return nil, fmt.Errorf("resolving directory %q: %w", dir, err)
	}
	s := &Stage{Dir: abs, placed: map[string]string{}}
	for _, d := range []string{s.Tree(), s.Data(), s.Tmp()} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, fmt.Errorf("making a stage: %w", err)
		}
	}
	return s, nil
}

// Tree is the absolute directory that stands for the workspace.
func (s *Stage) Tree() string { return filepath.Join(s.Dir, "w") }

// Data is the absolute TF_DATA_DIR.
func (s *Stage) Data() string { return filepath.Join(s.Dir, "d") }

// Tmp is the absolute directory for tofu's own temporary files.
func (s *Stage) Tmp() string { return filepath.Join(s.Dir, "t") }

// Path is the absolute path of a place in the tree.
func (s *Stage) Path(dest string) string { return filepath.Join(s.Tree(), filepath.FromSlash(dest)) }

// Close removes the stage.
func (s *Stage) Close() error { return os.RemoveAll(s.Dir) }

// Relative makes text free of the stage's paths: a path in the tree becomes
// workspace-relative, another one "<stage>/...".
func (s *Stage) Relative(text string) string {
	text = strings.ReplaceAll(text, s.Tree()+"/", "")
	text = strings.ReplaceAll(text, s.Tree(), ".")
	return strings.ReplaceAll(text, s.Dir, "<stage>")
}

// BadTreeError says that the files of a spec do not make one tree: the spec is
// wrong, not the configuration.
type BadTreeError struct {
	// Dest is the place in question.
	Dest string
	// Reason says what is wrong with it.
	Reason string
}

// Error names the place and the reason.
func (e *BadTreeError) Error() string {
	return fmt.Sprintf("staging %q: %s", e.Dest, e.Reason)
}

// Link puts files at their places. The same file twice is one file; two files
// for one place, and a place outside the tree, are a *BadTreeError.
func (s *Stage) Link(files ...spec.File) error {
	for _, f := range files {
		if err := s.link(f); err != nil {
			return err
		}
	}
	return nil
}

func (s *Stage) link(f spec.File) error {
	if !filepath.IsLocal(f.Dest) || path.Clean(f.Dest) != f.Dest {
		return &BadTreeError{f.Dest, "the place is outside the tree or not a clean path"}
	}
	target, err := filepath.Abs(f.Path)
	if err != nil {
		return fmt.Errorf("resolving %q: %w", f.Path, err)
	}
	if other, ok := s.placed[f.Dest]; ok {
		if other == target {
			return nil
		}
		return &BadTreeError{f.Dest, fmt.Sprintf("two files for one place: %s and %s", other, target)}
	}
	if _, err := os.Stat(target); err != nil {
		return fmt.Errorf("staging %q: %w", f.Dest, err)
	}
	if inside := s.linkedAbove(f.Dest); inside != "" {
		return &BadTreeError{f.Dest, fmt.Sprintf("%q is a file or directory of its own", inside)}
	}
	place := s.Path(f.Dest)
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		return fmt.Errorf("staging %q: %w", f.Dest, err)
	}
	if err := os.Symlink(target, place); err != nil {
		if info, statErr := os.Lstat(place); statErr == nil && info.Mode()&fs.ModeDir != 0 {
			return &BadTreeError{f.Dest, "other files lie below this place"}
		}
		return fmt.Errorf("staging %q: %w", f.Dest, err)
	}
	s.placed[f.Dest] = target
	return nil
}

// linkedAbove is the linked place that contains dest, if any: writing below it
// would write through the link.
func (s *Stage) linkedAbove(dest string) string {
	for dir := path.Dir(dest); dir != "."; dir = path.Dir(dir) {
		if _, ok := s.placed[dir]; ok {
			return dir
		}
	}
	return ""
}

// Make ensures that a directory of the tree exists, linked files or not.
func (s *Stage) Make(dir string) error {
	if err := os.MkdirAll(s.Path(dir), 0o755); err != nil {
		return fmt.Errorf("staging directory %q: %w", dir, err)
	}
	return nil
}

// Replace puts a file of its own at a place of the tree, where there may be a
// link to another one.
func (s *Stage) Replace(dest string, content []byte) error {
	if err := os.Remove(s.Path(dest)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("staging %q: %w", dest, err)
	}
	return s.Copy(dest, content)
}

// Copy writes a file of the tree that tofu may change.
func (s *Stage) Copy(dest string, content []byte) error {
	if !filepath.IsLocal(dest) || path.Clean(dest) != dest {
		return &BadTreeError{dest, "the place is outside the tree or not a clean path"}
	}
	place := s.Path(dest)
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		return fmt.Errorf("staging %q: %w", dest, err)
	}
	if err := os.WriteFile(place, content, 0o600); err != nil {
		return fmt.Errorf("staging %q: %w", dest, err)
	}
	return nil
}
