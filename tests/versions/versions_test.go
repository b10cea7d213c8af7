//go:build bazel

// Package versions_test sees to it that every image and chart can be updated by a program: renovate.json finds each by the comment
// above it.
package versions_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// pinned is a line with a version: an image's tag, or a chart's default.
var pinned = regexp.MustCompile(`\btag\s*=\s*"[^"]+"|\bdefault\s*=\s*"v?[0-9]+\.[0-9]+\.[0-9]+"`)

// unversioned are the repositories of which no program can tell what is newer.
var unversioned = map[string]string{
	"ghcr.io/zhaofengli/attic":              "it has no releases",
	"registry.dev.example.com/rpm-publish":  "an image of the user's",
	"registry.prod.example.com/rpm-publish": "an image of the user's",
}

func TestEveryVersionIsFoundByRenovate(t *testing.T) {
	root := testenv.SourceTree(t)
	finder := manager(t, root)
	defaults := map[string]string{} // version by name, in modules
	found := 0
	for _, path := range files(t, root) {
		data, err := os.ReadFile(filepath.Join(root, path))
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		matches := finder.FindAllStringSubmatchIndex(text, -1)
		if said := strings.Count(text, "# renovate:"); said != len(matches) {
			t.Errorf("%s: of %d comments for Renovate %d lead to a version", path, said, len(matches))
		}
		for _, m := range matches {
			found++
			if lines := strings.Count(text[m[0]:m[1]], "\n"); lines > 6 {
				t.Errorf("%s: the version is %d lines below its comment: is it the right one?\n%s", path, lines, text[m[0]:m[1]])
			}
			name, version := group(finder, text, m, "depName"), group(finder, text, m, "currentValue")
			if before, seen := defaults[name]; seen && before != version && strings.HasPrefix(path, "tofu/modules") {
				t.Errorf("%s: %s is %s here and %s elsewhere", path, name, version, before)
			} else if strings.HasPrefix(path, "tofu/modules") {
				defaults[name] = version
			}
		}
		for _, at := range pinned.FindAllStringIndex(text, -1) {
			if !within(at, matches) && !excused(text[:at[0]]) {
				t.Errorf("%s: nothing tells Renovate of %s: write \"# renovate: datasource=… depName=…\" above it", path, text[at[0]:at[1]])
			}
		}
	}
	if found < 15 {
		t.Fatalf("only %d versions were found below %s", found, root)
	}
}

func group(finder *regexp.Regexp, text string, match []int, name string) string {
	i := finder.SubexpIndex(name)
	return text[match[2*i]:match[2*i+1]]
}

func within(at []int, matches [][]int) bool {
	for _, m := range matches {
		if m[0] <= at[0] && at[1] <= m[1] {
			return true
		}
	}
	return false
}

// excused tells whether the last repository before a tag is one of unversioned.
func excused(before string) bool {
	all := regexp.MustCompile(`repository\s*=\s*"([^"]+)"`).FindAllStringSubmatch(before, -1)
	return len(all) > 0 && unversioned[all[len(all)-1][1]] != ""
}

// manager is the expression of renovate.json, which Renovate evaluates by RE2, as Go does.
func manager(t *testing.T, root string) *regexp.Regexp {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "renovate.json"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		CustomManagers []struct{ MatchStrings []string }
	}
	if err := json.Unmarshal(data, &config); err != nil {
		t.Fatal(err)
	}
	if len(config.CustomManagers) != 1 || len(config.CustomManagers[0].MatchStrings) != 1 {
		t.Fatal("renovate.json has not the one custom manager that this test is for")
	}
	return regexp.MustCompile(config.CustomManagers[0].MatchStrings[0])
}

// files are those of modules and stacks themselves, without their tests and examples.
func files(t *testing.T, root string) []string {
	t.Helper()
	var paths []string
	err := fs.WalkDir(os.DirFS(root), "tofu", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "tests" || d.Name() == "examples") {
			return fs.SkipDir
		}
		if ext := filepath.Ext(path); ext == ".tf" || ext == ".tfvars" {
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}
