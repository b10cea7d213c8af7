package matrix

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Path is where a file of the workspace lies.
func (w *Workspace) Path(name string) string { return filepath.Join(w.Dir, filepath.FromSlash(name)) }

// Write writes a file, in place of what is there: also of a link or a directory.
func (w *Workspace) Write(name, text string) error {
	err := os.MkdirAll(filepath.Dir(w.Path(name)), 0o755)
	err = errors.Join(err, os.RemoveAll(w.Path(name)), os.WriteFile(w.Path(name), []byte(text), 0o644))
	if err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	return nil
}

// Replace replaces a text in a file, which must have it.
func (w *Workspace) Replace(name, old, new string) error {
	data, err := os.ReadFile(w.Path(name))
	if err != nil {
		return fmt.Errorf("editing %s: %w", name, err)
	}
	if !strings.Contains(string(data), old) {
		return fmt.Errorf("editing %s: it does not hold %q", name, old)
	}
	return w.Write(name, strings.ReplaceAll(string(data), old, new))
}

// Link makes a symbolic link, in place of what is there.
func (w *Workspace) Link(target, name string) error {
	err := errors.Join(os.MkdirAll(filepath.Dir(w.Path(name)), 0o755), os.RemoveAll(w.Path(name)))
	if err = errors.Join(err, os.Symlink(target, w.Path(name))); err != nil {
		return fmt.Errorf("linking %s: %w", name, err)
	}
	return nil
}

// Write as an edit.
func Write(name, text string) func(*Workspace) error {
	return func(w *Workspace) error { return w.Write(name, text) }
}

// Replace as an edit.
func Replace(name, old, new string) func(*Workspace) error {
	return func(w *Workspace) error { return w.Replace(name, old, new) }
}

// Remove is the edit that removes a file or a directory.
func Remove(name string) func(*Workspace) error {
	return func(w *Workspace) error { return os.RemoveAll(w.Path(name)) }
}

func rename(from, to string) func(*Workspace) error {
	return func(w *Workspace) error { return os.Rename(w.Path(from), w.Path(to)) }
}

func link(target, name string) func(*Workspace) error {
	return func(w *Workspace) error { return w.Link(target, name) }
}

func chmod(name string, mode os.FileMode) func(*Workspace) error {
	return func(w *Workspace) error { return os.Chmod(w.Path(name), mode) }
}

// All does several edits.
func All(edits ...func(*Workspace) error) func(*Workspace) error {
	return func(w *Workspace) error {
		for _, do := range edits {
			if err := do(w); err != nil {
				return err
			}
		}
		return nil
	}
}
