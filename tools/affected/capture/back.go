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

	"github.com/gloriousflywheel/flywheel/tools/affected/loads"
)

// loadedBack are the files of the main repository that files of other repositories
// load, by one of its names; such an edge is not in what our own files load.
func loadedBack(external string, repos, names []string) ([]string, error) {
	var labels []string
	for _, repo := range repos {
		if repo == "bazel_tools" { // Bazel's own, and large.
			continue
		}
		root, err := filepath.EvalSymlinks(filepath.Join(external, repo))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("finding repository %s: %w", repo, err)
		}
		load := loadOf(append(namesIn(root, names), names...))
		err = filepath.WalkDir(root, func(file string, e fs.DirEntry, err error) error {
			if err == nil && e.IsDir() && e.Name() == ".git" {
				return fs.SkipDir
			}
			if err == nil && !e.IsDir() && starlark(e.Name()) {
				var found []string
				found, err = matches(file, load)
				labels = append(labels, found...)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(labels)
	return slices.Compact(labels), nil
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

// loadOf finds load statements of the repository with one of the names, and the
// rest of the label.
func loadOf(names []string) *regexp.Regexp {
	all := make([]string, 0, len(names))
	for _, name := range names {
		all = append(all, regexp.QuoteMeta(name))
	}
	return regexp.MustCompile(`\bload\(\s*["'](@@|@(` + strings.Join(all, "|") + `)?)(//[^"']*)["']`)
}

func starlark(name string) bool {
	return strings.HasSuffix(name, ".bzl") || strings.HasSuffix(name, ".scl") || name == "BUILD" || name == "BUILD.bazel"
}

// matches are what the text of a file loads; one that is a link to nowhere, or a
// directory, has nothing.
func matches(file string, load *regexp.Regexp) ([]string, error) {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !info.Mode().IsRegular() {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(file)
	var labels []string
	for _, m := range load.FindAllSubmatch(data, -1) {
		labels = append(labels, loads.Resolve("", string(m[3]), func(string) bool { return true }))
	}
	return labels, err
}
