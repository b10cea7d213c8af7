package matrix

// packages are the ordinary ones, in which most of the edits are made.
func packages() map[string]string {
	return map[string]string{
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
cat_test(name = "mid_test", size = "small", deps = [":alias", "data.txt"])
test_suite(name = "suite", tests = [":mid_test"])
test_suite(name = "all_tests")
`,
		"mid/mid ä.txt": "mid", "mid/tool.in": "#!/bin/sh\necho hi\n", "mid/data.txt": "data",
		"top/BUILD": `genrule(name = "ext", srcs = ["@gen//:v.txt"], outs = ["ext.out"], cmd = "cat $< > $@")
genrule(name = "local", srcs = ["@local//:l"], outs = ["local.out"], cmd = "cat $(SRCS) > $@")
genrule(name = "plain", srcs = ["@plain//:p"], outs = ["plain.out"], cmd = "cat $(SRCS) > $@")
genrule(name = "watched", srcs = ["@watched//:w"], outs = ["watched.out"], cmd = "cat $< > $@")
genrule(name = "build_as_data", srcs = ["BUILD"], outs = ["data.out"], cmd = "cat $< > $@")
genrule(name = "lonely", outs = ["lonely.out"], cmd = "echo x > $@", tags = ["manual"])
genrule(name = "uses_mid", srcs = ["//mid"], outs = ["mid.out"], cmd = "cat $< > $@")
`,
		"leaf/BUILD": "genrule(name = \"leaf\", outs = [\"leaf.out\"], cmd = \"echo leaf > $@\")\n",
	}
}

// oddities are what is rarer.
func oddities() map[string]string {
	return map[string]string{
		"odd/BUILD": `load("//rules:with.bzl", "with_fancy")
load("@local//:defs.bzl", "local_made")
load("@words//:defs.bzl", "WORD")
load("//rules:paced.bzl", "paced")

genrule(name = "shown", srcs = ["//shown:by_default", "//shown:itself"], outs = ["shown.out"], cmd = "cat $(SRCS) > $@")
genrule(name = "words", outs = ["words.out"], cmd = "echo " + WORD + " > $@")
genrule(name = "both", srcs = ["//ext:both.json", "//ext:loaded.lock"], outs = ["both.out"], cmd = "cat $(SRCS) > $@")
local_made(name = "from_local")
with_fancy(name = "with_fancy", dep = "//base:chosen", tool = ":run")
genrule(name = "run", outs = ["run.sh"], srcs = ["run.in"], cmd = "cp $< $@", executable = True, visibility = ["//visibility:public"])
genquery(name = "query", expression = "deps(//base:globbed)", scope = ["//base:globbed"])
genrule(name = "flagged", srcs = ["//conf:which"], outs = ["flagged.out"], cmd = "cat $< > $@")
genrule(name = "only_fast", outs = ["fast.out"], cmd = "echo > $@", target_compatible_with = ["//conf:fast"])
alias(name = "in_haste", actual = "//conf:hasty")
genrule(name = "branched", srcs = select({":in_haste": ["hasty.txt"], "//conditions:default": ["first.txt"]}), outs = ["branched.out"], cmd = "cat $(SRCS) > $@")
paced(name = "paced", deps = [":in_order"])
genrule(name = "in_order", srcs = ["first.txt", "second.txt"], outs = ["order.out"], cmd = "cat $(SRCS) > $@")
genrule(name = "of_sub", srcs = ["//sub:s.txt"], outs = ["of_sub.out"], cmd = "cat $< > $@")
genrule(name = "of_linked", srcs = ["//linked:r.txt"], outs = ["of_linked.out"], cmd = "cat $< > $@")
filegroup(name = "of_genrule", srcs = [":words"], output_licenses = ["unencumbered"])
`,
		"odd/run.in": "#!/bin/sh\ncat \"$2\" > \"$1\"\n", "odd/first.txt": "1", "odd/hasty.txt": "hasty", "odd/second.txt": "2",
		"shown/BUILD": `package(default_visibility = [":friends"])
package_group(name = "friends", packages = ["//..."])
filegroup(name = "by_default", srcs = ["shown.txt"])
filegroup(name = "itself", srcs = ["shown.txt"], visibility = [":friends"])
`,
		"shown/shown.txt": "shown",
		"prelude/BUILD":   "genrule(name = \"prelude\", outs = [\"prelude.out\"], cmd = \"echo \" + PRE + \" > $@\")\n",
		"real/BUILD":      "exports_files([\"r.txt\"])\n\ngenrule(name = \"real\", srcs = [\"r.txt\"], outs = [\"real.out\"], cmd = \"cat $< > $@\")\n",
		"real/r.txt":      "real",
		// Names that need care: spaces, Unicode, a plus, a hash, quotes.
		"odd 'name' #1/BUILD":      "genrule(name = \"ü'+#\", srcs = glob([\"*.txt\"]), outs = [\"o\"], cmd = \"cat $(SRCS) > $@\")\n",
		"odd 'name' #1/名前 a+b.txt": "odd name",
		"deep/BUILD":               "filegroup(name = \"subpackages\", srcs = [\"//deep/\" + p + \":f\" for p in subpackages(include = [\"**\"])], visibility = [\"//visibility:public\"])\n\ngenrule(name = \"of_deep\", srcs = [\":subpackages\"], outs = [\"deep.out\"], cmd = \"cat $(SRCS) > $@\")\n",
		"deep/a/b/BUILD":           "filegroup(name = \"f\", srcs = [\"f.txt\"], visibility = [\"//visibility:public\"])\n",
		"deep/a/b/f.txt":           "f",
	}
}
