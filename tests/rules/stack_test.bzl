"""Unit tests: what tofu_stack refuses. It is a macro: its own errors would break the package of any test of them."""

load("@bazel_skylib//lib:new_sets.bzl", "sets")
load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//build/tofu/private:stack_problem.bzl", "stack_problem", "verbs_of")  # buildifier: disable=bzl-visibility

def _problem(environments = ["dev", "prod"], backends = {}, config = {}, files = {}, module_name = "m"):
    return stack_problem("shop", module_name, environments, {e: backends.get(e, "local") for e in environments}, config, files)

_S3 = {"dev": "s3", "prod": "s3"}

# A reason: arguments, and how the problem begins; "" for none.
_CASES = {
    "a file of the state's settings for a local file": (dict(files = {"backend_files": {"prod": "p"}}), "backend_files names a file for prod, whose state is a local file: say which backend it is for, backend = {\"prod\": \"s3\"}"),
    "a name that is a path": (dict(environments = ["a/b"]), "environment \"a/b\": want letters, digits, - and _"),
    "encryption of an environment that is not there": (dict(files = {"encryption": {"prd": "p"}}), "encryption names the environment \"prd\", which is not among dev, prod"),
    "no environments": (dict(environments = []), "environments is empty: want at least {\"default\": []}"),
    "no name of the module: states of two repositories would meet": (dict(module_name = None), "MODULE.bazel has no module(name = …)"),
    "no name": (dict(environments = [""]), "environment \"\": want letters, digits, - and _"),
    "nothing wrong": (dict(), ""),
    "nothing wrong with - and _": (dict(environments = ["eu-1", "us_2"]), ""),
    "of two remote states one has a file": (dict(backends = _S3, files = {"backend_files": {"prod": "p"}}), ""),
    "one remote state": (dict(backends = {"prod": "s3"}), ""),
    "two environments in one state": (dict(backends = _S3, config = {"key": "{stack}/state"}), "the environments dev, prod would share one state: write {environment} into a value of backend_config, for example key = \"shop/{environment}.tfstate\""),
    "two states by the environment's name": (dict(backends = _S3, config = {"key": "{stack}/{environment}"}), ""),
}

def _problems_impl(ctx):
    env = unittest.begin(ctx)
    for reason, (arguments, want) in _CASES.items():
        got = _problem(**arguments) or ""
        asserts.true(env, got.startswith(want) and bool(got) == bool(want), "{}: {}, want {}".format(reason, repr(got), repr(want)))
    for verb in verbs_of("s3", "files", ["x"]):
        asserts.equals(env, "environment \"{}\" has the name of a verb".format(verb), _problem(environments = [verb]))
    return unittest.end(env)

problems_test = unittest.make(_problems_impl)

_ALWAYS = ["apply", "console", "destroy", "output", "plan", "preview", "refresh", "state"]

# A reason: arguments, and the verbs besides.
_VERBS = {
    "a state on a server can stay locked": (("s3", "", []), ["unlock"]),
    "all there is": (("http", "files", ["a"]), ["client_config", "handover", "unlock"]),
    "outputs for clients": (("local", "files", []), ["client_config"]),
    "outputs for other stacks": (("local", "", ["a"]), ["handover"]),
    "the lock of a local file ends with its process": (("local", "", []), []),
}

def _verbs_impl(ctx):
    env = unittest.begin(ctx)
    for reason, (arguments, more) in _VERBS.items():
        asserts.set_equals(env, sets.make(_ALWAYS + more), sets.make(verbs_of(*arguments)), reason)
    return unittest.end(env)

verbs_test = unittest.make(_verbs_impl)

def stack_tests(name):
    """The tests, and a suite of them.

    Args:
      name: of the suite.
    """
    unittest.suite(name, problems_test, verbs_test)
