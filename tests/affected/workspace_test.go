//go:build bazel

package affected_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/testenv"
)

// noCompiler is for machines without a C compiler, which Bazel else looks for.
const noCompiler = "common --repo_env=BAZEL_DO_NOT_DETECT_CPP_TOOLCHAIN=1\n"

// A workspace is a generated one in a git repository, with a Bazel of its own.
type workspace struct {
	dir, outputBase, program string
}

func newWorkspace(t *testing.T, files map[string]string) *workspace {
	t.Helper()
	tmp, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{dir: filepath.Join(tmp, "ws"), outputBase: filepath.Join(tmp, "out"), program: filepath.Join(tmp, "bazel")}
	script := "#!/bin/sh\nexec '" + testenv.Path(t, "BAZEL") + "' --output_base='" + w.outputBase + "' --max_idle_secs=120 \"$@\"\n"
	if err := os.WriteFile(w.program, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		w.write(t, name, text)
	}
	w.git(t, "init", "-q", "-b", "main")
	w.git(t, "config", "user.name", "a")
	w.git(t, "config", "user.email", "a@b")
	t.Cleanup(func() { w.bazel(t, "clean", "--expunge") })
	return w
}

func (w *workspace) commit(t *testing.T) string {
	t.Helper()
	w.git(t, "add", "-A")
	w.git(t, "commit", "-q", "--allow-empty", "-m", "x")
	return w.git(t, "rev-parse", "HEAD")
}

func (w *workspace) git(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = w.dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// bazel runs a command in the workspace and returns what it prints.
func (w *workspace) bazel(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(w.program, args...)
	cmd.Dir = w.dir
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "TEST_") && !strings.HasPrefix(v, "RUNFILES") && !strings.HasPrefix(v, "TESTBRIDGE") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("bazel %v: %v\n%s", args, err, stderr.String())
	}
	return stdout.Bytes()
}

func (w *workspace) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

func (w *workspace) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(w.path(name)), 0o755); err != nil {
		t.Fatal(err)
	}
	os.Remove(w.path(name))
	if err := os.WriteFile(w.path(name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (w *workspace) replace(t *testing.T, name, old, new string) {
	t.Helper()
	data, err := os.ReadFile(w.path(name))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(data), old) {
		t.Fatalf("%s does not hold %q", name, old)
	}
	w.write(t, name, strings.ReplaceAll(string(data), old, new))
}

// files is a small workspace with a little of everything.
func files() map[string]string {
	return map[string]string{
		".gitignore": "bazel-*\nMODULE.bazel.lock\n",
		".bazelrc":   noCompiler + "build --//conf:flavour=plain\ntest --test_output=errors\nbuild:ci --define=x=ci\n",
		"MODULE.bazel": `module(name = "w")
ext = use_extension("//ext:ext.bzl", "ext")
ext.take(file = "//ext:listed.json")
use_repo(ext, "gen")
bazel_dep(name = "local", version = "1")
local_path_override(module_name = "local", path = "third_party/local")
register_toolchains("//tc:all")
`,
		"ext/BUILD": "exports_files([\"listed.json\", \"lock.json\"])\n",
		"ext/ext.bzl": `load(":pieces.bzl", "PIECE")

def _repo(rctx):
    rctx.file("BUILD", "exports_files(['v.txt'])")
    rctx.file("v.txt", rctx.read(rctx.attr.lock) + rctx.attr.value)

repo = repository_rule(_repo, attrs = {"lock": attr.label(), "value": attr.string()})

def _ext(mctx):
    value = mctx.read(Label("//ext:hidden.json")) + PIECE
    for m in mctx.modules:
        for tag in m.tags.take:
            value += mctx.read(tag.file)
    repo(name = "gen", lock = "//ext:lock.json", value = value)

ext = module_extension(_ext, tag_classes = {"take": tag_class(attrs = {"file": attr.label()})})
`,
		"ext/pieces.bzl":                 "PIECE = \"piece\"\n",
		"ext/listed.json":                "listed",
		"ext/hidden.json":                "hidden",
		"ext/lock.json":                  "lock",
		"third_party/local/MODULE.bazel": "module(name = \"local\", version = \"1\")\n",
		"third_party/local/BUILD":        "filegroup(name = \"l\", srcs = [\"l.txt\"], visibility = [\"//visibility:public\"])\n",
		"third_party/local/l.txt":        "l",
		"rules/BUILD":                    "exports_files([\"tagger.txt\"])\n",
		"rules/cat.bzl": `load(":command.bzl", "COMMAND")

TagInfo = provider(fields = ["n"])

def _tag_aspect_impl(target, ctx):
    out = ctx.actions.declare_file(target.label.name + ".tag")
    ctx.actions.run_shell(inputs = [ctx.file._tagger], outputs = [out], command = "cat %s > %s" % (ctx.file._tagger.path, out.path))
    return [OutputGroupInfo(tag = depset([out]))]

tag_aspect = aspect(_tag_aspect_impl, attrs = {"_tagger": attr.label(default = "//rules:tagger.txt", allow_single_file = True)})

def _impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name + ".out")
    files = ctx.files.srcs + ctx.files.deps
    tags = [d[OutputGroupInfo].tag for d in ctx.attr.tagged]
    info = ctx.toolchains["//tc:type"].info
    ctx.actions.run_shell(
        inputs = depset(files + info.files, transitive = tags),
        outputs = [out],
        command = COMMAND + " " + ctx.attr.words + info.value + " " + " ".join(["'" + f.path + "'" for f in files]) + " > '" + out.path + "'",
    )
    return [DefaultInfo(files = depset([out]), runfiles = ctx.runfiles([out]))]

_ATTRS = {
    "deps": attr.label_list(allow_files = True),
    "srcs": attr.label_list(allow_files = True),
    "tagged": attr.label_list(aspects = [tag_aspect]),
    "words": attr.string(),
}

cat = rule(_impl, attrs = _ATTRS, toolchains = ["//tc:type"])

def _test_impl(ctx):
    out = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(out, "#!/bin/sh\n" + ctx.attr.words, is_executable = True)
    return [DefaultInfo(executable = out, runfiles = ctx.runfiles(ctx.files.deps))]

cat_test = rule(_test_impl, attrs = _ATTRS, test = True)

def _setting_impl(ctx):
    return []

flavour = rule(_setting_impl, build_setting = config.string(flag = True))
`,
		"rules/command.bzl": "COMMAND = \"cat\"\n",
		"rules/macro.bzl":   "def made(name, words = \"made\"):\n    native.genrule(name = name, outs = [name + \".gen\"], cmd = \"echo \" + words + \" > $@\")\n",
		"rules/unused.bzl":  "X = 1\n",
		"rules/tagger.txt":  "tagger",
		"tc/BUILD":          "load(\":tc.bzl\", \"impl\")\n\ntoolchain_type(name = \"type\", visibility = [\"//visibility:public\"])\n\nimpl(name = \"impl\", files = [\"tool.txt\"], value = \"1\")\n\ntoolchain(name = \"tc\", toolchain = \":impl\", toolchain_type = \":type\")\n",
		"tc/tc.bzl":         "def _impl(ctx):\n    return [platform_common.ToolchainInfo(info = struct(value = ctx.attr.value, files = ctx.files.files))]\n\nimpl = rule(_impl, attrs = {\"files\": attr.label_list(allow_files = True), \"value\": attr.string()})\n",
		"tc/tool.txt":       "tool",
		"conf/BUILD":        "load(\"//rules:cat.bzl\", \"flavour\")\n\nflavour(name = \"flavour\", build_setting_default = \"plain\", visibility = [\"//visibility:public\"])\n\nconfig_setting(name = \"fancy\", flag_values = {\":flavour\": \"fancy\"}, visibility = [\"//visibility:public\"])\n",
		"base/BUILD": `load("//rules:cat.bzl", "cat")

package(default_visibility = ["//visibility:public"])

# A comment.
cat(name = "base", srcs = ["base.txt", "dir", "link.txt"], words = "base")
cat(name = "chosen", srcs = select({"//conf:fancy": ["fancy.txt"], "//conditions:default": ["plain.txt"]}))
filegroup(name = "globbed", srcs = glob(["g/**"]))
package_group(name = "friends", packages = ["//..."])
exports_files(["exported.txt"], visibility = [":friends"])
`,
		"base/base.txt": "base", "base/dir/in/file.txt": "in dir", "base/fancy.txt": "fancy", "base/plain.txt": "plain",
		"base/g/one.txt": "1", "base/g/two.txt": "2", "base/exported.txt": "e", "base/README.md": "words", "base/stray.txt": "stray",
		"elsewhere.txt": "linked",
		"mid/BUILD.bazel": `load("//rules:cat.bzl", "cat", "cat_test")
load("//rules:macro.bzl", "made")

cat(name = "mid", srcs = ["mid ä.txt", "//base:exported.txt"], deps = ["//base", "//base:globbed"], tagged = [":tagged"], visibility = ["//visibility:public"])
filegroup(name = "tagged", srcs = ["mid ä.txt"])
alias(name = "alias", actual = ":mid")
made(name = "made")
genrule(name = "tool_user", outs = ["tool_user.out"], cmd = "$(location :tool) > $@", tools = [":tool"])
genrule(name = "tool", outs = ["tool.sh"], srcs = ["tool.in"], cmd = "cp $< $@", executable = True)
cat_test(name = "mid_test", deps = [":alias", "data.txt"])
test_suite(name = "suite", tests = [":mid_test"])
`,
		"mid/mid ä.txt": "mid", "mid/tool.in": "#!/bin/sh\necho hi\n", "mid/data.txt": "data",
		"top/BUILD": `genrule(name = "ext", srcs = ["@gen//:v.txt"], outs = ["ext.out"], cmd = "cat $< > $@")
genrule(name = "local", srcs = ["@local//:l"], outs = ["local.out"], cmd = "cat $(SRCS) > $@")
genrule(name = "build_as_data", srcs = ["BUILD"], outs = ["data.out"], cmd = "cat $< > $@")
genrule(name = "lonely", outs = ["lonely.out"], cmd = "echo x > $@", tags = ["manual"])
genrule(name = "uses_mid", srcs = ["//mid"], outs = ["mid.out"], cmd = "cat $< > $@")
`,
		"leaf/BUILD": "genrule(name = \"leaf\", outs = [\"leaf.out\"], cmd = \"echo leaf > $@\")\n",
	}
}
