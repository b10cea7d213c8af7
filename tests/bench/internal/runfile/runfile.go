// Package runfile finds the files that Bazel hands to a benchmark.
package runfile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Find finds the file that an environment variable names: absolute, or a
// runfiles path as $(rlocationpath …) writes it; the first of several.
func Find(getenv func(string) string, name string) (string, error) {
	path, _, _ := strings.Cut(getenv(name), " ")
	if path == "" {
		return "", fmt.Errorf("environment variable %s is not set: start this program by \"bazel run //tests/bench:…\", or set it to an absolute path", name)
	}
	if filepath.IsAbs(path) {
		return path, nil
	}
	for _, runfiles := range []string{getenv("RUNFILES_DIR"), getenv("TEST_SRCDIR"), os.Args[0] + ".runfiles"} {
		found, err := filepath.Abs(filepath.Join(runfiles, path))
		if err != nil || runfiles == "" {
			continue
		}
		if _, err := os.Stat(found); err == nil {
			return found, nil
		}
	}
	return "", fmt.Errorf("environment variable %s: %q is not in the runfiles", name, path)
}
