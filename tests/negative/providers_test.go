//go:build bazel

package negative_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// pluginsVariable names a directory with the plugins of locked providers, which
// this repository does not build: terraform-provider-kubernetes and so on, of the
// versions that the lock file pins.
const pluginsVariable = "FLYWHEEL_PLUGINS"

// A provider is one that classes use.
type provider struct {
	name, address string
	// plugin is the environment variable that tells the program which Bazel built;
	// empty for one that is locked, whose snapshot is in build/tofu/schemas.
	plugin string
	// version of one that Bazel built; a snapshot's file tells its own.
	version string
}

func providers() []provider {
	return []provider{
		{"kubernetes", "registry.opentofu.org/hashicorp/kubernetes", "", ""},
		{"helm", "registry.opentofu.org/hashicorp/helm", "", ""},
		{"kubectl", "registry.opentofu.org/alekc/kubectl", "", ""},
		{"random", "registry.opentofu.org/hashicorp/random", "", ""},
		{"time", "registry.opentofu.org/hashicorp/time", "PROVIDER_TIME", "0.13.1"},
		{"flywheel", "registry.opentofu.org/gloriousflywheel/flywheel", "PROVIDER_FLYWHEEL", "0.1.0"},
	}
}

// givenProvider is a provider in a spec.
type givenProvider struct {
	Label    string `json:"label"`
	Address  string `json:"address"`
	Version  string `json:"version"`
	Platform string `json:"platform"`
	Binary   string `json:"binary,omitempty"`
	Schema   string `json:"schema,omitempty"`
	Lock     string `json:"lock,omitempty"`
}

// given is what the rules would write of a provider in a mode.
func given(t *testing.T, name string, m mode) givenProvider {
	t.Helper()
	p := find(t, name)
	snapshot, version := p.snapshot(t)
	g := givenProvider{
		Label: "@tofu_providers//:" + name, Address: p.address, Version: version, Platform: "linux_amd64",
		Lock: "bazel run //tofu:lock", Schema: snapshot,
	}
	if m == realMode {
		g.Binary = p.binary(t)
	}
	return g
}

func find(t *testing.T, name string) provider {
	t.Helper()
	for _, p := range providers() {
		if p.name == name {
			return p
		}
	}
	t.Fatalf("provider %q is not in the table of providers", name)
	panic("unreachable")
}

// binary is the plugin's program; empty where it is not at hand.
func (p provider) binary(t *testing.T) string {
	t.Helper()
	if p.plugin != "" {
		return testenv.Path(t, p.plugin)
	}
	dir := os.Getenv(pluginsVariable)
	if dir == "" {
		return ""
	}
	file := filepath.Join(dir, "terraform-provider-"+p.name)
	if _, err := os.Stat(file); err != nil {
		t.Fatalf("%s: %v", pluginsVariable, err)
	}
	return file
}

// withoutPlugin is the first provider of a class whose plugin is not at hand.
func withoutPlugin(t *testing.T, c *class) string {
	t.Helper()
	for _, name := range c.Providers {
		if find(t, name).binary(t) == "" {
			return name
		}
	}
	return ""
}

// snapshot is the file with the provider's schema, and its version: the one of
// build/tofu/schemas, or captured here from a plugin that has none.
func (p provider) snapshot(t *testing.T) (file, version string) {
	t.Helper()
	name := strings.ReplaceAll(p.address, "/", "_") + "_"
	if p.plugin == "" {
		found, err := filepath.Glob(filepath.Join(snapshots(t), name+"*.schema"))
		if err != nil || len(found) != 1 {
			t.Fatalf("snapshots of %s: %v, %v; want one", p.address, found, err)
		}
		return found[0], strings.TrimSuffix(strings.TrimPrefix(filepath.Base(found[0]), name), ".schema")
	}
	file = filepath.Join(t.TempDir(), name+p.version+".schema")
	out, err := exec.CommandContext(t.Context(), testenv.Path(t, "TOFUSCHEMA"),
		"capture", "--address", p.address, "--version", p.version, "--out", file, testenv.Path(t, p.plugin)).CombinedOutput()
	if err != nil {
		t.Fatalf("capturing the schema of %s: %v\n%s", p.address, err, out)
	}
	return file, p.version
}

// snapshots is the directory of the snapshots, all of which the variable names.
func snapshots(t *testing.T) string {
	t.Helper()
	first, _, _ := strings.Cut(os.Getenv("SCHEMAS"), " ")
	if first == "" {
		t.Fatal("environment variable SCHEMAS is not set: run this test with Bazel, or set it to the absolute path of a file of build/tofu/schemas")
	}
	if !filepath.IsAbs(first) {
		first = filepath.Join(os.Getenv("TEST_SRCDIR"), first)
	}
	return filepath.Dir(first)
}
