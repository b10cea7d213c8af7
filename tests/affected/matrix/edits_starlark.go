package matrix

// starlark are edits of .bzl files.
func starlark() []Edit {
	return []Edit{
		{"comment in a rule's .bzl", Replace("rules/cat.bzl", "def _impl", "# New.\ndef _impl"), two, 12, 0, false},
		{"rule's .bzl changes commands", Replace("rules/command.bzl", "cat", "cat -u"), two, 12, 0, false},
		{"comment in the .bzl of a rule that few use", Replace("rules/with.bzl", "def _with_impl", "# New.\ndef _with_impl"), one, 1, 0, false},
		{"function of a rule that few use", Replace("rules/runner.bzl", `".ran"`, `".run"`), one, 0, 0, false},
		{"transition", Replace("rules/with.bzl", `"//conf:flavour": "fancy"`, `"//conf:flavour": "other"`), one, 0, 0, false},
		{"new attribute of a rule", Replace("rules/with.bzl", `"dep": attr`, `"more": attr.string(),
    "dep": attr`), one, 1, 0, false},
		{"comment in a macro's .bzl", Replace("rules/macro.bzl", "def made", "# New.\ndef made"), one, 0, 0, false},
		{"macro's .bzl", Replace("rules/macro.bzl", `"echo "`, `"echo new "`), one, 0, 0, false},
		{".bzl of nobody", Replace("rules/unused.bzl", "1", "2"), two, 0, 0, false},
		{"what another repository loads from us", Replace("rules/shared.bzl", `"shared"`, `"new"`), one, 0, 0, false},
		{"what the prelude loads", Replace("rules/pre.bzl", `"pre"`, `"new"`), one, 0, 0, false},
		{"prelude", Write("tools/build_rules/prelude_bazel", "PRE = \"other\"\n"), one, 0, 0, false},
		{".bzl file that cannot be read", Write("rules/with.bzl", "def ("), one, 99, 0, true},
		{"deleted .bzl file", Remove("rules/macro.bzl"), one, 99, 0, true},
	}
}
