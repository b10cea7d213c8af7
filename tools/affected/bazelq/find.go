// Package bazelq asks Bazel about a workspace: what targets there are, what they
// are made of and how they are configured. It builds nothing.
package bazelq

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// ErrNoBazel says that there is no Bazel to ask.
var ErrNoBazel = errors.New("no Bazel was found")

// Find chooses the Bazel program: the given one, else the workspace's tools/bazel,
// as bazelisk does, else bazelisk or bazel on PATH.
func Find(workspace, given string) (string, error) {
	if given != "" {
		path, err := exec.LookPath(given)
		if err == nil {
			path, err = filepath.Abs(path)
		}
		if err != nil {
			return "", fmt.Errorf("finding the Bazel of --bazel=%s: %w: name a program", given, err)
		}
		return path, nil
	}
	wrapper := filepath.Join(workspace, "tools", "bazel")
	if info, err := os.Stat(wrapper); err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
		return wrapper, nil
	}
	for _, name := range []string{"bazelisk", "bazel"} {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	return "", fmt.Errorf("%w: put bazelisk or bazel on PATH, or name one by --bazel=PROGRAM", ErrNoBazel)
}
