"""Rule and macro: tofu_stack."""

load("//build/tofu:providers.bzl", "TofuModuleInfo", "TofuStackInfo")
load("//build/tofu:toolchain.bzl", "TOFU_TOOLCHAIN_TYPE")
load(":mode.bzl", "PROVIDER_MODE_ATTRS", "provider_mode_transition")
load(":run.bzl", "TOFURUN_ATTRS", "launcher", "provider_files", "spec_closure", "spec_files", "tofu_of", "user_label", "write_spec")
load(":stack_problem.bzl", "stack_problem", "verbs_of")

def _providers_of(verb):
    """The provider mode of a verb: only a preview can do with schemas, unless the flag says otherwise."""
    return "" if verb == "preview" else "real"

_ATTRS = {
    "backend": attr.string(
        doc = "Type of the backend that keeps the state: `local` (a file below the user's state directory) or any of OpenTofu's.",
        default = "local",
    ),
    "backend_config": attr.string_dict(doc = "The backend's settings; never a secret: those come from the environment."),
    "backend_file": attr.label(
        doc = "File with more of them, as `tofu init -backend-config=<file>` takes it.",
        allow_single_file = [".tfbackend"],
    ),
    "client_config": attr.string(doc = "Output (map of path below HOME to content) with clients' configuration; empty for none."),
    "encryption": attr.label(
        doc = "File with the content of an `encryption` block; it comes before the configuration's, and the variable `TF_ENCRYPTION` before it.",
        allow_single_file = [".hcl"],
    ),
    "handover": attr.string_list(doc = "Outputs that other stacks take as variables."),
    "lock_timeout": attr.string(doc = "How long to wait for the state's lock, a Go duration.", default = "60s"),
    "markdown": attr.string(doc = "Output (text) that ends the summaries of previews and plans; empty for none."),
    "module": attr.label(doc = "The root module.", mandatory = True, providers = [TofuModuleInfo]),
    "repo": attr.string(doc = "Name of the module that the stack is of; part of the state's path.", mandatory = True),
    "summary": attr.string(doc = "Output (list of objects) that `apply` prints as a table; empty for none."),
}

# What the facts of a stack tell; files of one environment are none of all.
_FACTS = {name: a for name, a in _ATTRS.items() if name not in ["backend", "backend_file", "encryption"]}

_EFFECT_ATTRS = _ATTRS | {
    "environment": attr.string(doc = "Name of the environment.", mandatory = True),
    "stack": attr.string(doc = "Name of the stack.", mandatory = True),
    "var_files": attr.label_list(doc = "Variable files; a variable is set in one of them.", allow_files = [".tfvars", ".tfvars.json"]),
    "verb": attr.string(doc = "What to do.", mandatory = True),
}

def _optional_file(field, file):
    """A field of a spec, if there is the file."""
    return {field: spec_files([file], "run")[0]} if file else {}

def _effect_impl(ctx):
    module = ctx.attr.module[TofuModuleInfo]
    stack = {
        "backend": {"config": ctx.attr.backend_config, "type": ctx.attr.backend} | _optional_file("file", ctx.file.backend_file),
        "client_config": ctx.attr.client_config,
        "environment": ctx.attr.environment,
        "handover": ctx.attr.handover,
        "label": user_label(ctx.label.same_package_label(ctx.attr.stack)),
        "lock_timeout": ctx.attr.lock_timeout,
        "markdown": ctx.attr.markdown,
        "name": ctx.attr.stack,
        "package": ctx.label.package,
        "repo": ctx.attr.repo,
        "summary": ctx.attr.summary,
        "var_files": spec_files(ctx.files.var_files, "run"),
        "verb": ctx.attr.verb,
    } | _optional_file("encryption", ctx.file.encryption)
    kind = "client_config" if ctx.attr.verb == "client_config" else "stack"
    spec = write_spec(ctx, ctx.label.name + ".json", kind, "run", {"stack": stack} | spec_closure(module, "run"))
    own = ctx.files.var_files + ctx.files.backend_file + ctx.files.encryption
    files = depset(own + provider_files(module) + [tofu_of(ctx).tofu], transitive = [module.files])
    return launcher(ctx, spec, [files])

_effect = rule(
    doc = "One verb on one environment of a stack.",
    implementation = _effect_impl,
    attrs = _EFFECT_ATTRS | PROVIDER_MODE_ATTRS | TOFURUN_ATTRS,
    cfg = provider_mode_transition,
    executable = True,
    toolchains = [TOFU_TOOLCHAIN_TYPE],
)

def _stack_impl(ctx):
    environments = {}
    for file, names in ctx.attr.var_files.items():
        for name in names.split(" "):
            environments.setdefault(name, []).extend(file.files.to_list())
    return [
        DefaultInfo(files = ctx.attr.module[DefaultInfo].files),
        TofuStackInfo(
            backends = ctx.attr.backends,
            environments = {n: tuple(environments.get(n, [])) for n in ctx.attr.environments},
            module = user_label(ctx.attr.module.label),
        ),
        ctx.attr.module[TofuModuleInfo],
    ]

_stack = rule(
    doc = "The facts of a stack.",
    implementation = _stack_impl,
    attrs = _FACTS | {
        "backends": attr.string_dict(doc = "Environment to the type of its backend.", mandatory = True),
        "environments": attr.string_list(doc = "Names of the environments.", mandatory = True),
        "var_files": attr.label_keyed_string_dict(doc = "Variable file to the environments that use it, separated by spaces.", allow_files = True),
    },
    provides = [TofuModuleInfo, TofuStackInfo],
)

def _filled_in(config, name, environment):
    """The backend's settings of one environment."""
    return {
        key: value.replace("{stack}", name).replace("{environment}", environment)
        for key, value in config.items()
    }

def tofu_stack(
        name,
        module,
        environments = {"default": []},
        backend = "local",
        backend_config = {},
        backend_files = {},
        client_config = "",
        encryption = {},
        handover = [],
        lock_timeout = "60s",
        markdown = "",
        summary = "",
        visibility = None,
        tags = []):
    """A stack: a root module with one or more environments, deployed by `bazel run`.

    ```starlark
    tofu_stack(
        name = "local",
        environments = {"default": ["env/default.tfvars"]},
        module = ":module",
    )
    ```

    Makes, for each environment, the run targets `<env>.preview`, `<env>.plan`, `<env>.apply`,
    `<env>.destroy`, `<env>.output`, `<env>.refresh`, `<env>.console`, `<env>.state` and, where
    the state is not a local file, `<env>.unlock`, where there is client configuration,
    `<env>.client_config`, where something is handed over, `<env>.handover`; with one
    environment also the bare verbs. The target `name` itself provides TofuStackInfo
    and its module's TofuModuleInfo. Each verb has `--help`.

    `<env>.preview` shows what a plan would, from the providers' schemas alone: without
    cluster, credentials, state or network. All other verbs have the real plugins, whatever
    `--@flywheel//build/tofu:providers` says, and the tag `manual`: `bazel build //...` and
    `bazel test //...` neither build nor download what only a deployment needs.

    Args:
      name: of the stack.
      module: label of the root module, a `tofu_module` in the same package.
      environments: dict of environment name to its variable files; a variable that two of them set
        is an error.
      backend: type of the backend that keeps the state, or a dict of environment to type (`local` for
        those that it leaves out); `local` keeps a file below the user's state directory, never in the
        source tree or in bazel-out. Where environments differ, the configuration has no backend block:
        the run targets add it.
      backend_config: the backend's settings, string to string; never a secret. `{environment}` and
        `{stack}` stand for the names: two environments must not share a state.
      backend_files: dict of environment to a file, `env/prod.tfbackend`, with settings of its backend of
        any type, as `tofu init -backend-config=<file>` takes them. No secrets, and the environment's name
        stands in one of the values.
      client_config: name of the output with clients' configuration, a map of path below HOME
        to content; empty for none.
      encryption: dict of environment to a file, `env/prod.encryption.hcl`, with the content of an
        `encryption` block, for environments whose key is elsewhere than the configuration says. The user's
        own `TF_ENCRYPTION` comes before it.
      handover: names of outputs, none of them secret, that other stacks take as variables: `<env>.handover` writes
        them into `env/<env>.handover.tfvars.json`, which those stacks name among their variable files.
      lock_timeout: how long to wait for the state's lock, a Go duration.
      markdown: name of the output, a text, that ends the summaries of previews and plans; `tofu_stack_files`
        puts it into the README.
      summary: name of the output, a list of objects, that `apply` prints as a table.
      visibility: of every target.
      tags: of every target; all verbs but `preview` are tagged `manual`, too.
    """
    mixed = type(backend) == "dict"
    backends = {e: backend.get(e, "local") if mixed else backend for e in environments}
    files = {"backend_files": backend_files, "encryption": encryption} | ({"backend": backend} if mixed else {})
    problem = stack_problem(name, native.module_name(), environments.keys(), backends, backend_config, files)
    if problem:
        fail("//{}:{}: {}".format(native.package_name(), name, problem))
    common = dict(
        client_config = client_config,
        handover = handover,
        lock_timeout = lock_timeout,
        markdown = markdown,
        module = module,
        repo = native.module_name(),
        summary = summary,
        visibility = visibility,
    )
    var_files = {}
    for environment, files in environments.items():
        for file in files:
            var_files[file] = var_files.get(file, "") + " " + environment
    _stack(
        name = name,
        backend_config = backend_config,
        backends = backends,
        environments = environments.keys(),
        tags = tags,
        var_files = {f: e.strip() for f, e in var_files.items()},
        **common
    )
    for environment, files in environments.items():
        for verb in verbs_of(backends[environment], client_config, handover):
            target = "{}.{}".format(environment, verb)
            verb_tags = tags if verb == "preview" else tags + ["manual"]
            _effect(
                name = target,
                backend = backends[environment],
                backend_config = {} if mixed and backends[environment] == "local" else _filled_in(backend_config, name, environment),
                backend_file = backend_files.get(environment),
                encryption = encryption.get(environment),
                environment = environment,
                provider_mode = _providers_of(verb),
                stack = name,
                tags = verb_tags,
                var_files = files,
                verb = verb,
                **common
            )
            if len(environments) == 1:
                native.alias(
                    name = verb,
                    actual = target,
                    tags = verb_tags,
                    visibility = visibility,
                )
