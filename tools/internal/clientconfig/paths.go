// Package clientconfig keeps the client configuration that a stack gives: a
// map from file paths, relative to the home directory, to contents. It writes
// them as files of their own, and merges them as marked blocks into the user's
// own files without touching anything else.
package clientconfig

import (
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// Files maps slash-separated paths relative to the home directory to contents.
type Files map[string]string

// Paths returns the paths in order.
func (f Files) Paths() []string { return slices.Sorted(maps.Keys(f)) }

// Check refuses paths that leave the directory they are meant for, or that
// cannot exist together.
func (f Files) Check() error {
	for _, p := range f.Paths() {
		if reason := badPath(p); reason != "" {
			return fmt.Errorf("client configuration path %q is refused: %s", p, reason)
		}
		for parent := path.Dir(p); parent != "."; parent = path.Dir(parent) {
			if _, ok := f[parent]; ok {
				return fmt.Errorf("client configuration path %q is refused: %q is a file", p, parent)
			}
		}
	}
	return nil
}

func badPath(p string) string {
	switch {
	case p == "":
		return "it is empty"
	case strings.HasPrefix(p, "/"), filepath.IsAbs(p):
		return "it is absolute; it must be relative to the home directory"
	case strings.HasPrefix(p, "~"):
		return "it starts with ~; it must be relative to the home directory"
	case strings.ContainsFunc(p, func(r rune) bool { return unicode.IsControl(r) || r == '\\' }):
		return "it has a control character or a backslash"
	case p == "." || path.Clean(p) != p || !filepath.IsLocal(filepath.FromSlash(p)):
		return "it leaves the home directory or is not a clean path"
	}
	return ""
}
