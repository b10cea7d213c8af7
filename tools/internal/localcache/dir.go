package localcache

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachedir"
)

// Dir is a data directory: an absolute, clean path.
type Dir string

// NewDir makes a Dir of what a user wrote: an absolute path, or one that
// begins with "~/", which is the home directory.
func NewDir(path string) (Dir, error) {
	if path == "~" || strings.HasPrefix(path, "~/") {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("expanding %q: %w", path, err)
		}
		if path == "~" || filepath.Clean(home+path[1:]) == filepath.Clean(home) {
			return "", fmt.Errorf("data directory %q is the home directory itself: name a directory in it", path)
		}
		path = filepath.Join(home, path[2:])
	}
	if !filepath.IsAbs(path) {
		return "", fmt.Errorf("data directory %q is neither absolute nor below ~/", path)
	}
	if path = filepath.Clean(path); path == "/" {
		return "", errors.New("data directory \"/\" is the root of the file system: name a directory of its own")
	}
	return Dir(path), nil
}

// Binary is the installed server program.
func (d Dir) Binary() string { return filepath.Join(string(d), "bin", "cached") }

// ConfigFile is the server's configuration.
func (d Dir) ConfigFile() string { return filepath.Join(string(d), "config.json") }

// LogFile is where the server's output goes.
func (d Dir) LogFile() string { return filepath.Join(string(d), "log", "cached.log") }

// TokenFile holds the token of this machine's own clients, when auth is token.
func (d Dir) TokenFile() string { return filepath.Join(string(d), "client-token") }

// HasKey says whether the signing key of the named Nix cache has been made.
func (d Dir) HasKey(cache string) bool {
	_, err := os.Stat(filepath.Join(string(d), "keys", cache+".secret"))
	return err == nil
}

func (d Dir) pidFile() string     { return filepath.Join(string(d), "cached.pid") }
func (d Dir) serverLock() string  { return filepath.Join(string(d), "lock") }
func (d Dir) versionFile() string { return filepath.Join(string(d), "version") }
func (d Dir) installLock() string { return filepath.Join(string(d), ".install.lock") }

// Exists says whether the data directory is there.
func (d Dir) Exists() (bool, error) {
	info, err := os.Stat(string(d))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("looking for data directory %q: %w", string(d), err)
	}
	if !info.IsDir() {
		return false, fmt.Errorf("looking for data directory %q: it is not a directory", string(d))
	}
	return true, nil
}

// same says whether path names the same directory as d, through links too.
func (d Dir) same(path string) bool {
	if filepath.Clean(path) == string(d) {
		return true
	}
	a, errA := os.Stat(string(d))
	b, errB := os.Stat(path)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// claim makes the data directory if need be, refuses one that is not cached's,
// and keeps every other installer out until release is called or this process
// ends. The lock is not the server's: a server may run meanwhile.
func (d Dir) claim(ctx context.Context) (release func(), err error) {
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return nil, fmt.Errorf("making data directory %q: %w", string(d), err)
	}
	if err := d.CheckOwn(); err != nil {
		return nil, err
	}
	f, err := d.lockInstall(ctx)
	if err != nil {
		return nil, err
	}
	return func() { f.Close() }, nil
}

// CheckOwn refuses a directory that holds things and shows no sign of being a
// data directory: installing into it, and above all removing it, would harm.
func (d Dir) CheckOwn() error {
	entries, err := os.ReadDir(string(d))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading data directory %q: %w", string(d), err)
	}
	for _, e := range entries {
		if e.Name() == filepath.Base(d.installLock()) || e.Name() == filepath.Base(d.versionFile()) {
			return nil
		}
	}
	// A file system of its own is born with that directory.
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "lost+found" })
	if len(entries) > 0 {
		return fmt.Errorf("directory %q is not empty and is not a data directory of cached (no file %q in it): choose an empty or new directory",
			string(d), filepath.Base(d.versionFile()))
	}
	return nil
}

// CheckLayout refuses a data directory that another version of cached wrote.
func (d Dir) CheckLayout() error {
	data, err := os.ReadFile(d.versionFile())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("reading the layout version of %q: %w", string(d), err)
	}
	if v := strings.TrimSpace(string(data)); v != cachedir.Version {
		return fmt.Errorf("data directory %q has layout version %q and this program knows only %q: use the flywheel version that made it, or another data_dir",
			string(d), v, cachedir.Version)
	}
	return nil
}

// lockInstall waits for the installers' lock. The file may be unlinked by a
// Remove while we wait, so the lock counts only if the path still names it.
func (d Dir) lockInstall(ctx context.Context) (*os.File, error) {
	deadline := time.Now().Add(2 * time.Minute)
	for {
		f, err := os.OpenFile(d.installLock(), os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return nil, fmt.Errorf("locking data directory %q: %w", string(d), err)
		}
		err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil && sameOpenFile(f, d.installLock()) {
			return f, nil
		}
		f.Close()
		if err != nil && !errors.Is(err, unix.EWOULDBLOCK) && !errors.Is(err, unix.EINTR) {
			return nil, fmt.Errorf("locking data directory %q: %w", string(d), err)
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("locking data directory %q: another installation has held %q for two minutes", string(d), d.installLock())
		}
		if err := sleep(ctx, 50*time.Millisecond); err != nil {
			return nil, fmt.Errorf("locking data directory %q: %w", string(d), err)
		}
	}
}

func sameOpenFile(f *os.File, path string) bool {
	a, errA := f.Stat()
	b, errB := os.Stat(path)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// sleep waits for dur or until ctx ends.
func sleep(ctx context.Context, dur time.Duration) error {
	t := time.NewTimer(dur)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
