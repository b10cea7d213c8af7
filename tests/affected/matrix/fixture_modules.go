package matrix

// modules are the files from which external repositories are made.
func modules() map[string]string {
	return map[string]string{
		"MODULE.bazel": `module(name = "w")
ext = use_extension("//ext:ext.bzl", "ext")
ext.take(file = "//ext:listed.json")
use_repo(ext, "chain", "gen", "words")
bazel_dep(name = "local", version = "1")
local_path_override(module_name = "local", path = "third_party/local")
include("//:plain.MODULE.bazel")
register_toolchains("@chain//:all", "//modal:all", "//tc:all")
`,
		"BUILD": "",
		"plain.MODULE.bazel": `new_local = use_repo_rule("@bazel_tools//tools/build_defs/repo:local.bzl", "new_local_repository")
new_local(name = "plain", path = "third_party/plain", build_file = "//third_party:plain.BUILD")
watcher = use_repo_rule("//ext:watcher.bzl", "watcher")
watcher(name = "watched")
`,
		"ext/BUILD": "exports_files([\"chain.lock\", \"listed.json\", \"lock.json\", \"loaded.lock\", \"both.json\"])\n",
		"ext/ext.bzl": `load(":pieces.bzl", "PIECE")
load(":words.bzl", "words")

def _chain(rctx):
    fits = rctx.read(rctx.attr.lock)
    rctx.file("BUILD", "toolchain(name = 'chain', toolchain = '@@//tc:chained', toolchain_type = '@@//tc:type', target_compatible_with = [%s])" % fits)

chain = repository_rule(_chain, attrs = {"lock": attr.label()})

def _repo(rctx):
    rctx.file("BUILD", "exports_files(['v.txt'])")
    rctx.file("v.txt", rctx.read(rctx.attr.lock) + rctx.attr.value)

repo = repository_rule(_repo, attrs = {"lock": attr.label(), "value": attr.string()})

def _ext(mctx):
    word = ""
    value = mctx.read(Label("//ext:hidden.json")) + mctx.read(Label("//ext:both.json")) + mctx.read(Label("//ext:LICENSE")) + PIECE
    for m in mctx.modules:
        for tag in m.tags.take:
            value += mctx.read(tag.file)
            word += tag.word
    repo(name = "gen", lock = "//ext:lock.json", value = value)
    words(name = "words", lock = "//ext:loaded.lock", more = word)
    chain(name = "chain", lock = "//ext:chain.lock")

ext = module_extension(_ext, tag_classes = {"take": tag_class(attrs = {"file": attr.label(), "word": attr.string()})})
`,
		"ext/pieces.bzl": "PIECE = \"piece\"\n",
		"ext/words.bzl": `def _words(rctx):
    rctx.file("BUILD", "")
    rctx.file("defs.bzl", "WORD = '%s'\n" % (rctx.read(rctx.attr.lock).strip() + rctx.attr.more))

words = repository_rule(_words, attrs = {"lock": attr.label(), "more": attr.string()})
`,
		"ext/watcher.bzl": `def _watcher(rctx):
    root = rctx.workspace_root
    rctx.watch_tree(root.get_child("watched"))
    names = [p.basename for p in root.get_child("watched").readdir()]
    rctx.file("BUILD", "genrule(name = 'w', outs = ['w.txt'], cmd = 'echo %s > $@', visibility = ['//visibility:public'])" % " ".join(sorted(names)))

watcher = repository_rule(_watcher)
`,
		"watched/a": "a", "watched/b": "b",
		"ext/listed.json": "listed", "ext/hidden.json": "hidden", "ext/lock.json": "lock", "ext/chain.lock": "'@@//conf:fast'", "ext/loaded.lock": "word", "ext/both.json": "both", "ext/LICENSE": "free",
		// It depends on us, and loads from us.
		"third_party/local/MODULE.bazel": "module(name = \"local\", version = \"1\")\nbazel_dep(name = \"w\")\n",
		"third_party/local/BUILD":        "filegroup(name = \"l\", srcs = [\"l.txt\"], visibility = [\"//visibility:public\"])\n",
		"third_party/local/l.txt":        "l",
		"third_party/local/defs.bzl": `load("@w//rules:shared.bzl", "SHARED")

def local_made(name, words = "local"):
    native.genrule(name = name, outs = [name + ".gen"], cmd = "echo " + words + SHARED + " > $@")
`,
		"third_party/BUILD":       "exports_files([\"plain.BUILD\"])\n",
		"third_party/plain.BUILD": "filegroup(name = \"p\", srcs = glob([\"**\"]), visibility = [\"//visibility:public\"])\n",
		"third_party/plain/p.txt": "p", "third_party/plain/deep/q.txt": "q",
	}
}
