package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// A workspace is a generated repository that uses flywheel's rules.
type workspace struct {
	*world
	dir, base string
	edits     int
}

const moduleBazel = `module(name = "bench")

bazel_dep(name = "flywheel", version = "0.1.0")
local_path_override(
    module_name = "flywheel",
    path = %q,
)

tofu = use_extension("@flywheel//build/tofu:extensions.bzl", "tofu")
tofu.toolchain(
    method = "host",
    path = %q,
    version = %q,
)
tofu.lock(file = "//:.terraform.lock.hcl")
use_repo(tofu, "tofu_providers")
`

const bazelrc = `common --enable_bzlmod
common --noenable_workspace
common --incompatible_strict_action_env
common --repo_env=BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN=1
`

// write makes a workspace of n modules of the mix.
func (b *workspace) write(n int) error {
	if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return fmt.Errorf("making a workspace: %w", err)
	}
	source, err := filepath.EvalSymlinks(b.source)
	if err != nil {
		return fmt.Errorf("looking for flywheel's source: %w", err)
	}
	lock, err := b.lockFile()
	if err != nil {
		return err
	}
	files := map[string]string{
		"MODULE.bazel":        fmt.Sprintf(moduleBazel, filepath.Dir(source), b.tofu, b.tofuVersion),
		".bazelrc":            bazelrc,
		"BUILD.bazel":         "exports_files([\".terraform.lock.hcl\"])\n",
		".terraform.lock.hcl": lock,
	}
	for i := range n {
		m, err := mix()[i%len(mix())].make(b.dir, fmt.Sprintf("m%03d", i))
		if err != nil {
			return err
		}
		for j, dir := range m.dirs() {
			files[path.Join(dir, "BUILD.bazel")] = buildFile(m, j)
		}
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o644); err != nil {
			return fmt.Errorf("writing the workspace: %w", err)
		}
	}
	return nil
}

// buildFile is the BUILD file of a module's directory, the first of which is its own.
func buildFile(m module, directory int) string {
	var providers, deps []string
	for _, address := range m.providers {
		providers = append(providers, fmt.Sprintf("%q", "@tofu_providers//:"+path.Base(address)))
	}
	if directory == 0 {
		for _, dir := range m.dirs()[1:] {
			deps = append(deps, fmt.Sprintf("%q", "//"+dir+":module"))
		}
	}
	text := fmt.Sprintf(`load("@flywheel//build/tofu:rules.bzl", "tofu_fmt", "tofu_fmt_test", "tofu_module", "tofu_test", "tofu_validate_test")

package(default_visibility = ["//visibility:public"])

tofu_module(
    name = "module",
    srcs = glob(["*.tf"]),
    providers = [%s],
    deps = [%s],
)

tofu_validate_test(
    name = "validate_test",
    module = ":module",
)

tofu_fmt(
    name = "fmt",
    srcs = glob(["*.tf"]),
)

tofu_fmt_test(
    name = "fmt_test",
    srcs = glob(["*.tf"]),
    fix = ":fmt",
)
`, strings.Join(providers, ", "), strings.Join(deps, ", "))
	if m.tests {
		text += `
tofu_test(
    name = "test",
    srcs = glob(["tests/*.tftest.hcl"]),
    module = ":module",
)
`
	}
	return text
}

// lockFile pins the providers of the mix at the versions of the snapshots. It has
// no hashes: nothing is downloaded.
func (b *workspace) lockFile() (string, error) {
	var text strings.Builder
	for _, address := range []string{helm, kubernetes, random} {
		// Of the repository's own snapshots, which the workspace uses.
		_, version, err := (&world{options: b.options}).snapshot(address)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&text, "provider %q {\n  version = %q\n}\n\n", address, version)
	}
	return text.String(), nil
}

// edit changes the first module, which no other calls.
func (b *workspace) edit() error {
	b.edits++
	file := filepath.Join(b.dir, "m000", "edited.tf")
	text := fmt.Sprintf("locals {\n  edits = %d\n}\n", b.edits)
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return fmt.Errorf("editing a module: %w", err)
	}
	return nil
}
