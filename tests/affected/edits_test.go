//go:build bazel

package affected_test

import (
	"os"
	"testing"
)

func edits() []edit {
	const none, one, two = 0, 1, 2
	return []edit{
		{"source", write("base/base.txt", "new"), none, 0},
		{"source of the middle, with a name of spaces and Unicode", write("mid/mid ä.txt", "new"), none, 0},
		{"several sources", func(t *testing.T, w *workspace) {
			w.write(t, "base/g/one.txt", "new")
			w.write(t, "mid/data.txt", "new")
		}, none, 0},
		{"permission", func(t *testing.T, w *workspace) { os.Chmod(w.path("base/base.txt"), 0o755) }, none, 0},
		{"file in a source directory", write("base/dir/in/file.txt", "new"), none, 0},
		{"new file in a source directory", write("base/dir/new.txt", "new"), one, 0},
		{"deleted file in a source directory", func(t *testing.T, w *workspace) {
			w.write(t, "base/dir/keep.txt", "")
			os.Remove(w.path("base/dir/in/file.txt"))
		}, one, 0},
		{"what a symbolic link leads to", write("elsewhere.txt", "new"), none, 0},
		{"symbolic link leads elsewhere", func(t *testing.T, w *workspace) {
			os.Remove(w.path("base/link.txt"))
			os.Symlink("plain.txt", w.path("base/link.txt"))
		}, two, 0},
		{"symbolic link becomes a file", write("base/link.txt", "now a file"), two, 0},
		{"branch of select() that applies", write("base/plain.txt", "new"), none, 0},
		{"branch of select() that does not apply", write("base/fancy.txt", "new"), none, 1},
		{"tool's source", write("mid/tool.in", "#!/bin/sh\necho new\n"), none, 0},
		{"data of a test", write("mid/data.txt", "new"), none, 0},
		{"toolchain's file", write("tc/tool.txt", "new"), none, 0},
		{"aspect's tool", write("rules/tagger.txt", "new"), none, 2},
		{"file for people", write("base/README.md", "new"), none, 0},
		{"file of no target", write("base/stray.txt", "new"), one, 0},
		{"exported file", write("base/exported.txt", "new"), none, 0},

		{"comment in a BUILD file", replace("base/BUILD", "# A comment.", "# Another."), one, 0},
		{"form of a BUILD file", replace("mid/BUILD.bazel", "alias(name", "alias(\n    name"), one, 0},
		{"BUILD file that is data", replace("top/BUILD", "genrule(name = \"ext\"", "# New.\ngenrule(name = \"ext\""), one, 0},
		{"attribute", replace("base/BUILD", `words = "base"`, `words = "new"`), one, 0},
		{"dependency more", replace("mid/BUILD.bazel", `deps = ["//base",`, `deps = ["//base", "//base:chosen",`), one, 0},
		{"dependency less", replace("mid/BUILD.bazel", `deps = ["//base",`, `deps = [`), one, 0},
		{"new target", replace("leaf/BUILD", "genrule", "filegroup(name = \"x\")\n\ngenrule"), one, 0},
		{"deleted target", replace("top/BUILD", `genrule(name = "lonely", outs = ["lonely.out"], cmd = "echo x > $@", tags = ["manual"])`, ""), one, 0},
		{"tags", replace("top/BUILD", `tags = ["manual"]`, `tags = ["manual", "new"]`), one, 1},
		{"alias leads elsewhere", replace("mid/BUILD.bazel", `actual = ":mid"`, `actual = "//base"`), one, 0},
		{"test_suite", replace("mid/BUILD.bazel", `tests = [":mid_test"]`, "tests = []"), one, 0},
		{"package's features", replace("base/BUILD", "package(", "package(features = [\"x\"], "), one, 5},
		{"package's visibility", replace("base/BUILD", `"//visibility:public"`, `"//mid:__subpackages__", "//top:__pkg__"`), one, 5},
		{"package_group", replace("base/BUILD", `packages = ["//..."]`, `packages = ["//mid"]`), one, 3},
		{"globbed file more", write("base/g/three.txt", "3"), one, 0},
		{"globbed file less", remove("base/g/two.txt"), one, 0},
		{"globbed file renamed", func(t *testing.T, w *workspace) { os.Rename(w.path("base/g/two.txt"), w.path("base/g/zwei.txt")) }, one, 0},
		{"file more that nothing globs", write("base/more.md", ""), one, 0},
		{"new package", write("new/BUILD", "genrule(name = \"n\", outs = [\"o\"], cmd = \"echo > $@\")\n"), two, 0},
		{"new package below a glob", write("base/g/BUILD", "exports_files([])\n"), one, 0},
		{"deleted package", remove("leaf"), one, 0},
		{"BUILD file renamed to BUILD.bazel", func(t *testing.T, w *workspace) { os.Rename(w.path("base/BUILD"), w.path("base/BUILD.bazel")) }, one, 0},

		{"comment in a rule's .bzl", replace("rules/cat.bzl", "def _impl", "# New.\ndef _impl"), two, 9},
		{"rule's .bzl changes commands", replace("rules/command.bzl", "cat", "cat -u"), two, 9},
		{"comment in a macro's .bzl", replace("rules/macro.bzl", "def made", "# New.\ndef made"), one, 0},
		{"macro's .bzl", replace("rules/macro.bzl", `"echo "`, `"echo new "`), one, 0},
		{".bzl of nobody", replace("rules/unused.bzl", "1", "2"), none, 0},

		{"comment in MODULE.bazel", replace("MODULE.bazel", "module(", "# New.\nmodule("), none, 0},
		{"MODULE.bazel registers otherwise", replace("MODULE.bazel", `"//tc:all"`, `"//tc:tc"`), one, 0},
		{"MODULE.bazel registers nothing, and a flag does", func(t *testing.T, w *workspace) {
			w.replace(t, "MODULE.bazel", `register_toolchains("//tc:all")`, "")
			w.write(t, ".bazelrc", noCompiler+"build --extra_toolchains=//tc:tc\n")
		}, one, 99},
		{"extension's .bzl", replace("ext/pieces.bzl", `"piece"`, `"new"`), one, 0},
		{"extension's listed file", write("ext/listed.json", "new"), one, 0},
		{"extension's file that nobody names", write("ext/hidden.json", "new"), one, 0},
		{"repository rule's file", write("ext/lock.json", "new"), one, 0},
		{"file of a local repository", write("third_party/local/l.txt", "new"), one, 0},
		{"BUILD file of a local repository", replace("third_party/local/BUILD", `srcs = ["l.txt"]`, `srcs = ["l.txt", "BUILD"]`), one, 0},

		{"toolchain's attribute", replace("tc/BUILD", `value = "1"`, `value = "2"`), two, 0},
		{"toolchain that wins", replace("tc/BUILD", "toolchain(name", "impl(name = \"a_impl\", value = \"a\")\n\ntoolchain(name = \"a\", toolchain = \":a_impl\", toolchain_type = \":type\")\n\ntoolchain(name"), two, 9},
		{"build setting's default", replace("conf/BUILD", `build_setting_default = "plain"`, `build_setting_default = "fancy"`), two, 99},
		{"config_setting", replace("conf/BUILD", `":flavour": "fancy"`, `":flavour": "plain"`), one, 0},

		{"harmless option", replace(".bazelrc", "test_output=errors", "test_output=all"), none, 0},
		{"option of a config not in use", replace(".bazelrc", "--define=x=ci", "--define=x=new"), none, 0},
		{"option of tests", replace(".bazelrc", "test --test_output=errors", "test --test_env=A=B"), none, 1},
		{"option of actions", replace(".bazelrc", "build --//", "build --action_env=A=B\nbuild --//"), none, 99},
		{"build setting in .bazelrc", replace(".bazelrc", "flavour=plain", "flavour=fancy"), none, 99},
	}
}
