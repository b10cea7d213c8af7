// Package statedir knows where an environment's state lives on this machine:
// under the user's state directory, never in the source tree or bazel-out.
package statedir

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Variable overrides the default place of all state directories.
const Variable = "FLYWHEEL_STATE_DIR"

// Root returns the directory of all state: the flag's value, else
// $FLYWHEEL_STATE_DIR, else $XDG_STATE_HOME/flywheel, else
// ~/.local/state/flywheel. A relative one is resolved against workingDir.
func Root(flag, workingDir string, getenv func(string) string) (string, error) {
	switch {
	case flag != "":
		return absolute(flag, workingDir), nil
	case getenv(Variable) != "":
		return absolute(getenv(Variable), workingDir), nil
	// The XDG specification says that a relative path is to be ignored.
	case filepath.IsAbs(getenv("XDG_STATE_HOME")):
		return filepath.Join(getenv("XDG_STATE_HOME"), "flywheel"), nil
	case filepath.IsAbs(getenv("HOME")):
		return filepath.Join(getenv("HOME"), ".local", "state", "flywheel"), nil
	}
	return "", fmt.Errorf("choosing the state directory: HOME is not set; pass --state-dir=DIR or set %s", Variable)
}

func absolute(path, workingDir string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(workingDir, path)
}

// Dir is the directory of one environment of one stack.
type Dir string

// For returns the environment's directory below root. The parts come from a
// spec; one that is not a plain relative path is an error.
func For(root, repo, pkg, environment string) (Dir, error) {
	for _, part := range []string{repo, environment} {
		if part == "" || strings.ContainsAny(part, "/\\\x00") || !filepath.IsLocal(part) || part == "." {
			return "", fmt.Errorf("choosing the state directory: %q is not a plain name", part)
		}
	}
	if !filepath.IsLocal(pkg) {
		return "", fmt.Errorf("choosing the state directory: package %q is not a relative path", pkg)
	}
	return Dir(filepath.Join(root, repo, pkg, environment)), nil
}

// Join returns a path in the directory.
func (d Dir) Join(elem ...string) string {
	return filepath.Join(append([]string{string(d)}, elem...)...)
}

// State is the state file of a local backend.
func (d Dir) State() string { return d.Join("terraform.tfstate") }

// Work is the directory of the staged configuration.
func (d Dir) Work() string { return d.Join("work") }

// Data is tofu's own data directory.
func (d Dir) Data() string { return d.Join("data") }

// Prepare makes the directory, private to the user, and proves that it can be
// written before anything depends on it.
func (d Dir) Prepare() error {
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return unusable(d, err)
	}
	if err := os.Chmod(string(d), 0o700); err != nil {
		return unusable(d, err)
	}
	probe, err := os.CreateTemp(string(d), ".probe-*")
	if err != nil {
		return unusable(d, err)
	}
	_, writeErr := probe.Write(make([]byte, probeBytes))
	if err := errors.Join(writeErr, probe.Close(), os.Remove(probe.Name())); err != nil {
		return unusable(d, err)
	}
	return nil
}

// probeBytes is room for most states: one that cannot be saved after a change
// would be lost.
const probeBytes = 1 << 20

func unusable(d Dir, err error) error {
	remedy := "make it writable"
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		remedy = "free space there"
	}
	return fmt.Errorf("preparing the state directory %q: %w (%s, or choose another with --state-dir=DIR or %s)",
		string(d), err, remedy, Variable)
}
