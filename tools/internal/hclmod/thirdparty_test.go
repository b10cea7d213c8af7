package hclmod_test

import (
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/internal/hclmod"
	"github.com/gloriousflywheel/flywheel/tools/internal/spec"
)

func TestPackageAddress(t *testing.T) {
	for _, tc := range []struct {
		name, reason        string
		source, pkg, subdir string
	}{
		{"registry", "the host is completed", "ns/name/system", "registry.opentofu.org/ns/name/system", ""},
		{"registry submodule", "a directory is no part of the package", "ns/name/system//modules/x", "registry.opentofu.org/ns/name/system", "modules/x"},
		{"other registry", "a host stays", "registry.example.com/ns/name/system", "registry.example.com/ns/name/system", ""},
		{"github", "OpenTofu takes it for git over https", "github.com/o/r//d?ref=v1", "git::https://github.com/o/r.git?ref=v1", "d"},
		{"github with .git", "the same", "github.com/o/r.git", "git::https://github.com/o/r.git", ""},
		{"scp", "git's short form", "git@example.com:o/r.git", "git::ssh://git@example.com/o/r.git", ""},
		{"forced scp", "the same with git::", "git::git@example.com:o/r.git?ref=v1", "git::ssh://git@example.com/o/r.git?ref=v1", ""},
		{"git", "a full address stays; its query is the package's", "git::https://example.com/r.git//a/b?ref=v1", "git::https://example.com/r.git?ref=v1", "a/b"},
		{"archive", "an archive's address", "https://example.com/m.zip", "https://example.com/m.zip", ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			pkg, subdir := hclmod.PackageAddress(tc.source)
			if pkg != tc.pkg || subdir != tc.subdir {
				t.Errorf("PackageAddress(%q) = %q, %q, want %q, %q: %s", tc.source, pkg, subdir, tc.pkg, tc.subdir, tc.reason)
			}
		})
	}
}

func TestThirdParty(t *testing.T) {
	modules := []spec.Module{
		{Label: "//m:m", Dir: "m", Deps: []string{"external/vpc4", "external/vpc5", "external/git"}},
		{Label: "@vpc4//:vpc", Dir: "external/vpc4", Source: "terraform-aws-modules/vpc/aws", Version: "4.0.2"},
		{Label: "@vpc5//:vpc", Dir: "external/vpc5", Source: "terraform-aws-modules/vpc/aws", Version: "5.1.0"},
		{Label: "@git//:git", Dir: "external/git", Source: "github.com/o/r?ref=v1"},
		{Label: "@other//:other", Dir: "external/other", Source: "o/other/x", Version: "1.0.0"},
	}
	for _, tc := range []struct {
		name, reason, call string
		dir, source        string
		finding            string
	}{
		{"version", "of two the version decides", `source = "terraform-aws-modules/vpc/aws"
version = "~> 5.0"`, "external/vpc5", "registry.opentofu.org/terraform-aws-modules/vpc/aws", ""},
		{"any version", "without constraint the first dep", `source = "registry.opentofu.org/terraform-aws-modules/vpc/aws//modules/e"`,
			"external/vpc4/modules/e", "registry.opentofu.org/terraform-aws-modules/vpc/aws//modules/e", ""},
		{"no version fits", "tofu's own remedy, tofu init, does not apply", `source = "terraform-aws-modules/vpc/aws"
version = "~> 6.0"`, "", "", `Module "x" is wanted in version "~> 6.0", but @vpc5//:vpc is version "5.1.0"`},
		{"git", "a written-out address means the same package", `source = "git::https://github.com/o/r.git//d?ref=v1"`, "external/git/d", "git::https://github.com/o/r.git//d?ref=v1", ""},
		{"other ref", "another commit is another package", `source = "github.com/o/r?ref=v2"`, "", "", "let Bazel bring the module"},
		{"no dep", "a target that is no dep is not called", `source = "o/other/x"`, "", "", "add it to deps of //m:m"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			files := tree(t, map[string]string{"m/main.tf": "module \"x\" {\n" + tc.call + "\n}\n"})
			m, _, err := files.Module("m")
			if err != nil {
				t.Fatal(err)
			}
			got, finding := hclmod.Resolver{Tree: files, Modules: modules}.Call(modules[0], "m", m.Calls[0], m)
			switch {
			case tc.finding != "" && (finding == nil || !strings.Contains(finding.Text(), tc.finding)):
				t.Errorf("finding %v, want %q: %s", finding, tc.finding, tc.reason)
			case tc.finding == "" && finding != nil:
				t.Errorf("finding %s: %s", finding.Text(), tc.reason)
			case got.Dir != tc.dir || got.Source != tc.source:
				t.Errorf("target %q of source %q, want %q of %q: %s", got.Dir, got.Source, tc.dir, tc.source, tc.reason)
			}
		})
	}
}
