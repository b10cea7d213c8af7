"""Tests that targets do not analyse, and that their errors say why."""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")

def _fails_impl(ctx):
    env = analysistest.begin(ctx)
    asserts.expect_failure(env, ctx.attr.message)
    return analysistest.end(env)

_fails_test = analysistest.make(
    _fails_impl,
    attrs = {"message": attr.string(mandatory = True)},
    expect_failure = True,
)

def failure_tests(name, failures):
    """A test for each target that must not analyse, and a suite of them.

    Args:
      name: of the suite.
      failures: dict from the name of a target of this package to what its error must say.
    """
    for target, message in failures.items():
        _fails_test(
            name = target + "_fails_test",
            message = message,
            target_under_test = ":" + target,
        )
    native.test_suite(
        name = name,
        tests = [target + "_fails_test" for target in failures],
    )
