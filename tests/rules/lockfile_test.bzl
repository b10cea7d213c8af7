"""Unit tests: the Starlark reader of lock files agrees with hcl/v2, and says what is wrong."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//build/tofu/private:lockfile.bzl", "parse_lock_file")  # buildifier: disable=bzl-visibility
load("//build/tofu/private:provider_hub.bzl", "target_names")  # buildifier: disable=bzl-visibility
load(":lockfile_cases.bzl", "CASES")

def _agreement_impl(ctx):
    env = unittest.begin(ctx)
    good = 0
    for case in CASES:
        lock = parse_lock_file(case["text"], "x")
        got = [{
            "address": p.address,
            "constraints": p.constraints,
            "hashes": p.hashes,
            "version": p.version,
        } for p in lock.providers]
        asserts.equals(env, case["providers"], got, case["name"])
        asserts.equals(env, case["line"] > 0, bool(lock.error), "{}: {}".format(case["name"], lock.error))
        good += 0 if lock.error else 1
    asserts.true(env, good > 40 and len(CASES) - good > 40, "good and bad files, both many")
    return unittest.end(env)

agreement_test = unittest.make(_agreement_impl)

_BLOCK = "provider \"h.example/n/t\" {\n  version = \"1.0.0\"\n%s}\n"

# what is added to a good block: the error
_ERRORS = {
    "  @": "tofu/lock.hcl:3: found the character \"@\"",
    "  /* ": "tofu/lock.hcl:3: found a comment without its closing */",
    "  constraints = <<E\na\nE\n": "tofu/lock.hcl:3: found the character \"<\"",
    "  constraints = \"": "tofu/lock.hcl:3: found a string without its closing quotation mark",
    "  constraints = \"${x}\"\n": "tofu/lock.hcl:3: found a template (${…}) in a string: only plain strings are allowed",
    "  constraints = \"\\q\"\n": "tofu/lock.hcl:3: found the unknown escape",
    "  constraints = x\n": "tofu/lock.hcl:3: found \"x\", want a string in quotation marks",
    "  hashes = [\"a\"]\n": "tofu/lock.hcl:3: hash \"a\": want \"<scheme>:<value>\"",
    "  hashes = [\n    \"h1:a\"\n    \"h1:b\"\n": "tofu/lock.hcl:5: found \"h1:b\", want a comma or ]",
    "  hashes = []\n": "tofu/lock.hcl:3: hashes is empty",
    "  hashes = \"h1:a\"\n": "tofu/lock.hcl:3: found \"h1:a\", want a list of strings",
    "  size = \"1\"\n": "tofu/lock.hcl:3: unknown attribute size",
    "  version = \"1.0.0\"\n": "tofu/lock.hcl:3: the second version of one provider block",
    "}\n" + _BLOCK % "": "tofu/lock.hcl:4: provider h.example/n/t is locked already in line 1",
    "}\nprovider \"h.example/n/u\" {\n  version = \"1.0\"\n": "tofu/lock.hcl:5: version \"1.0\": want three numbers",
    "}\nprovider \"h.example/n/u\" {\n": "tofu/lock.hcl:4: provider h.example/n/u has no version",
    "}\nprovider \"n/u\" {\n  version = \"1.0.0\"\n": "tofu/lock.hcl:4: \"n/u\" is no provider address",
    "}\nprovider \"terraform.io/builtin/terraform\" {\n  version = \"1.0.0\"\n": "tofu/lock.hcl:4: terraform.io/builtin/terraform is built into OpenTofu",
    "}\nresource \"a\" {\n": "tofu/lock.hcl:4: found \"resource\": a lock file has provider blocks only",
}

def _errors_impl(ctx):
    env = unittest.begin(ctx)
    for addition, message in _ERRORS.items():
        error = parse_lock_file(_BLOCK % addition, "tofu/lock.hcl").error or "no error"
        asserts.true(env, error.startswith(message), "{}: {}, want {}".format(repr(addition), error, message))
    return unittest.end(env)

errors_test = unittest.make(_errors_impl)

def _names_impl(ctx):
    env = unittest.begin(ctx)
    asserts.equals(env, {
        "a.example/x/one": "one",
        "a.example/x/three": "a.example_x_three",
        "a.example/x/two": "x_two",
        "a.example/y/two": "y_two",
        "b.example:80/x/three": "b.example_80_x_three",
    }, target_names([
        "a.example/x/one",
        "a.example/x/two",
        "a.example/y/two",
        "a.example/x/three",
        "b.example:80/x/three",
    ]), "a name is as short as tells it from the others")
    return unittest.end(env)

names_test = unittest.make(_names_impl)

def lockfile_tests(name):
    """The tests, and a suite of them.

    Args:
      name: of the suite.
    """
    unittest.suite(name, agreement_test, errors_test, names_test)
