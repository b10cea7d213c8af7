package nar_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	gonix "github.com/nix-community/go-nix/pkg/nar"

	"github.com/gloriousflywheel/flywheel/tools/internal/nar"
)

func dump(t *testing.T, path string, o nar.Options) ([]byte, error) {
	t.Helper()
	var out bytes.Buffer
	err := nar.NewDumper(o).Dump(&out, path)
	return out.Bytes(), err
}

func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Another implementation; Nix itself is asked by TestSameAsNix.
func TestSameAsGoNix(t *testing.T) {
	dir := tree(t, map[string]string{"a/b": "1", "a.b": "22", "a-b": strings.Repeat("3", 300<<10), "c/d/e": ""})
	var want bytes.Buffer
	if err := gonix.DumpPath(&want, dir); err != nil {
		t.Fatal(err)
	}
	if got, err := dump(t, dir, nar.Options{}); err != nil || !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%d bytes, %v; go-nix writes %d", len(got), err, want.Len())
	}
}

func TestCaseHack(t *testing.T) {
	plain := tree(t, map[string]string{"FOO": "1", "foo": "2", "z": "3"})
	hacked := tree(t, map[string]string{"FOO": "1", "foo~nix~case~hack~1": "2", "z": "3"})
	want, err := dump(t, plain, nar.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := dump(t, hacked, nar.Options{CaseHack: true})
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("with the hack: %d bytes, %v, want %d", len(got), err, len(want))
	}
	if got, err = dump(t, hacked, nar.Options{}); err != nil || bytes.Equal(got, want) {
		t.Errorf("without it names stay as they are: %v", err)
	}
	twice := tree(t, map[string]string{"foo~nix~case~hack~1": "1", "foo~nix~case~hack~2": "2"})
	if _, err = dump(t, twice, nar.Options{CaseHack: true}); err == nil || !strings.Contains(err.Error(), `two files for the name "foo"`) {
		t.Errorf("two files with one name: %v", err)
	}
}

type full struct{ after int }

func (f *full) Write(p []byte) (int, error) {
	if f.after -= len(p); f.after < 0 {
		return 0, errors.New("full")
	}
	return len(p), nil
}

func TestErrors(t *testing.T) {
	dir := tree(t, map[string]string{"a": strings.Repeat("x", 1<<20)})
	if err := nar.NewDumper(nar.Options{}).Dump(&full{300 << 10}, dir); err == nil || err.Error() != "full" {
		t.Errorf("the writer's error comes as it is: %v", err)
	}
	if _, err := dump(t, filepath.Join(dir, "b"), nar.Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no such path: %v", err)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := dump(t, dir, nar.Options{}); err == nil || !strings.Contains(err.Error(), "pipe") {
		t.Errorf("a pipe: %v", err)
	}
}
