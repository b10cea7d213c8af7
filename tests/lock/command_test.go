//go:build bazel

package lock_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	lockPath = "tofu/.terraform.lock.hcl"
	snapshot = "tofu/schemas/registry.opentofu.org_hashicorp_time_" + version + ".schema"
	lockName = `provider "` + address + `"`
)

const lockBuild = `load("@flywheel//build/tofu:rules.bzl", "tofu_lock", "tofu_lock_test", "tofu_schemas")

exports_files([".terraform.lock.hcl"] + glob(["schemas/*.schema"], allow_empty = True))

tofu_lock(
    name = "lock",
    lock = ".terraform.lock.hcl",
    modules = ["//m"],
    platforms = ["linux_amd64", "linux_arm64"],
)

tofu_schemas(
    name = "schemas",
    srcs = glob(["schemas/*.schema"], allow_empty = True),
    lock = ".terraform.lock.hcl",
)

tofu_lock_test(
    name = "lock_test",
    lock = ":lock",
    schemas = ":schemas",
)
`

const moduleBuild = `load("@flywheel//build/tofu:rules.bzl", "tofu_module", "tofu_validate_test")

tofu_module(
    name = "m",
    srcs = ["main.tf"],
    visibility = ["//visibility:public"],
    # providers
)

tofu_validate_test(
    name = "validate_test",
    module = ":m",
)
`

// badExtension is Bazel's exit code when a module extension fails.
const badExtension = 48

// zips are the packages of a version for two platforms, as a packed mirror has them.
func (w *world) zips(t *testing.T, version string) (map[string][]byte, []pkg) {
	t.Helper()
	files, packages := map[string][]byte{}, []pkg{}
	for _, platform := range []string{"linux_amd64", "linux_arm64"} {
		content := maps.Clone(w.pkg.files)
		content["README.md"] = []byte(version + " for " + platform)
		p := packAs(t, content, 0o755) // as OpenTofu needs it
		files["terraform-provider-time_"+version+"_"+platform+".zip"] = p.zip
		packages = append(packages, p)
	}
	return files, packages
}

func (w *world) read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(w.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// user is an environment in which OpenTofu has no configuration but the test's.
func (w *world) user(t *testing.T, more ...string) []string {
	return append([]string{"TF_CLI_CONFIG_FILE=/dev/null", "SSL_CERT_FILE=" + certFile(t, w.certificate), "SSL_CERT_DIR=" + t.TempDir()}, more...)
}

// TestCommands is a workspace from its first lock to a deployment's plugin, in order.
func TestCommands(t *testing.T) {
	w := newWorld(t)
	w.write(t, lockPath, "")
	w.write(t, "tofu/BUILD.bazel", lockBuild)
	w.write(t, "m/BUILD.bazel", moduleBuild)
	files, packages := w.zips(t, version)
	dir := mirror(t, files)
	handlers := w.part("commands", w.pkg)
	w.module(t, `tofu.lock(file = "//tofu:.terraform.lock.hcl", registries = {"registry.opentofu.org": "`+w.URL+`/commands"})`)

	t.Run("first lock", func(t *testing.T) {
		out := w.bazel(t, 0, w.user(t), "run", "//tofu:lock", "--", "--mirror", dir)
		contains(t, out, lockPath+":", address+" "+version+" (new)")
		for _, p := range packages {
			contains(t, w.read(t, lockPath), lockName, p.h1(), `constraints = "~> 0.13"`)
		}
		contains(t, w.bazel(t, 0, w.user(t), "run", "//tofu:lock", "--", "--mirror=file://"+dir), lockPath+": nothing changed")
	})
	t.Run("network mirror", func(t *testing.T) {
		w.write(t, lockPath, "")
		versions := map[string]any{}
		for i, platform := range []string{"linux_amd64", "linux_arm64"} {
			versions[platform] = map[string]any{"url": platform + ".zip", "hashes": []string{packages[i].zh(), packages[i].h1()}}
			handlers["/mirror/"+address+"/"+platform+".zip"] = give(packages[i].zip)
		}
		handlers["/mirror/"+address+"/"+version+".json"] = answer(map[string]any{"archives": versions})
		w.bazel(t, 0, w.user(t), "run", "//tofu:lock", "--", "--mirror="+w.URL+"/commands/mirror/")
		for _, p := range packages {
			contains(t, w.read(t, lockPath), lockName, p.h1(), p.zh())
		}
	})
	first := w.read(t, lockPath)

	t.Run("snapshots", func(t *testing.T) {
		w.write(t, "tofu/schemas/registry.opentofu.org_hashicorp_time_0.1.0.schema", "old")
		out := w.bazel(t, 3, nil, "test", "--test_output=errors", "//tofu:lock_test")
		contains(t, out, "has no schema snapshot "+snapshot, "0.1.0.schema: error:", "bazel run //tofu:schemas")
		out = w.bazel(t, 0, w.user(t, "FLYWHEEL_PROVIDER_REGISTRY=none"), "run", "//tofu:schemas")
		contains(t, out, "skipped: this machine cannot reach the registries", "removed tofu/schemas/registry.opentofu.org_hashicorp_time_0.1.0.schema")
		out = w.bazel(t, 0, w.user(t, "FLYWHEEL_PROVIDER_MIRROR="+dir), "run", "//tofu:schemas")
		contains(t, out, "wrote "+snapshot)
		w.bazel(t, 0, nil, "test", "--test_output=errors", "//tofu:lock_test")
	})

	t.Run("another plugin", func(t *testing.T) {
		other := mirror(t, map[string][]byte{"terraform-provider-time_" + version + "_" + platform() + ".zip": newPackage(t, map[string][]byte{"terraform-provider-time": []byte("x")}).zip})
		out := w.bazel(t, 3, w.user(t, "FLYWHEEL_PROVIDER_MIRROR="+other), "run", "//tofu:schemas", "--", "--force")
		contains(t, out, "the plugin is not the one that is locked")
	})

	t.Run("schema mode asks nothing", func(t *testing.T) {
		before := len(w.requests("commands"))
		w.write(t, "m/BUILD.bazel", strings.Replace(moduleBuild, "# providers", `providers = ["@tofu_providers//:time"],`, 1))
		w.bazel(t, 0, nil, "build", "//...")
		w.bazel(t, 0, nil, "test", "//tofu/...", "//m/...")
		if got := w.requests("commands")[before:]; len(got) > 0 {
			t.Errorf("requests: %v", got)
		}
	})

	t.Run("real mode asks", func(t *testing.T) {
		before := len(w.requests("commands"))
		handlers[packagesPath()] = give(packages[0].zip)
		handlers[strings.TrimPrefix(metadata(), "GET ")] = answer(map[string]any{"shasum": packages[0].shasum(), "download_url": "/commands" + packagesPath()})
		w.bazel(t, 0, nil, "build", real, "@tofu_providers//:time", "--repository_cache="+t.TempDir())
		if len(w.requests("commands")) == before {
			t.Error("real mode asked nothing: schema mode's silence proves nothing")
		}
	})

	t.Run("upgrade", func(t *testing.T) {
		newer, _ := w.zips(t, "0.13.2")
		maps.Copy(newer, files)
		dir := mirror(t, newer)
		contains(t, w.bazel(t, 0, w.user(t), "run", "//tofu:lock", "--", "--mirror", dir), "nothing changed")
		contains(t, w.bazel(t, 0, w.user(t, "FLYWHEEL_PROVIDER_MIRROR="+dir), "run", "//tofu:lock", "--", "--upgrade"), address+" "+version+" -> 0.13.2")
		out := w.bazel(t, 3, nil, "test", "--test_output=errors", "//tofu:lock_test")
		contains(t, out, "0.13.2 has no schema snapshot", snapshot+": error: The snapshot is of a provider or version")
		w.write(t, lockPath, first)
	})

	t.Run("constraint", func(t *testing.T) {
		main := w.read(t, "m/main.tf")
		defer w.write(t, "m/main.tf", main)
		w.write(t, "m/main.tf", strings.Replace(main, "~> 0.13", "~> 0.14", 1))
		out := w.bazel(t, 3, nil, "test", "--test_output=errors", "//tofu:lock_test")
		contains(t, out, "m/main.tf:3:", `is required in version "~> 0.14", but `+lockPath+":4 locks "+version, "bazel run //tofu:lock")
		out = w.bazel(t, 3, w.user(t), "run", "//tofu:lock", "--", "--mirror", dir)
		contains(t, out, "tofu providers lock exited with 1", "m/main.tf:3:5: ~> 0.14", "--mirror DIR|URL")
		w.write(t, "m/main.tf", strings.Replace(main, "~> 0.13", "> 0.14, < 0.14", 1))
		contains(t, w.bazel(t, 1, w.user(t), "run", "//tofu:lock"), "No version of provider "+address+" can meet every constraint", "m/main.tf:3:5: > 0.14, < 0.14")
		if got := w.read(t, lockPath); got != first {
			t.Errorf("a failure changed the lock file:\n%s", got)
		}
	})

	t.Run("broken lock file", func(t *testing.T) {
		defer w.write(t, lockPath, first)
		w.write(t, lockPath, strings.Replace(first, "hashes = [", "hashes = {", 1))
		contains(t, w.bazel(t, badExtension, nil, "build", "@tofu_providers//:time"), lockPath+":7: found \"{\", want a list of strings", "bazel run //tofu:lock")
	})

	t.Run("mistakes in MODULE.bazel", func(t *testing.T) {
		w.module(t, `tofu.lock(file = "//tofu:.terraform.lock.hcl")`+"\n"+`tofu.lock(file = "//tofu:.terraform.lock.hcl")`)
		contains(t, w.bazel(t, badExtension, nil, "build", "@tofu_providers//:time"), "more than one tofu.lock(…): a build has one lock file")
		w.module(t, `tofu.lock(file = "//tofu:none.hcl")`)
		contains(t, w.bazel(t, badExtension, nil, "build", "@tofu_providers//:time"), "tofu:none.hcl", "make an empty one, then run: bazel run //tofu:lock")
		w.module(t, "")
		contains(t, w.bazel(t, 1, nil, "build", "@tofu_providers//:time"), "no such target")
	})
}

func packagesPath() string { return "/packages/amd64.zip" }
