//go:build bazel

package stack_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
	"golang.org/x/mod/sumdb/dirhash"
)

const lockedMain = `terraform {
  required_providers {
    demo = { source = "example/demo" }
  }
}
resource "demo_thing" "a" {}
`

// lockedWorld has a provider as the lock file's repositories give it: a program
// with the name that it has in its package, and files beside and below it. The
// plugin cannot run; that tofu tries to is proof of the installation.
func lockedWorld(t *testing.T) (w *world, hash string) {
	w = newWorld(t, map[string]string{"main.tf": lockedMain})
	pkg := w.path("package")
	plugin := filepath.Join(pkg, "terraform-provider-demo_v0.1.0_x5")
	if err := os.MkdirAll(filepath.Join(pkg, "doc"), 0o755); err != nil {
		t.Fatal(err)
	}
	overwrite(w, plugin, "#!/bin/sh\necho ran >>"+w.path("ran")+"\nexit 1\n")
	if err := os.Chmod(plugin, 0o755); err != nil {
		t.Fatal(err)
	}
	overwrite(w, filepath.Join(pkg, "LICENSE"), "free\n")
	overwrite(w, filepath.Join(pkg, "doc", "README"), "read\n")
	w.spec.Providers = []spec.Provider{{
		Label: "@tofu_providers//:demo", Address: "registry.opentofu.org/example/demo", Version: "0.1.0", Platform: platform(t),
		Binary: plugin, Lock: "bazel run //tofu:lock",
		Data: []spec.File{{Path: filepath.Join(pkg, "LICENSE"), Dest: "LICENSE"}, {Path: filepath.Join(pkg, "doc", "README"), Dest: "README"}},
	}}
	hash, err := dirhash.HashDir(pkg, "", dirhash.Hash1)
	if err != nil {
		t.Fatal(err)
	}
	w.lock("0.1.0", hash)
	return w, hash
}

// lock writes the lock file with an entry of the version and hashes.
func (w *world) lock(version string, hashes ...string) {
	w.t.Helper()
	text := fmt.Sprintf("provider \"registry.opentofu.org/example/demo\" {\n  version = %q\n  hashes = [\n", version)
	for _, h := range hashes {
		text += fmt.Sprintf("    %q,\n", h)
	}
	path := w.path("lock.hcl")
	overwrite(w, path, text+"  ]\n}\n")
	w.spec.Lock = &spec.File{Path: path, Dest: "tofu/.terraform.lock.hcl"}
}

func TestLockedProvider(t *testing.T) {
	const other = "h1:b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVyb28="
	zh := "zh:" + strings.Repeat("ab", 32)
	for _, tc := range []struct {
		name, reason string
		hashes       func(own string) []string
		installed    bool
		want         []string
	}{
		{"h1", "tofu compares the files", func(own string) []string { return []string{own, other} }, true, nil},
		{"zh", "Bazel verified the zip", func(string) []string { return []string{zh} }, true, nil},
		{"zh and another platform's h1", "a lock made on another platform is good here", func(string) []string { return []string{other, zh} }, true, nil},
		{"another h1", "without a hash of these files there is no trust", func(string) []string { return []string{other} }, false,
			[]string{"doesn't match any of the checksums", "tofu init failed"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w, own := lockedWorld(t)
			w.lock("0.1.0", tc.hashes(own)...)
			w.must(3, tc.want, "plan")
			if _, err := os.Stat(w.path("ran")); (err == nil) != tc.installed {
				t.Errorf("the plugin was run: %v, want %v: %s", err == nil, tc.installed, tc.reason)
			}
			if !tc.installed {
				return
			}
			if lock := w.read(w.env("terraform.lock.hcl")); !strings.Contains(lock, own) {
				t.Errorf("the lock of the run must have the hash of the files:\n%s", lock)
			}
		})
	}
}

// What is linked is where the file really is, for Bazel's links do not last; and
// where that is gone, the mirror is made anew.
func TestLockedProviderIsLinked(t *testing.T) {
	w, _ := lockedWorld(t)
	runfiles := w.path("runfiles")
	if err := os.Symlink(w.path("package"), runfiles); err != nil {
		t.Fatal(err)
	}
	p := &w.spec.Providers[0]
	name := filepath.Base(p.Binary)
	p.Binary = filepath.Join(runfiles, name)
	p.Data[0].Path, p.Data[1].Path = filepath.Join(runfiles, "LICENSE"), filepath.Join(runfiles, "doc", "README")
	w.must(3, nil, "plan")
	mirror := w.env("providers/registry.opentofu.org/example/demo/0.1.0/" + p.Platform)
	for _, f := range []string{name, "LICENSE", "doc/README"} {
		got, err := os.Readlink(filepath.Join(mirror, f))
		want, wantErr := filepath.EvalSymlinks(filepath.Join(w.path("package"), f))
		if err != nil || wantErr != nil || got != want {
			t.Errorf("%s is a link to %q (%v), want %q", f, got, err, want)
		}
	}
	if err := os.Rename(w.path("package"), w.path("moved")); err != nil {
		t.Fatal(err)
	}
	p.Binary = filepath.Join(w.path("moved"), name)
	p.Data[0].Path, p.Data[1].Path = filepath.Join(w.path("moved"), "LICENSE"), filepath.Join(w.path("moved"), "doc", "README")
	w.must(3, nil, "plan")
	if got := w.read(w.path("ran")); strings.Count(got, "ran") < 2 {
		t.Errorf("the plugin was not run from its new place: %q", got)
	}
}

func TestLockedProviderRefused(t *testing.T) {
	for _, tc := range []struct {
		name, reason string
		change       func(w *world)
		code         int
		want         []string
	}{
		{"schema only", "a schema cannot deploy", func(w *world) { w.spec.Providers[0].Binary = "" }, 2,
			[]string{"without the program of @tofu_providers//:demo", "--@flywheel//build/tofu:providers=real", "dev.preview"}},
		{"other version", "what is locked is used, nothing else", func(w *world) { w.lock("0.2.0", "h1:x") }, 3,
			[]string{"tofu/.terraform.lock.hcl does not lock registry.opentofu.org/example/demo 0.1.0", "bazel run //tofu:lock"}},
		{"no lock file", "the rules always name it", func(w *world) { w.spec.Lock = nil }, 2, []string{`field "lock" is missing`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w, _ := lockedWorld(t)
			tc.change(w)
			w.must(tc.code, tc.want, "plan")
			if _, err := os.Stat(w.path("ran")); err == nil {
				t.Errorf("the plugin was run: %s", tc.reason)
			}
		})
	}
}

// A third-party module is where Bazel has brought it: init downloads nothing.
func TestThirdPartyModule(t *testing.T) {
	w := newWorld(t, map[string]string{"main.tf": `module "greeter" {
  source  = "example/greeter/demo"
  version = "~> 1.0"
}
output "greeting" {
  value = module.greeter.greeting
}
`})
	file := w.path("greeter.tf")
	overwrite(w, file, "output \"greeting\" {\n  value = \"hello\"\n}\n")
	w.spec.Modules[0].Deps = []string{"external/greeter"}
	w.spec.Modules = append(w.spec.Modules, spec.Module{
		Label: "@greeter//:greeter", Dir: "external/greeter", Source: "example/greeter/demo", Version: "1.2.0",
		Srcs: []spec.File{{Path: file, Dest: "external/greeter/main.tf"}},
	})
	t.Setenv("https_proxy", "http://127.0.0.1:1")
	for range 2 { // with init, and without
		w.must(0, []string{"hello"}, "plan")
	}
	w.spec.Modules[1].Version = "2.0.0"
	w.write("main.tf", w.read(w.path("src", "main.tf"))+"# changed\n")
	w.must(1, []string{"main.tf:2", `"~> 1.0"`, "2.0.0"}, "plan")
}

// platform is this machine's, as OpenTofu writes it: it looks for no other.
func platform(t *testing.T) string {
	t.Helper()
	return runtime.GOOS + "_" + runtime.GOARCH
}
