package matrix

// repositories are edits of what external repositories are made from.
func repositories() []Edit {
	return []Edit{
		{"comment in MODULE.bazel", Replace("MODULE.bazel", "module(", "# New.\nmodule("), none, 0, 0, false},
		{"comment in an included module file", Replace("plain.MODULE.bazel", "new_local(", "# New.\nnew_local("), none, 0, 0, false},
		{"included module file", Replace("plain.MODULE.bazel", `path = "third_party/plain"`, `path = "third_party/plain/deep"`), one, 0, 0, false},
		{"registered toolchain of a repository, which fits now", Write("ext/chain.lock", ""), two, 0, 0, false},
		{"registered toolchain of a repository, written otherwise", Write("ext/chain.lock", "'@@//conf:fast', "), two, 0, 0, false},
		{"module's version", Replace("MODULE.bazel", `module(name = "w"`, `module(name = "w", version = "2"`), one, 0, 0, false},
		{"MODULE.bazel registers otherwise", Replace("MODULE.bazel", `"//tc:all")`, `"//tc:tc")`), one, 0, 0, false},
		{"MODULE.bazel registers nothing, and a flag does", All(
			Replace("MODULE.bazel", `register_toolchains("@chain//:all", "//modal:all", "//tc:all")`, ""),
			Replace(".bazelrc", "test --test", "build --extra_toolchains=//tc:tc\ntest --test"),
		), one, 34, 0, false},
		{"tag of an extension", Replace("MODULE.bazel", `ext.take(file = "//ext:listed.json")`, `ext.take(file = "//ext:both.json")`), two, 0, 0, false},
		{"tag of an extension, of which files are loaded", Replace("MODULE.bazel", `"//ext:listed.json")`, `"//ext:listed.json", word = "more")`), two, 0, 0, false},
		{"extension's .bzl", Replace("ext/pieces.bzl", `"piece"`, `"new"`), two, 0, 0, false},
		{"repository rule's .bzl", Replace("ext/words.bzl", "WORD = '%s'", "WORD = 'x%s'"), two, 1, 1, false},
		{"extension's listed file", Write("ext/listed.json", "new"), one, 0, 0, false},
		{"extension's file that nobody names", Write("ext/hidden.json", "new"), one, 0, 0, false},
		{"extension's file that is a source, too", Write("ext/both.json", "new"), one, 0, 0, false},
		{"extension's file that looks like documentation", Write("ext/LICENSE", "new"), one, 0, 0, false},
		{"lock file that a repository rule reads", Write("ext/lock.json", "new"), one, 0, 0, false},
		{"lock file of a repository that is only loaded from", Write("ext/loaded.lock", "new"), one, 0, 0, false},
		{"file in a directory that a repository rule watches", Write("watched/a", "new"), one, 1, 0, false},
		{"new file in such a directory", Write("watched/c", "new"), one, 0, 0, false},
		{"file of a local repository", Write("third_party/local/l.txt", "new"), none, 0, 0, false},
		{"BUILD file of a local repository", Replace("third_party/local/BUILD", `srcs = ["l.txt"]`, `srcs = ["l.txt", "BUILD"]`), one, 0, 0, false},
		{".bzl file of a local repository", Replace("third_party/local/defs.bzl", `"local"`, `"new"`), one, 0, 0, false},
		{"module file of a local repository", Replace("third_party/local/MODULE.bazel", `version = "1"`, `version = "1", compatibility_level = 1`), one, 0, 0, false},
		{"file of a new_local_repository", Write("third_party/plain/p.txt", "new"), one, 0, 0, false},
		{"deep file of a new_local_repository", Write("third_party/plain/deep/q.txt", "new"), one, 0, 0, false},
		{"new file of a new_local_repository", Write("third_party/plain/r.txt", "new"), two, 0, 0, false},
		{"BUILD file for a new_local_repository", Replace("third_party/plain.BUILD", "visibility =", "tags = [\"x\"], visibility ="), one, 0, 0, false},
		{"module file that cannot be read", Write("MODULE.bazel", "module("), two, Whole, 0, true},
	}
}
