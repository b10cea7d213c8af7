"""Rule: tofu_lint_test."""

load("//build/tofu:providers.bzl", "TofuModuleInfo")
load("//build/tofu:toolchain.bzl", "TFLINT_TOOLCHAIN_TYPE")
load(":run.bzl", "TOFURUN_ATTRS", "launcher", "spec_files", "spec_module", "user_label", "write_spec")

_DOC = """Tests a module against TFLint's rules and the house rules.

```starlark
tofu_lint_test(
    name = "lint_test",
    module = ":bazel-cache",
)
```

TFLint comes with the ruleset that is built into it, and nothing is downloaded. Its rules
are those of `//build/tofu:tflint.hcl`: the preset `recommended`, documented variables and
outputs, snake_case names, `#` comments, the standard files, no unused providers. The
house rules, `flywheel_…`, are what TFLint lacks: `tools/internal/lint/RULES.md` explains each.

Every finding fails the test. What shall be allowed is said where it is:
`# tflint-ignore: <rule>` on the line or the one above, `# tflint-ignore-file: <rule>` at
the top of a file; or, for a whole module, in its `config`.

Only the module's own files are looked at, so that editing another one runs nothing again."""

_ATTRS = {
    "config": attr.label(
        doc = "The module's own `.tflint.hcl`, for all the rules, `flywheel_…` among them. Its `rule` blocks replace those of the same name in the default; `config { disabled_by_default = true }` starts from nothing. Plugins other than the built-in one are refused.",
        allow_single_file = [".hcl"],
    ),
    "module": attr.label(
        doc = "The `tofu_module` to look at.",
        mandatory = True,
        providers = [TofuModuleInfo],
    ),
    "root": attr.bool(
        doc = "Whether the module is a root module, as a stack's is: it may have `provider` and `backend` blocks.",
    ),
    "_default": attr.label(
        doc = "The configuration that `config` changes.",
        allow_single_file = True,
        default = Label("//build/tofu:tflint.hcl"),
    ),
}

def _check_config(ctx):
    if ctx.file.config == ctx.file._default:
        fail("{}: config is the default configuration: leave the attribute out, or name a file of your own".format(user_label(ctx.label)))

def _tofu_lint_test_impl(ctx):
    _check_config(ctx)
    module = ctx.attr.module[TofuModuleInfo]
    tflint = ctx.toolchains[TFLINT_TOOLCHAIN_TYPE].tflint_info.tflint
    configs = [ctx.file._default]
    lint = {
        "default": spec_files(configs, "run")[0],
        "root": ctx.attr.root,
        "tflint": tflint.short_path,
    }
    if ctx.file.config:
        configs.append(ctx.file.config)
        lint["config"] = spec_files([ctx.file.config], "run")[0]
    spec = write_spec(ctx, ctx.label.name + ".json", "lint", "run", spec_module(ctx.attr.module) | {"lint": lint})
    return launcher(ctx, spec, [module.srcs, depset(configs + [tflint])])

tofu_lint_test = rule(
    doc = _DOC,
    implementation = _tofu_lint_test_impl,
    attrs = _ATTRS | TOFURUN_ATTRS,
    test = True,
    toolchains = [TFLINT_TOOLCHAIN_TYPE],
)
