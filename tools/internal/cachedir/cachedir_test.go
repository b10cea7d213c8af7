package cachedir_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/cachedir"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestOpen(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		prepare      func(t *testing.T, dir string)
		want         string // part of the error; empty: none
	}{
		{"not there", "it is made", func(t *testing.T, dir string) { os.Remove(dir) }, ""},
		{"empty", "it is taken", func(*testing.T, string) {}, ""},
		{"installed by the provider", "its files come first", func(t *testing.T, dir string) {
			for _, name := range []string{"config.json", "bin/cached", "log/cached.log", "tokens.json"} {
				write(t, filepath.Join(dir, name), "")
			}
		}, ""},
		{"hidden files", "desktops leave them", func(t *testing.T, dir string) { write(t, filepath.Join(dir, ".DS_Store"), "") }, ""},
		{"interrupted first start", "what is there is kept", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "instance"), "abc\n") }, ""},
		{"newer version", "it must not be touched", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "version"), "2\n") }, `layout version "2", this cached reads version "1"`},
		{"damaged version", "it must not be touched", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "version"), "") }, `layout version ""`},
		{"version is a directory", "it cannot be read", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "version", "x"), "") }, "reading the version"},
		{"somebody else's directory", "it must not be touched", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "thesis.tex"), "") }, `it has "thesis.tex"`},
		{"blobs without version", "nobody knows which", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "meta.db"), "") }, `it has "meta.db"`},
		{"a file", "no directory", func(t *testing.T, dir string) {
			os.Remove(dir)
			write(t, dir, "")
		}, "making data directory"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "data")
			os.Mkdir(dir, 0o700)
			tc.prepare(t, dir)
			before := list(dir)
			d, err := cachedir.Open(dir)
			if tc.want != "" {
				if err == nil || !strings.Contains(err.Error(), tc.want) || list(dir) != before {
					t.Errorf("error %v, files %s; want %q and %s: %s", err, list(dir), tc.want, before, tc.reason)
				}
				return
			}
			if err != nil {
				t.Fatalf("%v: %s", err, tc.reason)
			}
			if err := d.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func list(dir string) string {
	entries, _ := os.ReadDir(dir)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestInUse(t *testing.T) {
	dir := t.TempDir()
	first, err := cachedir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var used *cachedir.InUseError
	pid := strconv.Itoa(os.Getpid())
	if _, err := cachedir.Open(dir); !errors.As(err, &used) || used.PID != pid || !strings.Contains(err.Error(), "kill "+pid) {
		t.Errorf("second server: %v, want that it is in use by %s", err, pid)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "cached.pid")); string(data) != pid+"\n" {
		t.Errorf("cached.pid has %q", data)
	}
	first.Close()
	if _, err := os.Stat(filepath.Join(dir, "cached.pid")); !os.IsNotExist(err) {
		t.Errorf("cached.pid afterwards: %v", err)
	}
	second, err := cachedir.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if len(first.Instance) != 32 || second.Instance != first.Instance {
		t.Errorf("instance %q, then %q; want the same", first.Instance, second.Instance)
	}
}

func TestDefault(t *testing.T) {
	for _, tc := range []struct{ name, xdg, home, want string }{
		{"XDG", "/x", "/h", "/x/flywheel/local"},
		{"home", "", "/h", "/h/.local/share/flywheel/local"},
		{"relative XDG is ignored, as its specification says", "x", "/h", "/h/.local/share/flywheel/local"},
	} {
		t.Setenv("XDG_DATA_HOME", tc.xdg)
		t.Setenv("HOME", tc.home)
		if got, err := cachedir.Default(); err != nil || got != tc.want {
			t.Errorf("%s: %q, %v; want %q", tc.name, got, err, tc.want)
		}
	}
}
