package matrix

// builds are edits of BUILD files.
func builds() []Edit {
	return []Edit{
		{"comment in a BUILD file", Replace("base/BUILD", "# A comment.", "# Another."), one, 0, 0, false},
		{"form of a BUILD file", Replace("mid/BUILD.bazel", "alias(name", "alias(\n    name"), one, 0, 0, false},
		{"comment in a package with an odd name", Replace("odd 'name' #1/BUILD", "genrule", "# ü\ngenrule"), one, 0, 0, false},
		{"BUILD file that is data", Replace("top/BUILD", "genrule(name = \"ext\"", "# New.\ngenrule(name = \"ext\""), one, 0, 0, false},
		{"attribute", Replace("base/BUILD", `words = "base"`, `words = "new"`), one, 0, 0, false},
		{"order of sources", Replace("odd/BUILD", `"first.txt", "second.txt"`, `"second.txt", "first.txt"`), one, 0, 0, false},
		{"dependency more", Replace("mid/BUILD.bazel", `deps = ["//base",`, `deps = ["//base", "//base:chosen",`), one, 0, 0, false},
		{"dependency less", Replace("mid/BUILD.bazel", `deps = ["//base",`, `deps = [`), one, 0, 0, false},
		{"dependency on another's tool", Replace("leaf/BUILD", "cmd = \"echo leaf > $@\"", "tools = [\"//odd:run\"], cmd = \"echo leaf > $@\""), one, 0, 0, false},
		{"new target", Replace("leaf/BUILD", "genrule", "filegroup(name = \"x\")\n\ngenrule"), one, 0, 0, false},
		{"new test, in a test_suite of all", Replace("mid/BUILD.bazel", "test_suite(name = \"suite\"", "cat_test(name = \"new_test\")\ntest_suite(name = \"suite\""), one, 0, 0, false},
		{"deleted target", Replace("top/BUILD", `genrule(name = "lonely", outs = ["lonely.out"], cmd = "echo x > $@", tags = ["manual"])`, ""), one, 0, 0, false},
		{"renamed target", Replace("mid/BUILD.bazel", `made(name = "made")`, `made(name = "made2")`), one, 0, 0, false},
		{"other rule of the same name", Replace("base/BUILD", `cat(name = "chosen"`, `genrule(name = "chosen", cmd = "cat $< > $@", outs = ["chosen.out"]`), one, 0, 0, false},
		{"tags", Replace("top/BUILD", `tags = ["manual"]`, `tags = ["manual", "new"]`), one, 0, 0, false},
		{"size of a test", Replace("mid/BUILD.bazel", `size = "small"`, `size = "large", args = ["-v"]`), one, 0, 0, false},
		{"select() more", Replace("base/BUILD", `words = "base"`, `words = select({"//conf:fancy": "x", "//conditions:default": "base"})`), one, 3, 0, false},
		{"branch of select() that does not apply", Replace("base/BUILD", `["fancy.txt"]`, `["fancy.txt", "plain.txt"]`), one, 0, 0, false},
		{"compatible with another", Replace("odd/BUILD", `"//conf:fast"`, `"//conf:slow"`), one, 0, 0, false},
		{"alias leads elsewhere", Replace("mid/BUILD.bazel", `actual = ":mid"`, `actual = "//base"`), one, 0, 0, false},
		{"test_suite", Replace("mid/BUILD.bazel", `tests = [":mid_test"]`, "tests = []"), one, 0, 0, false},
		{"scope of a query", Replace("odd/BUILD", `scope = ["//base:globbed"]`, `scope = ["//base:globbed", "//base:base"]`), one, 0, 0, false},
		{"package's features", Replace("base/BUILD", "package(", "package(features = [\"x\"], "), one, 7, 0, false},
		{"package's visibility", Replace("base/BUILD", `package(default_visibility = ["//visibility:public"]`, `package(default_visibility = ["//mid:__subpackages__", "//top:__pkg__", "//odd:__pkg__"]`), one, 7, 0, false},
		{"package_group", Replace("base/BUILD", `packages = ["//..."]`, `packages = ["//mid"]`), one, 3, 0, false},
		{"toolchain's attribute", Replace("tc/BUILD", `value = "1"`, `value = "2"`), two, 0, 0, false},
		{"toolchain that wins", Replace("tc/BUILD", "toolchain(name", "impl(name = \"a_impl\", value = \"a\")\n\ntoolchain(name = \"a\", toolchain = \":a_impl\", toolchain_type = \":type\")\n\ntoolchain(name"), two, 9, 0, false},
		{"toolchain with a condition", Replace("tc/BUILD", `toolchain(name = "tc", `, `toolchain(name = "tc", target_settings = ["//conf:plainly"], `), two, Whole, 0, true},
		{"build setting's default", Replace("conf/BUILD", `build_setting_default = "plain"`, `build_setting_default = "fancy"`), two, Whole, 0, false},
		{"label_flag's default", Replace("conf/BUILD", `":one.txt"`, `":two.txt"`), two, 9, 0, false},
		{"config_setting", Replace("conf/BUILD", `":flavour": "fancy"`, `":flavour": "plain"`), one, 1, 0, false},
		{"constraint of a platform", Replace("conf/BUILD", `constraint_values = [":fast"]`, "constraint_values = []"), two, 0, 0, false},
	}
}
