package localcache

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
)

// Remove stops the server of d and uninstalls it. Blobs, keys, tokens and logs
// stay, unless everything is asked for: then the whole data directory goes.
// A directory that is already gone is no error, but a server that outlived it
// is still stopped.
func Remove(ctx context.Context, d Dir, everything bool, addresses ...string) error {
	exists, err := d.Exists()
	if err != nil {
		return err
	}
	if !exists {
		return d.stopAll(ctx, addresses)
	}
	release, err := d.claim(ctx)
	if err != nil {
		return err
	}
	defer release()
	if err := d.stopAll(ctx, d.addresses(addresses...)); err != nil {
		return err
	}
	if everything {
		return d.removeAll()
	}
	return d.uninstall()
}

// uninstall removes what Ensure wrote, and its token. The installers' lock
// stays as the mark of a data directory.
func (d Dir) uninstall() error {
	if err := d.ensureClients(cacheconfig.Config{Auth: cacheconfig.AuthNone}); err != nil {
		return err
	}
	for _, path := range []string{d.ConfigFile(), d.pidFile(), d.serverLock(), filepath.Dir(d.Binary())} {
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("uninstalling the server: %w", err)
		}
	}
	return nil
}

// removeAll removes the data directory. The mark by which CheckOwn knows it
// goes last, so that an interrupted removal can be taken up again.
func (d Dir) removeAll() error {
	entries, err := os.ReadDir(string(d))
	if err != nil {
		return fmt.Errorf("removing data directory %q: %w", string(d), err)
	}
	for _, e := range entries {
		path := filepath.Join(string(d), e.Name())
		if path == d.installLock() {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("removing data directory %q: %w", string(d), err)
		}
	}
	resolved, err := filepath.EvalSymlinks(string(d))
	if err != nil {
		return fmt.Errorf("removing data directory %q: %w", string(d), err)
	}
	for _, path := range []string{d.installLock(), resolved, string(d)} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("removing data directory %q: %w", string(d), err)
		}
	}
	return nil
}
