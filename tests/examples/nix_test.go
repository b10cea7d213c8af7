//go:build bazel

package examples_test

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// In the workspace of examples/nix the part "standalone" is built by the real Nix, pushed
// to a cache in a directory, signed, and substituted from there into an empty store by a Nix that
// demands the signature.
func TestNix(t *testing.T) {
	w := newNixWorkspace(t)
	cache := w.newCache(t)
	t.Run("build", func(t *testing.T) {
		contains(t, w.bazel(t, 0, "run", "//standalone:application.build"), "-application\n")
	})
	t.Run("dry run", func(t *testing.T) {
		contains(t, w.bazel(t, 0, "run", "//standalone:application.dry_run", "--", "--cache", cache.url), "would upload 3 paths")
		if n := cache.narinfos(t); n != 0 {
			t.Errorf("a dry run uploaded %d paths", n)
		}
	})
	t.Run("push by name", func(t *testing.T) {
		w.configure(t, "main", cache.url)
		path := lastStorePath(t, w.bazel(t, 0, "run", "//standalone:application.build"))
		w.bazel(t, 0, "run", "//standalone:application", "--", "--signing-key-file", cache.secretKey)
		if n := cache.narinfos(t); n != 3 {
			t.Errorf("%d paths are in the cache, want the application, the library and the greeting", n)
		}
		w.substitute(t, cache, path)
	})
	t.Run("all in one run", func(t *testing.T) {
		w.configure(t, "devshells", cache.url)
		out := w.bazel(t, 0, "run", "//standalone:push_all", "--", "--json")
		var summary struct {
			Pushes []struct{ Label string }
			Caches []struct{ Paths map[string]int }
		}
		decodeLast(t, out, &summary)
		if len(summary.Pushes) != 2 || len(summary.Caches) != 2 {
			t.Errorf("the summary does not tell of both pushes and both caches: %s", out)
		}
		if n := cache.narinfos(t); n != 4 {
			t.Errorf("%d paths are in the cache, want 4: the tools refer to what is there", n)
		}
	})
	for _, m := range nixMistakes() {
		t.Run(m.name, func(t *testing.T) { w.make(t, m) })
	}
	for call, want := range nixRefusals() {
		t.Run(call, func(t *testing.T) {
			writeFile(t, filepath.Join(w.dir, "refused", "BUILD.bazel"), `load("@flywheel//build/nix:rules.bzl", "nix_cache_push", "nix_cache_push_all")`+"\n\n"+call+"\n")
			contains(t, w.bazel(t, 1, "build", "//refused:x"), want)
		})
	}
}

// nixRefusals are calls in a package without a flake, and what is said of them.
func nixRefusals() map[string]string {
	return map[string]string{
		`nix_cache_push(name = "x", caches = ["main"], installables = [".#x"])`:                                       `//refused: an installable begins with ".#", and there is no flake.nix in this package: name the flake by its label, "//:flake.nix#…"`,
		`nix_cache_push(name = "x", caches = ["main"], store_paths = ["nix/store/x"])`:                                `//refused:x: store path "nix/store/x": want an absolute path`,
		`nix_cache_push(name = "x", caches = ["main"], installables = ["@flywheel//:flake.nix#x"], hermetic = False)`: `is in another repository, which has no source tree here: leave out hermetic = False`,
		`nix_cache_push(name = "x", caches = ["main"], compression = "lzma", store_paths = ["/nix/store/x"])`:         `invalid value in 'compression' attribute: has to be one of '', 'none', 'xz' or 'zstd'`,
		`nix_cache_push(name = "x", caches = ["main"], srcs = ["absent"])`:                                            `missing input file '//refused:absent'`,
		`nix_cache_push_all(name = "x")`:                                       `//refused:x: targets is empty, and no nix_cache_push stands above it: nothing would be pushed`,
		`nix_cache_push_all(name = "x", targets = ["//standalone:flake.nix"])`: `is misplaced here (expected no files)`,
	}
}

func nixMistakes() []mistake {
	const buildFailed = 1
	build := []string{"build", "//standalone:application"}
	return []mistake{
		{
			name: "file that is not declared", file: "standalone/BUILD.bazel", old: `    data = ["greeting.txt"],` + "\n    installables = [\".#application\"]", new: "    installables = [\".#application\"]",
			command: []string{"run", "//standalone:application.build"}, code: 1,
			want: []string{"greeting.txt", "//standalone:application", "data"},
		},
		{
			name: "no caches", file: "standalone/BUILD.bazel", old: `caches = ["devshells"]`, new: `caches = []`,
			command: build, code: buildFailed,
			want: []string{"//standalone:tools: caches is empty: nothing would be pushed"},
		},
		{
			name: "nothing to push", file: "standalone/BUILD.bazel", old: `installables = [".#tools"]`, new: `installables = []`,
			command: build, code: buildFailed,
			want: []string{"//standalone:tools: installables, srcs and store_paths are empty: nothing would be pushed"},
		},
		{
			name: "relative path of a flake", file: "standalone/BUILD.bazel", old: `".#tools"`, new: `"../#myapp"`,
			command: build, code: buildFailed,
			want: []string{`//standalone: installable "../": name the flake by its label`},
		},
		{
			name: "relative path without an output", file: "standalone/BUILD.bazel", old: `".#tools"`, new: `"./result"`,
			command: build, code: buildFailed,
			want: []string{`//standalone: installable "./result": name the flake by its label, for example "//standalone:flake.nix#…"`},
		},
		{
			name: "label that is no flake", file: "standalone/BUILD.bazel", old: `".#tools"`, new: `"//:BUILD.bazel#myapp"`,
			command: build, code: buildFailed,
			want: []string{"want the label of a file flake.nix"},
		},
		{
			name: "output that the flake does not have", file: "standalone/BUILD.bazel", old: `".#application"`, new: `".#aplication"`,
			command: []string{"run", "//standalone:application.build"}, code: 1,
			want: []string{"does not provide attribute", "aplication"},
		},
		{
			name: "cache that nobody configured", file: "standalone/BUILD.bazel", old: `caches = ["main"]`, new: `caches = ["mian"]`,
			command: []string{"run", "//standalone:application"}, code: 2,
			want: []string{`"mian"`, "config.toml"},
		},
		{
			name: "no Nix", file: "BUILD.bazel", old: `path = "/`, new: `path = "/absent/`,
			command: []string{"run", "//standalone:application.build"}, code: 3,
			want: []string{"/absent/", "Nix"},
		},
	}
}

// What examples/nix takes from nixpkgs is evaluated against a stand-in, for both systems.
func TestNixFlakeAgainstAStandInForNixpkgs(t *testing.T) {
	tmp := t.TempDir()
	testenv.Removable(t, tmp)
	flake := filepath.Join(tmp, "flake")
	for _, file := range []string{"flake.nix", "src/myapp.c"} {
		copyFile(t, filepath.Join(sourceTree(t), "examples", "nix", file), filepath.Join(flake, file))
	}
	copyFile(t, filepath.Join(sourceTree(t), "tests/examples/testdata/nixpkgs/flake.nix"), filepath.Join(tmp, "nixpkgs", "flake.nix"))
	type output struct{ Name, Kind string }
	var got map[string]map[string]output
	out := nixOutput(t, tmp, "eval", "--json", "path:"+flake+"#packages", "--no-write-lock-file", "--override-input", "nixpkgs", "path:"+filepath.Join(tmp, "nixpkgs"),
		"--apply", "builtins.mapAttrs (_: builtins.mapAttrs (_: p: builtins.seq p.drvPath { inherit (p) name kind; }))")
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := map[string]output{
		"default":              {"myapp-1.0.0", "glibc"},
		"myapp":                {"myapp-1.0.0", "glibc"},
		"myapp-static":         {"myapp-1.0.0", "static"},
		"myapp-aarch64-static": {"myapp-1.0.0", "aarch64-static"},
		"dev-shell":            {"nix-shell-inputs", "shell"},
		"image":                {"myapp.tar.gz", "image"},
	}
	for _, system := range []string{"aarch64-linux", "x86_64-linux"} {
		if diff := cmp.Diff(want, got[system]); diff != "" {
			t.Errorf("packages.%s (-want +got):\n%s", system, diff)
		}
	}
}

// Every installable of the BUILD file is an output of the flake beside it.
func TestNixInstallablesAreOutputsOfTheFlake(t *testing.T) {
	for _, dir := range []string{"examples/nix", "examples/nix/standalone"} {
		build := readFile(t, filepath.Join(sourceTree(t), dir, "BUILD.bazel"))
		flake := readFile(t, filepath.Join(sourceTree(t), dir, "flake.nix"))
		named := regexp.MustCompile(`"\.#([a-z0-9-]+)"`).FindAllStringSubmatch(build, -1)
		if len(named) < 2 {
			t.Errorf("%s/BUILD.bazel names %d outputs: this test looks for the wrong thing", dir, len(named))
		}
		for _, m := range named {
			if !regexp.MustCompile(`(?m)(^|\s)` + regexp.QuoteMeta(m[1]) + `(\s|;)`).MatchString(flake) {
				t.Errorf("%s/flake.nix has no output %s", dir, m[1])
			}
		}
	}
}
