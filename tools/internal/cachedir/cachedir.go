// Package cachedir owns the layout of a cache server's data directory: who may
// use it, which version it has, and where things lie in it.
//
//	version       layout version, "1"
//	instance      random id of this directory
//	lock          flock'ed by the running server; holds its pid
//	cached.pid    pid of the running server
//	meta.db       metadata of the blobs
//	blobs/        the blobs
//	keys/         secret signing keys, one file per Nix cache
//	tokens.json   digests of the access tokens
//	caches.json   the caches that were made through Attic's API
//	attic-token.key  the key that Attic's tokens are signed by
//
// Other programs keep things beside these (config.json, bin/, log/,
// client-token).
package cachedir

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/gloriousflywheel/flywheel/tools/internal/atomicfile"
)

// Version is the layout version that this program reads and writes.
const Version = "1"

// Dir is a data directory in use by this process.
type Dir struct {
	Path string
	// Instance is the directory's random id, made when it was first used.
	Instance string
	lock     *os.File
}

// InUseError says that another server has the directory.
type InUseError struct{ Path, PID string }

// Error names the server's pid and the remedy.
func (e *InUseError) Error() string {
	return fmt.Sprintf("data directory %q is in use by the cached server with pid %s: stop it (kill %s) or choose another --data-dir", e.Path, e.PID, e.PID)
}

// Open makes or opens the data directory and locks it until Close.
func Open(path string) (*Dir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, fmt.Errorf("making data directory %q: %w", path, err)
	}
	if err := checkVersion(path); err != nil {
		return nil, err
	}
	lock, err := takeLock(path)
	if err != nil {
		return nil, err
	}
	d := &Dir{Path: path, lock: lock}
	if err := d.prepare(); err != nil {
		lock.Close()
		return nil, err
	}
	return d, nil
}

// prepare writes what a new directory lacks, and the pid.
func (d *Dir) prepare() (err error) {
	d.Instance, err = d.once("instance", func() string {
		var b [16]byte
		rand.Read(b[:])
		return hex.EncodeToString(b[:])
	})
	if err != nil {
		return err
	}
	if _, err := d.once("version", func() string { return Version }); err != nil {
		return err
	}
	pid := strconv.Itoa(os.Getpid()) + "\n"
	if err := d.lock.Truncate(0); err != nil {
		return fmt.Errorf("writing the lock file: %w", err)
	}
	if _, err := d.lock.WriteAt([]byte(pid), 0); err != nil {
		return fmt.Errorf("writing the lock file: %w", err)
	}
	return atomicfile.Write(d.pidFile(), []byte(pid), 0o644)
}

// once returns the content of a one-line file, writing it if it is not there.
func (d *Dir) once(name string, fresh func() string) (string, error) {
	path := filepath.Join(d.Path, name)
	data, err := os.ReadFile(path)
	if err == nil && strings.TrimSpace(string(data)) != "" {
		return strings.TrimSpace(string(data)), nil
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("reading %q: %w", path, err)
	}
	value := fresh()
	return value, atomicfile.Write(path, []byte(value+"\n"), 0o644)
}

func (d *Dir) pidFile() string { return filepath.Join(d.Path, "cached.pid") }

// Close gives the directory up.
func (d *Dir) Close() error {
	os.Remove(d.pidFile())
	return d.lock.Close()
}

// checkVersion refuses a directory of another version, and one that holds
// something else altogether.
func checkVersion(path string) error {
	data, err := os.ReadFile(filepath.Join(path, "version"))
	if err == nil {
		if v := strings.TrimSpace(string(data)); v != Version {
			return fmt.Errorf("data directory %q has layout version %q, this cached reads version %q: use the cached that made it, or move the directory away to start with an empty cache", path, v, Version)
		}
		return nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("reading the version of data directory %q: %w", path, err)
	}
	return checkUnused(path)
}

// checkUnused refuses to make a new data directory among foreign files.
func checkUnused(path string) error {
	ours := []string{"bin", "config.json", "log", "client-token", "client-netrc", "tokens.json", "tokens.lock", "attic-token.key", "keys", "lock", "instance", "cached.pid", "lost+found"}
	entries, err := os.ReadDir(path)
	if err != nil {
		return fmt.Errorf("reading data directory %q: %w", path, err)
	}
	for _, e := range entries {
		if !slices.Contains(ours, e.Name()) && !strings.HasPrefix(e.Name(), ".") {
			return fmt.Errorf("directory %q is not a data directory of cached: it has no version file, but it has %q; choose an empty directory with --data-dir", path, e.Name())
		}
	}
	return nil
}

func takeLock(path string) (*os.File, error) {
	name := filepath.Join(path, "lock")
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("opening the lock of data directory %q: %w", path, err)
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == nil {
		return f, nil
	}
	defer f.Close()
	if errors.Is(err, unix.EWOULDBLOCK) {
		pid, _ := os.ReadFile(name)
		return nil, &InUseError{Path: path, PID: strings.TrimSpace(string(pid))}
	}
	return nil, fmt.Errorf("locking data directory %q: %w", path, err)
}

// BootID identifies the current boot of the machine, where the system says.
func BootID() string {
	data, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(data))
}

// Default is the data directory of the local stack:
// ${XDG_DATA_HOME:-~/.local/share}/flywheel/local.
func Default() (string, error) {
	if base := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(base) {
		return filepath.Join(base, "flywheel", "local"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the default data directory: %w", err)
	}
	return filepath.Join(home, ".local", "share", "flywheel", "local"), nil
}
