//go:build bazel

// Package generated_test checks that what programs write is as they would write it now.
package generated_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

const remedy = "run: bazel run //:update"

func TestBuildFilesAreAsGazelleWritesThem(t *testing.T) {
	cmd := exec.Command(testenv.Path(t, "GAZELLE"), "-mode=diff")
	cmd.Env = append(os.Environ(), "BUILD_WORKSPACE_DIRECTORY="+testenv.SourceTree(t), "RUNFILES_DIR="+os.Getenv("TEST_SRCDIR"))
	if out, err := cmd.CombinedOutput(); err != nil || len(bytes.TrimSpace(out)) > 0 {
		t.Errorf("%v\n%s\n%s", err, out, remedy)
	}
}

func TestStarlarkIsAsBuildifierWritesIt(t *testing.T) {
	dir := testenv.SourceTree(t)
	files := starlark(t, dir)
	if len(files) < 20 {
		t.Fatalf("found only %d Starlark files below %s", len(files), dir)
	}
	cmd := exec.Command(testenv.Path(t, "BUILDIFIER"), append([]string{"-mode=check", "-lint=warn"}, files...)...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil || len(bytes.TrimSpace(out)) > 0 {
		t.Errorf("%v\n%s\n%s", err, out, remedy)
	}
}

func TestVendorHashIsOfTheseModules(t *testing.T) {
	cmd := exec.Command(testenv.Path(t, "VENDORHASH"), "--mode=check", "--root="+testenv.SourceTree(t))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s\n%s", err, out, remedy)
	}
}

func starlark(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && (name == ".git" || name == "testdata") {
			return filepath.SkipDir
		}
		if d.Type().IsRegular() && (name == "BUILD.bazel" || name == "MODULE.bazel" || strings.HasSuffix(name, ".bzl")) {
			rel, err := filepath.Rel(dir, path)
			if err != nil {
				return err
			}
			files = append(files, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
