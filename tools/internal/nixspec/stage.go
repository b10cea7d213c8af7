package nixspec

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Stage copies the declared files of a push into the directory tree, each at its
// place in the repository. They become plain files with one time and one of two modes:
// what Nix evaluates depends on their content alone, not on when or how a
// checkout was made. A declared directory is copied whole.
func Stage(tree string, files []File) error {
	for _, f := range files {
		if err := stage(f.Path, filepath.Join(tree, f.Dest)); err != nil {
			return fmt.Errorf("copying flake file %s: %w", f.Dest, err)
		}
	}
	return nil
}

func stage(from, to string) error {
	info, err := os.Stat(from)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return stageDirectory(from, to)
	}
	return copyFile(from, to, info.Mode())
}

// stageDirectory copies a directory that is a source of its own. Below the runfiles it may
// be a link, which WalkDir would not follow.
func stageDirectory(from, to string) error {
	real, err := filepath.EvalSymlinks(from)
	if err != nil {
		return err
	}
	return filepath.WalkDir(real, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(real, path)
		if err != nil {
			return err
		}
		return stage(path, filepath.Join(to, rel))
	})
}

func copyFile(from, to string, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644|mode.Perm()&0o111)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	return os.Chtimes(to, time.Unix(1, 0), time.Unix(1, 0))
}
