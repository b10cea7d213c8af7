//go:build !bazel

package bootstrap_test

import (
	"archive/zip"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bazelisk is the program that the test's module proxy serves under bazelisk's name.
const bazelisk = `package main

import "os"

func main() { println("bazelisk", os.Args[1]) }
`

// Starts at the same time share one cache: each must end in a whole program. It needs the
// Go that runs plain "go test", and a module proxy of files.
func TestGoInstallAtTheSameTime(t *testing.T) {
	goProgram, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	goCache, err := exec.Command(goProgram, "env", "GOCACHE").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir, cache := workspace(t), t.TempDir()
	env := []string{
		"FLYWHEEL_ONLINE=1", "FLYWHEEL_CACHE_DIR=" + cache, "GOSUMDB=off", "GOTOOLCHAIN=local", "GOROOT=",
		"GOPROXY=file://" + filepath.ToSlash(proxy(t)), "GOFLAGS=-modcacherw", "GOMODCACHE=" + t.TempDir(),
		"GOCACHE=" + strings.TrimSpace(string(goCache)),
	}
	t.Cleanup(func() { // what Go downloads is read-only
		clean := exec.Command(goProgram, "clean", "-modcache")
		clean.Env = append(os.Environ(), env...)
		if out, err := clean.CombinedOutput(); err != nil {
			t.Errorf("go clean: %v\n%s", err, out)
		}
	})
	var wait sync.WaitGroup
	for range 3 {
		s := start{dir: dir, path: []string{filepath.Dir(goProgram)}, env: env, args: []string{"build"}}
		cmd := command(t, s, filepath.Join(dir, "tools/bazel"))
		wait.Go(func() {
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.HasSuffix(string(out), "bazelisk build\n") {
				t.Errorf("start: %v\n%s", err, out)
			}
		})
	}
	wait.Wait()
	if diff := cmp.Diff([]string{"bazel-" + version, "bazelisk-1.28.1"}, names(t, cache)); diff != "" {
		t.Errorf("left in the cache (-want +got):\n%s", diff)
	}
}

// proxy is a module proxy of files that has one version of one module.
func proxy(t *testing.T) string {
	t.Helper()
	const module, v = "github.com/bazelbuild/bazelisk", "v1.28.1"
	dir := t.TempDir()
	mod := "module " + module + "\n\ngo 1.21\n"
	var zipped bytes.Buffer
	w := zip.NewWriter(&zipped)
	for name, text := range map[string]string{"go.mod": mod, "main.go": bazelisk} {
		f, err := w.Create(module + "@" + v + "/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(dir, module, "@v")
	write(t, filepath.Join(at, "list"), v+"\n", 0o644)
	write(t, filepath.Join(at, v+".info"), `{"Version":"`+v+`"}`, 0o644)
	write(t, filepath.Join(at, v+".mod"), mod, 0o644)
	if err := os.WriteFile(filepath.Join(at, v+".zip"), zipped.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}
