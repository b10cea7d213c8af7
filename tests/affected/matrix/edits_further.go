package matrix

// FurtherEdits are those of the Further workspace.
func FurtherEdits() []Edit {
	return []Edit{
		{"repo_env that a repository rule reads", Replace(".bazelrc", "RULE_ENV=1", "RULE_ENV=2"), none, Whole, Whole, false},
		{"repo_env that an extension reads", Replace(".bazelrc", "EXT_ENV=1", "EXT_ENV=2"), none, Whole, Whole, false},
		{"patch that a repository rule applies", Replace("repo/fix.patch", "+new", "+newer"), one, 0, 0, false},
		{"attribute of a repository of use_repo_rule", Replace("MODULE.bazel", `word = "attribute"`, `word = "new"`), one, 0, 0, false},
		{"module's version, which a macro asks for", Replace("MODULE.bazel", `version = "1.0"`, `version = "2.0"`), one, 0, 0, false},
		{"module's name, which a macro asks for", Replace("MODULE.bazel", `name = "further"`, `name = "other"`), one, 0, 0, false},
		{"what a local module registers", Replace("chains/MODULE.bazel", `"//:first", "//:second"`, `"//:second", "//:first"`), one, 1, 0, false},
		{"toolchain of a local module", Replace("chains/BUILD", `"@@//conf:one"`, `"@@//conf:two"`), two, 1, 0, false},
		{"local module is another directory", Replace("MODULE.bazel", `local_path_override(module_name = "twin", path = "twins/a")`, `local_path_override(module_name = "twin", path = "twins/b")`), one, 0, 0, false},
		{"local_repository is another directory", Replace("MODULE.bazel", `local_repository(name = "local", path = "twins/a")`, `local_repository(name = "local", path = "twins/b")`), one, 0, 0, false},
		{"new_local_repository is another directory", Replace("MODULE.bazel", `new_local(name = "new_local", path = "twins/a"`, `new_local(name = "new_local", path = "twins/b"`), one, 0, 0, false},
		{"order of execution platforms", Replace("MODULE.bazel", `"//conf:slow_host", "//conf:fast_host"`, `"//conf:fast_host", "//conf:slow_host"`), one, 0, 0, false},
		{"exec_properties of an execution platform", Replace("conf/BUILD", `"pace": "slow"`, `"pace": "slower"`), two, 0, 0, false},
		{"build setting by an alias of its flag", Replace(".bazelrc", "--tint=red", "--tint=blue"), none, Whole, Whole, false},
		{"build setting beside an alias of its flag", Replace(".bazelrc", "tint=//conf:tint", "tint=//conf:tint\nbuild --//conf:tint=green"), none, 1, 0, false},
		{"bool flag that is not set", Replace(".bazelrc", "--//conf:bright", "--no//conf:bright"), none, 0, 0, false},
		{"platforms in .bazelrc", Replace(".bazelrc", "--platforms=//conf:home", "--platforms=//conf:away"), none, Whole, Whole, false},
		{"parent of a platform", Replace("conf/BUILD", `platform(name = "home", parents = ["@bazel_tools//tools:host_platform"], constraint_values = [":here"])`, `platform(name = "home", parents = [":away"])`), two, Whole, Whole, false},
		{"option of the operating system's config", Replace(".bazelrc", "--define=os=linux", "--define=os=other"), none, Whole, Whole, false},
		{"config of the operating system off", Replace(".bazelrc", "--enable_platform", "--noenable_platform"), none, Whole, Whole, false},
		{"bazelrc that is imported now", All(Write("conf/more.bazelrc", "build --//conf:tint=blue\n"), Replace(".bazelrc", "build --stamp", "build --stamp\nimport %workspace%/conf/more.bazelrc")), none, 0, 0, false},
		{"package that is deleted by a flag no more", Replace(".bazelrc", "build --deleted_packages=gone", ""), none, Whole, 0, false},
		{"package deleted by a flag", Replace(".bazelrc", "build --deleted_packages=gone", "build --deleted_packages=gone,big"), none, Whole, Whole, false},
		{"aspect on the command line", Replace(".bazelrc", "build --stamp", "build --stamp\nbuild --aspects=//rules:aspect.bzl%note --output_groups=+note"), none, Whole, Whole, false},
		{"status program", Replace("status.sh", "one", "two"), one, Whole, Whole, false},
		{"stamp off", Replace(".bazelrc", "build --stamp", "build --nostamp"), none, Whole, Whole, false},
		{"output_group of a filegroup", Replace("use/BUILD", `output_group = "more"`, `output_group = ""`), one, 0, 0, false},
		{"exec_compatible_with", Replace("use/BUILD", `"//conf:here"`, ""), one, 0, 0, false},
		{"define_values", Replace("conf/BUILD", `{"os": "linux"}`, `{"os": "other"}`), one, 0, 0, false},
		{"constraint_values of a config_setting", Replace("conf/BUILD", `[":here"])
constraint_setting`, `[":there"])
constraint_setting`), one, 0, 0, false},
		{"what a target is compatible with", Replace("use/BUILD", `"//conf:there"`, `"//conf:here"`), one, 0, 0, false},
		{"default of an implicit dependency", Replace("rules/defs.bzl", `"//rules:implicit.txt"`, `"//rules:other.txt"`), one, 4, 0, false},
		{"implicit dependency", Write("rules/implicit.txt", "new"), none, 1, 0, false},
		{"license of a package", Replace("use/BUILD", `name = "license", `, `name = "license", data = ["data.txt"], `), one, Whole, 0, false},
		{"licenses of a package", Replace("use/BUILD", `default_applicable_licenses = [":license"]`, `default_visibility = ["//visibility:private"]`), two, Whole, Whole, false},
		{"package cut in two", All(Write("big/sub/BUILD", "exports_files([\"x.txt\"])\n"), Replace("big/BUILD", `"sub/x.txt"`, `"//big/sub:x.txt"`)), one, 0, 0, false},
		{"package cut in two, of which a label does not know", Write("big/sub/BUILD", "exports_files([\"x.txt\"])\n"), one, 0, 0, true},
		{"visibility of a .bzl file", Replace("rules/defs.bzl", "def _flag_impl", "visibility([\"//conf\"])\n\ndef _flag_impl"), one, 0, 0, true},
	}
}
