package matrix

// sources are edits of what files hold.
func sources() []Edit {
	return []Edit{
		{"source", Write("base/base.txt", "new"), none, 0, 0, false},
		{"source of a leaf", Write("real/r.txt", "new"), none, 0, 0, false},
		{"source with a name of spaces and Unicode", Write("mid/mid ä.txt", "new"), none, 0, 0, false},
		{"source of a package with such a name", Write("odd 'name' #1/名前 a+b.txt", "new"), none, 0, 0, false},
		{"several sources", All(Write("base/g/one.txt", "new"), Write("mid/data.txt", "new")), none, 0, 0, false},
		{"permission", chmod("base/base.txt", 0o755), none, 0, 0, false},
		{"file in a source directory", Write("base/dir/in/file.txt", "new"), none, 0, 0, false},
		{"what a symbolic link leads to", Write("elsewhere.txt", "new"), none, 0, 0, false},
		{"branch of select() that applies", Write("base/plain.txt", "new"), none, 1, 0, false},
		{"branch of select() that only a transition chooses", Write("base/fancy.txt", "new"), none, 0, 0, false},
		{"branch of select() that nobody takes", Write("odd/hasty.txt", "new"), none, 0, 0, false},
		{"branch of select() that is taken now", All(Write("odd/hasty.txt", "new"), Replace("conf/BUILD", `{":pace": "fast"}`, `{":pace": "slow"}`)), one, 0, 0, false},
		{"branch of select() that a flag lets take now", All(Write("odd/hasty.txt", "new"), Replace(".bazelrc", "test --test", "build --//conf:pace=fast\ntest --test")), none, 2, 0, false},
		{"aspect's tool, and one more that wants the aspect", All(Write("rules/tagger.txt", "new"), Replace("base/BUILD", `words = "base"`, `words = "base", tagged = [":globbed"]`)), one, 0, 0, false},
		{"tool's source", Write("mid/tool.in", "#!/bin/sh\necho new\n"), none, 0, 0, false},
		{"source of a tool for the execution platform", Write("odd/run.in", "#!/bin/sh\ntouch $1\n"), none, 0, 0, false},
		{"data of a test", Write("mid/data.txt", "new"), none, 0, 0, false},
		{"toolchain's file", Write("tc/tool.txt", "new"), none, 0, 0, false},
		{"aspect's tool", Write("rules/tagger.txt", "new"), none, 0, 0, false},
		{"file that a label_flag chooses", Write("conf/one.txt", "new"), none, 0, 0, false},
		{"file that a label_flag does not choose", Write("conf/two.txt", "new"), none, 0, 0, false},
		{"what only a query reads", Write("base/g/two.txt", "new"), none, 0, 0, false},
		{"file for people", Write("base/README.md", "new"), none, 0, 0, false},
		{"file for people outside packages", Write("docs/README.md", "new"), one, 0, 0, false},
		{"file of no target", Write("base/stray.txt", "new"), one, 0, 0, false},
		{"exported file", Write("base/exported.txt", "new"), none, 0, 0, false},
		{"commit of a submodule", submodule("sub", "s.txt", "new"), one, 0, 0, false},
		{"BUILD file of a submodule", submodule("sub", "BUILD", "exports_files([\"s.txt\"])\n"), one, 1, 1, false},
	}
}

// structure is files that come, go and become something else.
func structure() []Edit {
	return []Edit{
		{"new file in a source directory", Write("base/dir/new.txt", "new"), one, 0, 0, false},
		{"deleted file in a source directory", All(Write("base/dir/keep.txt", ""), Remove("base/dir/in")), one, 0, 0, false},
		{"symbolic link leads elsewhere", link("plain.txt", "base/link.txt"), two, 0, 0, false},
		{"symbolic link becomes a file", Write("base/link.txt", "now a file"), two, 0, 0, false},
		{"file becomes a symbolic link", link("exported.txt", "base/plain.txt"), two, 1, 0, false},
		{"link of a directory leads elsewhere", link("leaf", "linked"), two, Whole, 0, true},
		{"file becomes a directory", All(Remove("base/base.txt"), Write("base/base.txt/in", "new")), one, 0, 0, false},
		{"globbed file more", Write("base/g/three.txt", "3"), one, 0, 0, false},
		{"globbed file less", Remove("base/g/two.txt"), one, 0, 0, false},
		{"globbed file renamed", rename("base/g/two.txt", "base/g/zwei.txt"), one, 0, 0, false},
		{"globbed file moved to a directory", All(Write("base/g/deep/x.txt", "2"), Remove("base/g/two.txt")), one, 0, 0, false},
		{"file more that nothing globs", Write("base/more.md", ""), one, 0, 0, false},
		{"deleted source", Remove("real/r.txt"), one, 0, 0, false},
		{"new package", Write("new/BUILD", "genrule(name = \"n\", outs = [\"o\"], cmd = \"echo > $@\")\n"), two, 0, 0, false},
		{"new package below a glob", Write("base/g/BUILD", "exports_files([])\n"), one, 0, 0, false},
		{"new package that subpackages() finds", Write("deep/c/BUILD", "filegroup(name = \"f\", visibility = [\"//visibility:public\"])\n"), one, 1, 0, false},
		{"deleted package", Remove("leaf"), one, 0, 0, false},
		{"deleted package that others use", Remove("mid"), one, 9, 0, true},
		{"package moved", rename("leaf", "leaf2"), two, 0, 0, false},
		{"package with such a name moved", rename("odd 'name' #1", "odd 'name' #2"), two, 0, 0, false},
		{"BUILD file renamed to BUILD.bazel", rename("base/BUILD", "base/BUILD.bazel"), one, 0, 0, false},
		{"BUILD file deleted where only .bzl files are", Remove("rules/BUILD"), two, Whole, 0, true},
		{"BUILD file that cannot be read", Write("leaf/BUILD", "genrule("), one, 9, 0, true},
	}
}
