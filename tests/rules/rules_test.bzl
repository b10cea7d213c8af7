"""What analysis tests of the OpenTofu rules expect: the error of every fail(), and the facts that modules state."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("//build/tofu:providers.bzl", "TofuModuleInfo")

# target: what its error must say
FAILURES = {
    "calls_own_package": "//tests/rules:calls_own_package and //tests/rules:leaf are both the module of tests/rules: a package is one module",
    "default_lint_test": "config is the default configuration: leave the attribute out",
    "empty_fmt_test": "srcs is empty: nothing would be checked",
    "empty_lock": "modules and extra are empty: nothing would be locked",
    "empty_module": "srcs is empty: a module needs at least one .tf file",
    "empty_test": "srcs is empty: nothing would be tested",
    "files_of_a_module_test": "//tests/rules:leaf is no preview of a tofu_stack",
    "files_of_a_module": "//tests/rules:leaf is no preview of a tofu_stack",
    "files_of_a_plan": "//tofu/stacks/local:default.plan is no preview of a tofu_stack",
    "foreign_docs": "//tofu/modules/client-config:client-config is of another package: move this target there",
    "foreign_docs_test": "//tofu/modules/client-config:client-config is of another package: move this target there",
    "foreign_module": "is in package tofu/modules/client-config: a module is one package",
    "foreign_snapshot": "build/tofu/schemas/registry.opentofu.org_hashicorp_random_3.9.0.schema is not in tests/rules/schemas",
    "hostless_provider": "want <registry host>/<namespace>/<type>",
    "moduleless_readme": "there is no module: without one, every README.md of the workspace is written",
    "policy_of_nothing": "want one of stack and module",
    "policy_of_two": "want one of stack and module",
    "policyless_policy_test": "policies is empty: nothing would be judged",
    "readme_is_no_markdown": "readme is \"README\": want the path of a file that ends in .md",
    "stack_with_var_files": "var_files belong to module: a stack has its own for each environment",
    "testless_rego_test": "srcs has no *_test.rego file: nothing would be tested",
    "v_provider": "write it without the v",
}

def _facts_impl(ctx):
    env = analysistest.begin(ctx)
    module = analysistest.target_under_test(env)[TofuModuleInfo]
    closure = module.closure.to_list()
    asserts.equals(env, "tofu/stacks/local", module.dir)
    asserts.equals(
        env,
        ["tofu/stacks/local", "tofu/modules/client-config"],
        [m.dir for m in closure],
        "the module comes first, then what it calls",
    )
    asserts.equals(env, ("tofu/modules/client-config",), closure[0].deps)
    asserts.equals(
        env,
        ["registry.opentofu.org/gloriousflywheel/flywheel"],
        [p.address for p in module.providers.to_list()],
    )
    asserts.true(
        env,
        "tofu/modules/client-config/main.tf" in [f.short_path for f in module.files.to_list()],
        "the closure's files are inputs",
    )
    return analysistest.end(env)

facts_test = analysistest.make(_facts_impl)
