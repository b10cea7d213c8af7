package cacheregistry_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nix-community/go-nix/pkg/narinfo/signature"

	"github.com/gloriousflywheel/flywheel/tools/internal/cacheconfig"
	"github.com/gloriousflywheel/flywheel/tools/internal/cacheregistry"
)

func config(t *testing.T, dir string, names ...string) cacheconfig.Config {
	t.Helper()
	c := cacheconfig.Config{DataDir: dir, Attic: cacheconfig.Attic{DefaultRetention: cacheconfig.Duration(time.Hour)}}
	for _, name := range names {
		c.Caches = append(c.Caches, cacheconfig.Cache{Name: name, Retention: cacheconfig.Duration(time.Minute), Public: true})
	}
	return c
}

func open(t *testing.T, c cacheconfig.Config) *cacheregistry.Registry {
	t.Helper()
	r, err := cacheregistry.Open(c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func fresh(t *testing.T, name string) cacheregistry.Cache {
	t.Helper()
	key, _, err := signature.GenerateKeypair(name, nil)
	if err != nil {
		t.Fatal(err)
	}
	var c cacheregistry.Cache
	c.Name, c.Key, c.StoreDir, c.Priority = name, key, "/gnu", 7
	return c
}

func TestLife(t *testing.T) {
	dir := t.TempDir()
	r := open(t, config(t, dir, "main"))
	cleared := 0
	clear := func() { cleared++ }
	if err := r.Create(fresh(t, "a"), clear); err != nil || cleared != 1 {
		t.Fatalf("%v, cleared %d times", err, cleared)
	}
	for _, name := range []string{"a", "A", "main", "MAIN"} {
		if err := r.Create(fresh(t, name), clear); !errors.Is(err, cacheregistry.ErrExists) {
			t.Errorf("making %q: %v", name, err)
		}
	}
	if r.Kept("main") != time.Minute || r.Kept("a") != time.Hour || r.Kept("gone") != 0 || !r.Public("main") || r.Public("a") || r.Public("gone") {
		t.Error("retention or publicity")
	}
	first, _ := r.Find("a")
	month := 30 * 24 * time.Hour
	err := r.Change("a", func(c *cacheregistry.Cache) error {
		c.Public, c.Retention, c.Key = true, &month, fresh(t, "a").Key
		return nil
	})
	if err != nil || !r.Public("a") || r.Kept("a") != month {
		t.Errorf("changing: %v", err)
	}
	if err := r.While(first, func() error { return nil }); !errors.Is(err, cacheregistry.ErrUnknown) {
		t.Errorf("a cache with another key is the same: %v", err)
	}
	refused := errors.New("no")
	if err := r.Change("a", func(c *cacheregistry.Cache) error { c.Priority = 1; return refused }); err != refused {
		t.Errorf("a refused change: %v", err)
	}
	again := open(t, config(t, dir, "main"))
	if c, ok := again.Find("a"); !ok || c.Priority != 7 || c.StoreDir != "/gnu" || !c.Public || !c.Resign || *c.Retention != month || c.Fixed() || c.Key.String() == first.Key.String() {
		t.Errorf("after a restart: %+v", c)
	}
	if names, err := cacheregistry.Made(dir); err != nil || len(names) != 1 || names[0] != "a" || len(again.All()) != 2 {
		t.Errorf("%v, %v", names, err)
	}
	for name, want := range map[string]error{"main": cacheregistry.ErrFixed, "gone": cacheregistry.ErrUnknown, "a": nil} {
		if err := again.Change(name, func(*cacheregistry.Cache) error { return nil }); !errors.Is(err, want) {
			t.Errorf("changing %q: %v, want %v", name, err, want)
		}
		if err := again.Delete(name, clear); !errors.Is(err, want) {
			t.Errorf("deleting %q: %v, want %v", name, err, want)
		}
	}
	if names, err := cacheregistry.Made(dir); err != nil || len(names) != 0 || cleared != 2 {
		t.Errorf("%v, %v, cleared %d times", names, err, cleared)
	}
}

func TestCannotOpen(t *testing.T) {
	for _, tc := range []struct {
		name    string
		prepare func(t *testing.T, dir string)
		want    string
	}{
		{"made here and configured later", func(*testing.T, string) {}, `is as "A" in the configuration, too`},
		{"damaged list", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "caches.json"), "{") }, "restore it from a backup"},
		{"list of a newer version", func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "caches.json"), `{"v":2,"caches":[]}`)
		}, "no file of version 1"},
		{"lost key", func(t *testing.T, dir string) { os.Remove(filepath.Join(dir, "keys", "a.secret")) }, "reading the signing key"},
		{"damaged key", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "keys", "a.secret"), "x") }, "reading signing key"},
	} {
		dir := t.TempDir()
		if err := open(t, config(t, dir)).Create(fresh(t, "a"), func() {}); err != nil {
			t.Fatal(err)
		}
		tc.prepare(t, dir)
		c := config(t, dir)
		if tc.name == "made here and configured later" {
			c = config(t, dir, "A")
		}
		if _, err := cacheregistry.Open(c); err == nil || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: %v, want %q", tc.name, err, tc.want)
		}
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestNotWritten changes nothing when the list cannot be written.
func TestNotWritten(t *testing.T) {
	dir := t.TempDir()
	r := open(t, config(t, dir))
	if err := r.Create(fresh(t, "a"), func() {}); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "caches.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(dir, "caches.json", "in the way"), 0o700); err != nil {
		t.Fatal(err)
	}
	never := func() { t.Error("paths are dropped") }
	if err := r.Create(fresh(t, "b"), func() {}); err == nil {
		t.Error("made, and not written")
	}
	if err := r.Delete("a", never); err == nil {
		t.Error("deleted, and not written")
	}
	err := r.Change("a", func(c *cacheregistry.Cache) error { c.Public = true; return nil })
	if _, ok := r.Find("b"); err == nil || ok || r.Public("a") || len(r.All()) != 1 {
		t.Errorf("changed, and not written: %v, %v", r.All(), err)
	}
}
