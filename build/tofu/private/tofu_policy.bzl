"""Rules: tofu_policy_test, rego_test."""

load("//build/tofu:providers.bzl", "TofuModuleInfo", "TofuStackInfo")
load("//build/tofu:toolchain.bzl", "TOFU_TOOLCHAIN_TYPE")
load(":mode.bzl", "PROVIDER_MODE_ATTRS", "provider_mode_transition")
load(":run.bzl", "launcher", "provider_files", "spec_closure", "spec_files", "tofu_of", "user_label", "write_spec")

_DOC = """Judges what a stack would deploy, in every environment, by policies written in Rego.

```starlark
tofu_policy_test(
    name = "policy_test",
    data = ["//tofu/policy:data"],
    policies = ["//tofu/policy"],
    stack = ":attic",
)
```

Each environment is previewed, as `<env>.preview` does: from the providers' schemas alone, without
cluster, credentials or network. The policies get as `input` what `<env>.preview --format=json` prints (`environment`,
`stack`, `plan`, …) and besides `objects`: the Kubernetes objects of the plan, `{address, type, object}`, in the form of
the API, whether they are written as typed resources or as YAML; and `problems`, resources whose object cannot be told.

A policy is a package with a rule `deny` (or `deny_<name>`, `violation`): a set of `{"message", "address", "remedy"}` or of
strings, so that policies for conftest can be used. OPA evaluates them without its builtins for time, network and chance. Each environment and policy is a
JUnit case. A preview that fails or has no resources, and no policies at all, fail the test.

`exceptions` in a JSON file of `data` is a list of `{"rule", "stack", "address", "message", "reason"}`: findings to let be. One without a
reason is refused, one that excepts nothing is a finding."""

_REGO_ATTRS = {
    "data": attr.label_list(
        doc = "What policies find below `data`: JSON files, whose keys are merged, and below `data.files` the text of all others by their path in the repository.",
        allow_files = True,
    ),
    "_tofupolicy": attr.label(
        doc = "The program that reads the spec.",
        default = Label("//build/tofu:tofupolicy"),
        executable = True,
        cfg = "exec",
    ),
}

_ATTRS = {
    "module": attr.label(
        doc = "A `tofu_module` to judge instead of a stack: a module's example.",
        providers = [TofuModuleInfo],
    ),
    "policies": attr.label_list(
        doc = "Rego files; tests (`*_test.rego`) are left out.",
        allow_files = [".rego"],
        mandatory = True,
    ),
    "stack": attr.label(
        doc = "The `tofu_stack` to judge.",
        providers = [TofuStackInfo, TofuModuleInfo],
    ),
    "var_files": attr.label_list(
        doc = "With `module`, its variable files; its environment is called `default`.",
        allow_files = [".tfvars", ".tfvars.json"],
    ),
}

def _check(ctx, policies):
    label = user_label(ctx.label)
    if bool(ctx.attr.stack) == bool(ctx.attr.module):
        fail("{}: want one of stack and module".format(label))
    if ctx.attr.stack and ctx.files.var_files:
        fail("{}: var_files belong to module: a stack has its own for each environment".format(label))
    if not policies:
        fail("{}: policies is empty: nothing would be judged".format(label))

def _policy(ctx, rego):
    return {
        "data": spec_files(ctx.files.data, "run"),
        "rego": spec_files(rego, "run"),
    }

def _tofu_policy_test_impl(ctx):
    policies = [f for f in ctx.files.policies if not f.basename.endswith("_test.rego")]
    _check(ctx, policies)
    target = ctx.attr.stack or ctx.attr.module
    module = target[TofuModuleInfo]
    environments = target[TofuStackInfo].environments if ctx.attr.stack else {"default": tuple(ctx.files.var_files)}
    var_files = depset([f for files in environments.values() for f in files])
    spec = write_spec(ctx, ctx.label.name + ".json", "policy", "run", {
        "policy": _policy(ctx, policies) | {
            "environments": [
                {"name": name, "var_files": spec_files(files, "run")}
                for name, files in environments.items()
            ],
            "stack": user_label(target.label),
        },
    } | spec_closure(module, "run"))
    files = depset(
        policies + ctx.files.data + provider_files(module) + [tofu_of(ctx).tofu],
        transitive = [var_files, module.files],
    )
    return launcher(ctx, spec, [files], ctx.attr._tofupolicy)

tofu_policy_test = rule(
    doc = _DOC,
    implementation = _tofu_policy_test_impl,
    attrs = _ATTRS | _REGO_ATTRS | PROVIDER_MODE_ATTRS,
    cfg = provider_mode_transition,
    test = True,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)

_REGO_DOC = """Runs the tests of policies: rules named `test_<what>` in packages of `*_test.rego` files.

```starlark
rego_test(
    name = "policy_test",
    srcs = glob(["*.rego"]),
)
```

Besides, each `deny` rule must be proven: it fires in some test, and in some test of its package none fires."""

def _rego_test_impl(ctx):
    if not [f for f in ctx.files.srcs if f.basename.endswith("_test.rego")]:
        fail("{}: srcs has no *_test.rego file: nothing would be tested".format(user_label(ctx.label)))
    spec = write_spec(ctx, ctx.label.name + ".json", "rego", "run", {"policy": _policy(ctx, ctx.files.srcs)})
    return launcher(ctx, spec, [depset(ctx.files.srcs + ctx.files.data)], ctx.attr._tofupolicy)

rego_test = rule(
    doc = _REGO_DOC,
    implementation = _rego_test_impl,
    attrs = _REGO_ATTRS | {
        "srcs": attr.label_list(
            doc = "Policies and their tests.",
            allow_files = [".rego"],
            mandatory = True,
        ),
    },
    test = True,
)
