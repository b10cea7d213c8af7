package matrix

// starlark are edits of .bzl files.
func starlark() []Edit {
	return []Edit{
		{"comment in a rule's .bzl", Replace("rules/cat.bzl", "def _impl", "# New.\ndef _impl"), none, 0, 0, false},
		{"rule's .bzl changes commands", Replace("rules/command.bzl", "cat", "cat -u"), none, 0, 0, false},
		{"comment in the .bzl of a rule that few use", Replace("rules/with.bzl", "def _with_impl", "# New.\ndef _with_impl"), none, 0, 0, false},
		{"function of a rule that few use", Replace("rules/runner.bzl", `".ran"`, `".run"`), none, 0, 0, false},
		{"transition", Replace("rules/with.bzl", `"//conf:flavour": "fancy"`, `"//conf:flavour": "other"`), one, 0, 0, false},
		{"new attribute of a rule", Replace("rules/with.bzl", `"dep": attr`, `"more": attr.string(),
    "dep": attr`), one, 1, 0, false},
		{"comment in a macro's .bzl", Replace("rules/macro.bzl", "def made", "# New.\ndef made"), none, 0, 0, false},
		{"macro's .bzl", Replace("rules/macro.bzl", `"echo "`, `"echo new "`), one, 0, 0, false},
		{"implementation of a test", Replace("rules/cat.bzl", "ctx.attr.words, is", `ctx.attr.words + "x", is`), none, 0, 0, false},
		{"implementation of an aspect", Replace("rules/cat.bzl", `"cat %s > %s"`, `"cat -u %s > %s"`), none, 3, 0, false},
		{"implementation of a toolchain", Replace("tc/tc.bzl", "value = ctx.attr.value", `value = ctx.attr.value + "x"`), none, 0, 0, false},
		{"implementation of a build setting", Replace("rules/cat.bzl", "return []", "return [DefaultInfo()]"), two, 7, 0, false},
		{"implementation that calls a new function", Replace("rules/runner.bzl", `def run(ctx, tool, files):
    out = ctx.actions.declare_file(ctx.label.name + ".ran")`, `def _out(ctx):
    return ctx.actions.declare_file(ctx.label.name + ".run")

def run(ctx, tool, files):
    out = _out(ctx)`), none, 0, 0, false},
		{"implementation of a rule and a macro at once", All(
			Replace("rules/runner.bzl", `".ran"`, `".run"`), Replace("rules/macro.bzl", `"echo "`, `"echo new "`),
		), one, 0, 0, false},
		{"name in an implementation that is not there", Replace("rules/runner.bzl", "return depset", "return nothing"), one, 99, 0, true},
		{"value of a .bzl file that cannot be computed", Replace("rules/command.bzl", `"cat"`, `"cat" + 1`), two, 99, 0, true},
		{".bzl of nobody", Replace("rules/unused.bzl", "1", "2"), two, 0, 0, false},
		{"what another repository loads from us", Replace("rules/shared.bzl", `"shared"`, `"new"`), one, 0, 0, false},
		{"what the prelude loads", Replace("rules/pre.bzl", `"pre"`, `"new"`), one, 0, 0, false},
		{"prelude", Write("tools/build_rules/prelude_bazel", "PRE = \"other\"\n"), one, 0, 0, false},
		{".bzl file that cannot be read", Write("rules/with.bzl", "def ("), one, 99, 0, true},
		{"deleted .bzl file", Remove("rules/macro.bzl"), one, 99, 0, true},
	}
}
