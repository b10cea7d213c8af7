package capture

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// loadedBack says whether a file of another repository loads one of the main
// repository, by one of its names; such an edge is not in what our own files load.
func loadedBack(external string, repos, names []string) (bool, error) {
	for _, repo := range repos {
		if repo == "bazel_tools" { // Bazel's own, and large.
			continue
		}
		root, err := filepath.EvalSymlinks(filepath.Join(external, repo))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return false, fmt.Errorf("finding repository %s: %w", repo, err)
		}
		found, load := false, loadOf(append(namesIn(root, names), names...))
		err = filepath.WalkDir(root, func(file string, e fs.DirEntry, err error) error {
			if err == nil && e.IsDir() && e.Name() == ".git" {
				return fs.SkipDir
			}
			if err == nil && !e.IsDir() && starlark(e.Name()) {
				found, err = matches(file, load)
			}
			if err == nil && found {
				return fs.SkipAll
			}
			return err
		})
		if found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// namesIn are other names that the module in a directory gives the main one.
func namesIn(dir string, names []string) []string {
	// One without has none.
	data, _ := os.ReadFile(filepath.Join(dir, "MODULE.bazel"))
	var others []string
	for _, dep := range regexp.MustCompile(`\bbazel_dep\([^)]*\)`).FindAllString(string(data), -1) {
		name := regexp.MustCompile(`\bname\s*=\s*"([^"]*)"`).FindStringSubmatch(dep)
		other := regexp.MustCompile(`\brepo_name\s*=\s*"([^"]*)"`).FindStringSubmatch(dep)
		if name != nil && other != nil && slices.Contains(names, name[1]) {
			others = append(others, other[1])
		}
	}
	return others
}

// loadOf finds a load statement of the repository with one of the names.
func loadOf(names []string) *regexp.Regexp {
	all := make([]string, 0, len(names))
	for _, name := range names {
		all = append(all, regexp.QuoteMeta(name))
	}
	return regexp.MustCompile(`\bload\(\s*["'](@@|@(` + strings.Join(all, "|") + `)?)//`)
}

func starlark(name string) bool {
	return strings.HasSuffix(name, ".bzl") || strings.HasSuffix(name, ".scl") || name == "BUILD" || name == "BUILD.bazel"
}

// matches looks into a file; one that is a link to nowhere, or a directory, has
// nothing.
func matches(file string, text *regexp.Regexp) (bool, error) {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	data, err := os.ReadFile(file)
	return err == nil && text.Match(data), err
}
