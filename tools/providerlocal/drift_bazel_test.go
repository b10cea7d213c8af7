//go:build bazel && linux

package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

func TestDrift(t *testing.T) {
	w := newWorld(t)
	w.apply()
	for _, c := range []struct {
		name, want string
		drift      func()
	}{
		{"configuration edited by hand", "config_sha256 max_size", func() {
			file := filepath.Join(w.data, "config.json")
			write(t, file, strings.Replace(read(t, file), "53687091200", "1073741824", 1))
		}},
		{"retention edited to what no attribute can say", "config_sha256", func() {
			file := filepath.Join(w.data, "config.json")
			write(t, file, strings.Replace(read(t, file), `"720h"`, `"721h"`, 1))
			if out, _ := w.tofu("plan", "-no-color"); !strings.Contains(out, "Configuration was edited") || !strings.Contains(out, "retention 721h is not a whole number of days") {
				t.Errorf("the plan does not say why nothing but the digest differs:\n%s", out)
			}
		}},
		{"sync edited by hand", "config_sha256 sync", func() {
			file := filepath.Join(w.data, "config.json")
			write(t, file, strings.Replace(read(t, file), `"sync": "group"`, `"sync": "each"`, 1))
		}},
		{"configuration made unreadable", "config_sha256", func() { write(t, filepath.Join(w.data, "config.json"), "{") }},
		{"update killed before the restart", "config_sha256", func() {
			file := filepath.Join(w.data, "config.json")
			old := w.grpc
			w.grpc = testenv.FreeAddresses(t, 1)[0]
			write(t, file, strings.Replace(read(t, file), old, w.grpc, 1))
			w.config("")
		}},
		{"configuration removed", "config_sha256", func() { must(t, os.Remove(filepath.Join(w.data, "config.json"))) }},
		{"program replaced", "binary_sha256", func() {
			file := filepath.Join(w.data, "bin/cached")
			must(t, os.Remove(file))
			write(t, file, "#!/bin/false")
		}},
		{"program removed", "binary_sha256", func() { must(t, os.RemoveAll(filepath.Join(w.data, "bin"))) }},
		{"key removed from a dead server", "nix_public_keys? running", func() {
			w.killServers()
			must(t, os.Remove(filepath.Join(w.data, "keys/main.secret")))
		}},
	} {
		c.drift()
		if got := w.planned().differing(); got != c.want {
			t.Errorf("%s: the plan changes %q; want %q", c.name, got, c.want)
		}
		w.apply()
		w.server()
		w.unchanged()
	}
	must(t, os.RemoveAll(w.data))
	if c := w.planned(); c.Actions[0] != "create" {
		t.Errorf("data directory removed: planned as %v; want create", c.Actions)
	}
	w.apply()
	w.server()
	w.unchanged()
}

func TestUpgrade(t *testing.T) {
	w := newWorld(t)
	w.apply()
	old := w.server()
	newer := filepath.Join(w.mirror, "cached")
	content := read(t, newer) + "newer"
	must(t, os.Remove(newer))
	must(t, os.WriteFile(newer, []byte(content), 0o755))
	// The lock file has the digest of the provider's whole directory.
	must(t, os.Remove(filepath.Join(w.root, ".terraform.lock.hcl")))
	w.ok("init")
	if c := w.planned(); c.differing() != "binary_sha256" || strings.Join(c.Actions, " ") != "update" {
		t.Errorf("a newer program is planned as %v of %q", c.Actions, c.differing())
	}
	w.apply()
	if w.server() == old {
		t.Error("the old program still runs")
	}
	w.unchanged()
}

func TestImport(t *testing.T) {
	w := newWorld(t)
	w.config(`max_size = "3GiB"`)
	w.apply()
	pid := w.server()
	must(t, os.Remove(filepath.Join(w.root, "terraform.tfstate")))
	w.ok("import", "-no-color", "flywheel_local_cache.this", w.data)
	w.unchanged()
	if w.server() != pid {
		t.Error("import restarted the server")
	}
	must(t, os.Remove(filepath.Join(w.root, "terraform.tfstate")))
	if out, code := w.tofu("import", "-no-color", "flywheel_local_cache.this", w.root); code == 0 {
		t.Errorf("importing a foreign directory succeeded:\n%s", out)
	}
	w.apply()
	if w.server() != pid {
		t.Error("creating did not adopt the running server")
	}
}
