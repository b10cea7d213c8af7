//go:build bazel

// Package flake_test evaluates flake.nix with the real Nix, against a stand-in for
// nixpkgs: it shows that the flake is well formed and asks nixpkgs for what is meant,
// not that nixpkgs has it or that the packages build.
//
// By hand: NIX=$(tools/bootstrap/tool.sh nix) FLAKE=$PWD/flake.nix go test -tags bazel ./tests/flake
package flake_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

var systems = []string{"aarch64-darwin", "aarch64-linux", "x86_64-darwin", "x86_64-linux"}

func TestNixParsesTheFlake(t *testing.T) {
	nix(t, newFlake(t), "eval", "--file", "flake.nix", "description")
}

// "nix flake check" evaluates every output for every system and knows of what type
// each must be.
func TestEveryOutputEvaluatesAgainstAStandInForNixpkgs(t *testing.T) {
	nix(t, newFlake(t), inFlake("flake", "check", "--all-systems", "--no-build", "path:.")...)
}

func TestPackagesAgainstAStandInForNixpkgs(t *testing.T) {
	dir := newFlake(t)
	var got map[string]map[string]goPackage
	evaluate(t, dir, "packages", `builtins.mapAttrs (_: builtins.mapAttrs (_: p: {
		inherit (p) pname version subPackages vendorHash;
		program = p.meta.mainProgram;
		isDerivation = builtins.isString p.drvPath;
	}))`, &got)
	hash := vendorHash(t, dir)
	want := map[string]goPackage{
		"affected": {Pname: "affected", Program: "affected", SubPackages: []string{"tools/affected"}},
		"cached":   {Pname: "cached", Program: "cached", SubPackages: []string{"tools/cached"}},
		"default":  {Pname: "flywheel", Program: "cached", SubPackages: []string{"tools/affected", "tools/cached", "tools/nixpush", "tools/providerlocal", "tools/tofurun"}},
		"nixpush":  {Pname: "nixpush", Program: "nixpush", SubPackages: []string{"tools/nixpush"}},
		// The provider installs the cached beside it.
		"terraform-provider-flywheel": {Pname: "terraform-provider-flywheel", Program: "terraform-provider-flywheel", SubPackages: []string{"tools/cached", "tools/providerlocal"}},
		"tofurun":                     {Pname: "tofurun", Program: "tofurun", SubPackages: []string{"tools/tofurun"}},
	}
	for name, p := range want {
		p.Version, p.VendorHash, p.IsDerivation = moduleVersion(t), hash, true
		want[name] = p
		for _, sub := range p.SubPackages {
			if _, err := os.Stat(filepath.Join(root(t), sub)); err != nil {
				t.Errorf("%s builds a directory that is not there: %v", name, err)
			}
		}
	}
	for _, system := range systems {
		if diff := cmp.Diff(want, got[system]); diff != "" {
			t.Errorf("packages.%s (-want +got):\n%s", system, diff)
		}
	}
}

func TestShellAgainstAStandInForNixpkgs(t *testing.T) {
	var got map[string]map[string][]string
	evaluate(t, newFlake(t), "devShells", `builtins.mapAttrs (_: builtins.mapAttrs (_: s: map (p: p.name) s.packages))`, &got)
	want := map[string][]string{
		"default": {"attic-client", "bazelisk", "buildifier", "git", "go", "nix", "opentofu", "shellcheck"},
	}
	for _, system := range systems {
		if diff := cmp.Diff(want, got[system]); diff != "" {
			t.Errorf("devShells.%s (-want +got):\n%s", system, diff)
		}
	}
}

func TestChecksAgainstAStandInForNixpkgs(t *testing.T) {
	var got map[string][]string
	evaluate(t, newFlake(t), "checks", `builtins.mapAttrs (_: builtins.attrNames)`, &got)
	want := []string{"affected", "cached", "default", "nixpush", "shell", "terraform-provider-flywheel", "tofurun"}
	for _, system := range systems {
		if diff := cmp.Diff(want, got[system]); diff != "" {
			t.Errorf("checks.%s (-want +got):\n%s", system, diff)
		}
	}
}

// The tests above are worth what the stand-in refuses.
func TestAFlakeThatIsWrongIsRefused(t *testing.T) {
	for _, tc := range []struct {
		name, reason, old, new string
		says                   string
	}{
		{"syntax", "Nix parses it", "in\n    {", "in\n    {{", "syntax error"},
		{"tool", "nixpkgs has no such package", "pkgs.bazelisk", "pkgs.bazelsik", "attribute 'bazelsik' missing"},
		{"argument", "buildGoModule has no such argument", "doCheck = false", "doChek = false", "called with unexpected argument 'doChek'"},
		{"file", "the packages' source would lack it", "./go.sum", "./go.summ", "a file is missing"},
		{"kind", "a package is a derivation", `goPackage pkgs "cached" [ "tools/cached" ] "cached"`, `"cached"`, "packages.aarch64-darwin.cached"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := newFlake(t)
			text := read(t, filepath.Join(dir, "flake.nix"))
			if !strings.Contains(text, tc.old) {
				t.Fatalf("flake.nix no longer has %q: choose another mistake to make", tc.old)
			}
			write(t, filepath.Join(dir, "flake.nix"), strings.Replace(text, tc.old, tc.new, 1))
			out, err := command(t, dir, inFlake("flake", "check", "--all-systems", "--no-build", "path:.")...).CombinedOutput()
			if err == nil || !strings.Contains(string(out), tc.says) {
				t.Errorf("%s: error %v, want one that says %q:\n%s", tc.reason, err, tc.says, out)
			}
		})
	}
}

type goPackage struct {
	Pname, Version, Program, VendorHash string
	SubPackages                         []string
	IsDerivation                        bool
}

// newFlake makes a directory with what the flake reads, and the stand-in beside it.
func newFlake(t *testing.T) string {
	t.Helper()
	tmp := t.TempDir()
	testenv.Removable(t, tmp)
	dir := filepath.Join(tmp, "flake")
	for _, name := range []string{"flake.nix", "go.mod", "go.sum", "go.vendor.json"} {
		write(t, filepath.Join(dir, name), read(t, filepath.Join(root(t), name)))
	}
	write(t, filepath.Join(dir, "tools", "any.go"), "package tools\n")
	write(t, filepath.Join(tmp, "nixpkgs", "flake.nix"), read(t, filepath.Join("testdata", "nixpkgs", "flake.nix")))
	return dir
}

func inFlake(args ...string) []string {
	return append(args, "--no-write-lock-file", "--override-input", "nixpkgs", "path:../nixpkgs")
}

func evaluate(t *testing.T, dir, output, function string, into any) {
	t.Helper()
	out := nix(t, dir, inFlake("eval", "--json", "path:.#"+output, "--apply", function)...)
	if err := json.Unmarshal(out, into); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func nix(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	cmd := command(t, dir, args...)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("nix %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return out
}

// command runs Nix in a flake's directory with a store of its own and no way out.
func command(t *testing.T, dir string, args ...string) *exec.Cmd {
	t.Helper()
	tmp := filepath.Dir(dir)
	args = slices.Concat([]string{
		"--extra-experimental-features", "nix-command flakes",
		"--store", filepath.Join(tmp, "store"),
		"--option", "substituters", "",
		"--option", "use-registries", "false",
	}, args)
	cmd := exec.Command(testenv.Path(t, "NIX"), args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+filepath.Join(tmp, "home"), "XDG_CACHE_HOME=", "XDG_CONFIG_HOME=", "XDG_STATE_HOME=", "NIX_REMOTE=")
	return cmd
}

// root is the directory of flake.nix: the source tree, or the part of it that Bazel laid out.
func root(t *testing.T) string {
	t.Helper()
	return filepath.Dir(testenv.Path(t, "FLAKE"))
}

func vendorHash(t *testing.T, dir string) string {
	t.Helper()
	var content struct{ VendorHash string }
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, "go.vendor.json"))), &content); err != nil {
		t.Fatal(err)
	}
	return content.VendorHash
}

// moduleVersion is the version in MODULE.bazel.
func moduleVersion(t *testing.T) string {
	t.Helper()
	found := regexp.MustCompile(`module\(\n\s+name = "flywheel",\n\s+version = "([^"]+)"`).FindStringSubmatch(read(t, filepath.Join(root(t), "MODULE.bazel")))
	if found == nil {
		t.Fatal("MODULE.bazel does not say flywheel's version")
	}
	return found[1]
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
