package provider_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/provider"
)

func TestBesideProvider(t *testing.T) {
	mirror, store := t.TempDir(), t.TempDir()
	for _, path := range []string{filepath.Join(mirror, "cached"), filepath.Join(store, "other")} {
		if err := os.WriteFile(path, nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	exe := filepath.Join(store, "terraform-provider-flywheel")
	for _, c := range []struct{ arg0, exe, want, reason string }{
		{filepath.Join(mirror, "p"), exe, filepath.Join(mirror, "cached"), "called through a link in a mirror"},
		{filepath.Join(store, "p"), filepath.Join(mirror, "p"), filepath.Join(mirror, "cached"), "a link alone, beside the file"},
		{"p", filepath.Join(mirror, "p"), filepath.Join(mirror, "cached"), "found on PATH"},
		{filepath.Join(store, "p"), exe, filepath.Join(store, "cached"), "nowhere: the error names the first place"},
	} {
		if got := provider.BesideProvider(c.arg0, c.exe); got != c.want {
			t.Errorf("BesideProvider(%q, %q) = %q; want %q (%s)", c.arg0, c.exe, got, c.want, c.reason)
		}
	}
}
