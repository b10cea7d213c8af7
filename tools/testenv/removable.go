package testenv

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Removable lets dir be removed at the test's end, though Nix makes what is in a store
// read-only. Call it after t.TempDir.
func Removable(t testing.TB, dir string) {
	t.Helper()
	t.Cleanup(func() {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				err = os.Chmod(path, 0o700)
			}
			return err
		})
		if err != nil {
			t.Errorf("making %s removable: %v", dir, err)
		}
	})
}
