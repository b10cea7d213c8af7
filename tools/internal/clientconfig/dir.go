package clientconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// WriteDir makes dir hold exactly the files, each private to the user. Files
// of an earlier configuration that are no longer given are removed.
func WriteDir(dir string, files Files) error {
	if err := files.Check(); err != nil {
		return err
	}
	if err := prune(dir, files); err != nil {
		return err
	}
	for _, p := range files.Paths() {
		full := filepath.Join(dir, filepath.FromSlash(p))
		if err := os.MkdirAll(filepath.Dir(full), 0o700); err != nil {
			return fmt.Errorf("making the directory of %q: %w", full, err)
		}
		if err := atomicfile.Write(full, []byte(files[p]), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// RemoveDir removes what WriteDir wrote.
func RemoveDir(dir string) error {
	if err := os.RemoveAll(dir); err != nil {
		return fmt.Errorf("removing the written client configuration: %w", err)
	}
	return nil
}

// prune removes everything in dir that is not one of the files, symbolic links
// included, so that nothing is ever written through one.
func prune(dir string, files Files) error {
	err := filepath.WalkDir(dir, func(full string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, full)
		if err != nil {
			return err
		}
		_, wanted := files[filepath.ToSlash(rel)]
		switch {
		case entry.IsDir() && wanted:
			return removeTree(full)
		case entry.IsDir(), entry.Type().IsRegular() && wanted:
			return nil
		}
		return os.Remove(full)
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("clearing %q: %w", dir, err)
	}
	return nil
}

// removeTree removes a directory in a walk.
func removeTree(full string) error {
	if err := os.RemoveAll(full); err != nil {
		return err
	}
	return fs.SkipDir
}
