package matrix

// configuration are edits of files that apply to the whole workspace.
func configuration() []Edit {
	return []Edit{
		{".bazelversion that names the Bazel it was", Write(".bazelversion", "7.7.1\n"), one, 0, 0, false},
		{".bazelignore", Write(".bazelignore", "leaf\n"), one, 0, 0, false},
		{"REPO.bazel", Write("REPO.bazel", "repo(features = [\"y\"])\n"), one, 0, 0, false},
		{"comment in .gitignore", Replace(".gitignore", "bazel-*", "# New.\nbazel-*"), one, 0, 0, false},
		{".gitattributes that change no file", Write(".gitattributes", "*.txt text\n"), one, 0, 0, false},
	}
}

// options are edits of bazelrc files.
func options() []Edit {
	return []Edit{
		{"comment in .bazelrc", Replace(".bazelrc", "test --test_output", "# New.\ntest --test_output"), none, 0, 0, false},
		{"harmless option", Replace(".bazelrc", "test_output=errors", "test_output=all"), none, 0, 0, false},
		{"option of a config not in use", Replace(".bazelrc", "--define=x=ci", "--define=x=new"), none, 0, 0, false},
		{"option of tests", Replace(".bazelrc", "test --test_output=errors", "test --test_env=A=B"), none, 1, 1, false},
		{"option of actions", Replace(".bazelrc", "build --//", "build --action_env=A=B\nbuild --//"), none, 7, 2, false},
		{"option in an imported bazelrc", Write("conf/more.bazelrc", "build --define=more=2\n"), none, 34, 0, false},
		{"order of options", Replace(".bazelrc", "build --//conf:flavour=plain", "build --//conf:flavour=fancy\nbuild --//conf:flavour=plain"), one, 0, 0, false},
		{"build setting in .bazelrc", Replace(".bazelrc", "flavour=plain", "flavour=fancy"), none, 2, 0, false},
		{"build setting that a transition reads, in .bazelrc", Replace(".bazelrc", "test --test", "build --//conf:pace=fast\ntest --test"), none, 2, 0, false},
		{"build setting by which a toolchain is chosen, in .bazelrc", Replace(".bazelrc", "test --test", "build --//conf:mode=fancy\ntest --test"), none, 28, 0, false},
		{"label_flag in .bazelrc", Replace(".bazelrc", "test --test", "build --//conf:which=//conf:two.txt\ntest --test"), none, 3, 0, false},
		// The last one: a Bazel that runs tells of configurations that were, too.
		{"default of a build setting that a transition reads", Replace("conf/BUILD", `build_setting_default = "slow"`, `build_setting_default = "fast"`), one, 2, 0, false},
	}
}
