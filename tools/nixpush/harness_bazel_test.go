//go:build bazel

package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/narinfo"
	"github.com/gloriousflywheel/flywheel/tools/internal/pushreport"
	"github.com/gloriousflywheel/flywheel/tools/testenv/nixtest"
)

// world is a store, and a user who pushes from it.
type world struct {
	t     *testing.T
	store nixtest.Store
	home  string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return &world{t: t, home: alone(t), store: nixtest.New(t)}
}

// args are those of a push from the store.
func (w *world) args(args ...string) []string {
	return append([]string{"push", "--nix", w.store.Program(), "--store", w.store.Root, "--progress", "none"}, args...)
}

// push pushes, and returns the summary.
func (w *world) push(want int, args ...string) (pushreport.Summary, string) {
	w.t.Helper()
	code, stdout, stderr := cli(w.t, "", w.args(append(args, "--json")...)...)
	if code != want {
		w.t.Fatalf("nixpush %s: code %d, want %d\n%s", strings.Join(args, " "), code, want, stderr)
	}
	var s pushreport.Summary
	if err := json.Unmarshal([]byte(stdout), &s); err != nil {
		w.t.Fatalf("summary %q: %v", stdout, err)
	}
	return s, stderr
}

// contain fails where text lacks one of the parts.
func contain(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s lacks %q:\n%s", what, part, text)
		}
	}
}

// complete fails unless the closure of every visible path of a cache in a directory is
// complete, and each archive is whole. It returns how many are visible.
func complete(t *testing.T, dir string) int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.narinfo"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		info, err := narinfo.Parse(string(text))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		for _, r := range info.References {
			if _, err := os.Stat(filepath.Join(dir, narinfo.HashPart(r)+".narinfo")); err != nil {
				t.Errorf("%s is visible, its reference %s is not", info.Base, r)
			}
		}
		if archive, err := os.Stat(filepath.Join(dir, info.URL)); err != nil || archive.Size() != info.FileSize {
			t.Errorf("%s is visible, its archive is not whole: %v", info.Base, err)
		}
	}
	return len(files)
}

// contents are the files of a cache in a directory.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// substitute fetches a path into a fresh store by a real Nix that wants a signature by
// public.
func (w *world) substitute(url, public, path string) {
	w.t.Helper()
	client := nixtest.New(w.t)
	client.Run(w.t, fmt.Sprintf("substituters = %s\ntrusted-public-keys = %s", url, public), "build", "--no-link", path)
	w.same(client, path)
}

// same compares a path of two stores.
func (w *world) same(client nixtest.Store, path string) {
	w.t.Helper()
	want, err := os.ReadFile(w.store.Real(path))
	if err != nil {
		w.t.Fatal(err)
	}
	if got, err := os.ReadFile(client.Real(path)); err != nil || string(got) != string(want) {
		w.t.Errorf("substituted %s: %d bytes, %v; want %d", path, len(got), err, len(want))
	}
}
