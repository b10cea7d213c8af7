package clientconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// BackupSuffix is appended to a file's name for the copy that is kept of it as
// it was before the first block.
const BackupSuffix = ".flywheel-backup"

// file is a user's file as found: the name it is known by, and the file that a
// symbolic link of that name leads to.
type file struct {
	named, target string
	exists        bool
	text          string
	mode          fs.FileMode
}

// openFile reads a user's file; that it is missing is no error.
func openFile(named string) (file, error) {
	target, err := filepath.EvalSymlinks(named)
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(named); err == nil {
			return file{}, fmt.Errorf("%q is a symbolic link to a missing file; create that file or remove the link", named)
		}
		return file{named: named, target: named, mode: 0o600}, nil
	}
	if err != nil {
		return file{}, fmt.Errorf("resolving %q: %w", named, err)
	}
	info, err := os.Stat(target)
	if err != nil {
		return file{}, fmt.Errorf("reading %q: %w", named, err)
	}
	if !info.Mode().IsRegular() {
		return file{}, fmt.Errorf("%q is not a regular file", named)
	}
	data, err := os.ReadFile(target)
	if err != nil {
		return file{}, fmt.Errorf("reading %q: %w", named, err)
	}
	return file{named: named, target: target, exists: true, text: string(data), mode: info.Mode().Perm()}, nil
}

// Make makes the change. It is atomic for each file, and keeps the file's mode
// and a symbolic link to it.
func (c Change) Make() error {
	switch c.Action {
	case Unchanged, Absent:
		return nil
	case Deleted:
		if err := os.Remove(c.file.target); err != nil {
			return fmt.Errorf("deleting %q: %w", c.Path, err)
		}
		return nil
	case Created:
		if err := os.MkdirAll(filepath.Dir(c.Path), 0o700); err != nil {
			return fmt.Errorf("making the directory of %q: %w", c.Path, err)
		}
	}
	if c.toBackup {
		if err := c.backup(); err != nil {
			return err
		}
	}
	if err := atomicfile.Write(c.file.target, []byte(c.newText), c.file.mode); err != nil {
		return explain(c, err)
	}
	if c.unbackup {
		return c.dropBackup()
	}
	return nil
}

// Backup is the path of the copy that is kept of the file.
func (c Change) Backup() string { return c.Path + BackupSuffix }

// backup keeps a copy of the file as it was, unless there is one already.
func (c Change) backup() error {
	if _, err := os.Lstat(c.Backup()); err == nil {
		return nil
	}
	if err := atomicfile.Write(c.Backup(), []byte(c.file.text), c.file.mode); err != nil {
		return explain(c, err)
	}
	return nil
}

// dropBackup removes the copy once the file is again what the copy holds.
func (c Change) dropBackup() error {
	data, err := os.ReadFile(c.Backup())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the backup of %q: %w", c.Path, err)
	}
	if string(data) != c.newText {
		return nil
	}
	if err := os.Remove(c.Backup()); err != nil {
		return fmt.Errorf("removing the backup of %q: %w", c.Path, err)
	}
	return nil
}

// explain adds the likely reason to an error of writing a user's file.
func explain(c Change, err error) error {
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("changing %q: %w (if another tool manages the file, put the printed content there)", c.Path, err)
	}
	return fmt.Errorf("changing %q: %w", c.Path, err)
}
