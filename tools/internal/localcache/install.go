package localcache

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// ErrBinaryChanged means that the server program is no longer the planned one.
var ErrBinaryChanged = errors.New("the server program changed after the plan was made")

// HashBinary is the digest of the server program at path, by which a plan
// names it.
func HashBinary(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("looking for the server program: %w", err)
	}
	if !info.Mode().IsRegular() || info.Mode().Perm()&0o111 == 0 {
		return "", fmt.Errorf("looking for the server program: %q is not an executable file", path)
	}
	return fileSHA256(path)
}

// install brings program and configuration on disk to what is wanted. Each is
// replaced by rename, so that a running server keeps its old program.
func (d Dir) install(w Wanted, config []byte) error {
	if err := d.removeLeftovers(); err != nil {
		return err
	}
	if err := d.installBinary(w.Binary, w.BinarySHA256); err != nil {
		return err
	}
	if have, err := os.ReadFile(d.ConfigFile()); err == nil && string(have) == string(config) {
		return nil
	}
	if err := atomicfile.Write(d.ConfigFile(), config, 0o600); err != nil {
		return fmt.Errorf("installing the configuration: %w", err)
	}
	return nil
}

func (d Dir) installBinary(from, wantSHA string) error {
	bin := filepath.Dir(d.Binary())
	if err := os.MkdirAll(bin, 0o700); err != nil {
		return fmt.Errorf("making %q: %w", bin, err)
	}
	if have, err := HashBinary(d.Binary()); err == nil && have == wantSHA {
		return nil
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("installing the server program: %w", err)
	}
	if got := SHA256(data); got != wantSHA {
		return fmt.Errorf("installing %q (sha256 %s, planned %s): %w", from, got, wantSHA, ErrBinaryChanged)
	}
	if err := atomicfile.Write(d.Binary(), data, 0o700); err != nil {
		return fmt.Errorf("installing the server program: %w", err)
	}
	return nil
}

// removeLeftovers removes the temporary files of installations that were
// killed; the installers' lock is held, so none of them is being written.
func (d Dir) removeLeftovers() error {
	for _, file := range []string{d.Binary(), d.ConfigFile(), d.TokenFile(), d.NetrcFile()} {
		stale, err := filepath.Glob(filepath.Join(filepath.Dir(file), "."+filepath.Base(file)+".tmp-*"))
		if err != nil {
			return fmt.Errorf("looking for unfinished copies of %q: %w", file, err)
		}
		for _, path := range stale {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("removing an unfinished copy: %w", err)
			}
		}
	}
	return nil
}
