//go:build bazel

package stack_test

import (
	"os"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

// A provider of this repository is installed from the mirror that the runner
// makes, with its data beside it, and again whenever it was built anew: its
// version stays, so the old lock entry must not stand in the way. The plugin
// here cannot run; that tofu tries to is proof enough of the installation.
func TestProviderIsInstalledFromTheMirror(t *testing.T) {
	w := newWorld(t, map[string]string{"main.tf": `terraform {
  required_providers {
    demo = { source = "example/demo" }
  }
}
resource "demo_thing" "a" {}
`})
	plugin, data := w.path("plugin"), w.path("cached")
	build := func(what string) {
		overwrite(w, plugin, "#!/bin/sh\necho "+what+" $(cat \"$(dirname \"$0\")/cached\") >>"+w.path("ran")+"\nexit 1\n")
		if err := os.Chmod(plugin, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	overwrite(w, data, "with data")
	w.spec.Providers = []spec.Provider{{
		Label: "//x:provider", Address: "registry.opentofu.org/example/demo", Version: "0.1.0", Platform: "linux_amd64",
		Binary: plugin, Data: []spec.File{{Path: data, Dest: "cached"}},
	}}
	for _, what := range []string{"first", "second"} {
		build(what)
		w.must(3, nil, "plan")
		if got := w.read(w.path("ran")); !strings.Contains(got, what+" with data") {
			t.Errorf("the %s plugin was not run from the mirror: %q", what, got)
		}
	}
	if lock := w.read(w.env("terraform.lock.hcl")); strings.Count(lock, "h1:") != 1 {
		t.Errorf("the lock must have the provider's hash once:\n%s", lock)
	}
	w.must(3, nil, "plan")
}
