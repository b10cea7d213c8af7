package binarycache_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/binarycache"
)

func TestReadInfo(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       binarycache.CacheInfo
		err        string
	}{
		{"as Nix writes it", "StoreDir: /nix/store\nWantMassQuery: 1\nPriority: 40\n", binarycache.CacheInfo{StoreDir: "/nix/store", WantMassQuery: true, Priority: 40}, ""},
		{"empty: Nix takes its own directory", "", binarycache.CacheInfo{StoreDir: "/nix/store"}, ""},
		{"another order, no spaces, Windows' lines", "Priority:30\r\nStoreDir:/gnu/store\r\n", binarycache.CacheInfo{StoreDir: "/gnu/store", Priority: 30}, ""},
		{"not wanted", "WantMassQuery: 0\n", binarycache.CacheInfo{StoreDir: "/nix/store"}, ""},
		{"fields of a later Nix", "StoreDir: /s\nNew: 1\nno field\n", binarycache.CacheInfo{StoreDir: "/s"}, ""},
		{"no number", "Priority: high\n", binarycache.CacheInfo{}, `reading nix-cache-info: Priority "high": `},
	} {
		o := binarycache.NewFile(t.TempDir())
		if err := binarycache.PutText(t.Context(), o, "nix-cache-info", binarycache.TypeInfo, tc.text); err != nil {
			t.Fatal(err)
		}
		got, err := binarycache.ReadInfo(t.Context(), o)
		if (err == nil) != (tc.err == "") || err != nil && !strings.HasPrefix(err.Error(), tc.err) || err == nil && got != tc.want {
			t.Errorf("%s: %+v, %v; want %+v, %q", tc.name, got, err, tc.want, tc.err)
		}
	}
	if _, err := binarycache.ReadInfo(t.Context(), binarycache.NewFile(t.TempDir())); !errors.Is(err, binarycache.ErrNotFound) {
		t.Errorf("none: %v", err)
	}
}

// What a new cache is told of itself is what is read back.
func TestWriteInfo(t *testing.T) {
	for kind, o := range caches(t) {
		want := binarycache.CacheInfo{StoreDir: "/nix/store", WantMassQuery: true, Priority: 41}
		if err := binarycache.WriteInfo(t.Context(), o, want); err != nil {
			t.Fatal(err)
		}
		if got := read(t, o, "nix-cache-info"); got != "StoreDir: /nix/store\nWantMassQuery: 1\nPriority: 41\n" {
			t.Errorf("%s: %q", kind, got)
		}
		if got, err := binarycache.ReadInfo(t.Context(), o); err != nil || got != want {
			t.Errorf("%s: %+v, %v", kind, got, err)
		}
	}
	if got := (binarycache.CacheInfo{StoreDir: "/s"}).String(); got != "StoreDir: /s\n" {
		t.Errorf("as little as can be said: %q", got)
	}
}

func TestCheckStoreDir(t *testing.T) {
	if err := binarycache.CheckStoreDir("/nix/store", "/nix/store"); err != nil {
		t.Error(err)
	}
	err := binarycache.CheckStoreDir("/nix/store", "/gnu/store")
	if err == nil || err.Error() != "the cache is for store paths in /nix/store, this store has them in /gnu/store: its paths are of no use there" {
		t.Errorf("another store's: %v", err)
	}
}
