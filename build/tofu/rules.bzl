"""Rules for OpenTofu modules and stacks.

Facts: `tofu_module`, `tofu_provider`. Checks: `tofu_validate_test`, `tofu_fmt_test`,
`tofu_docs_test`, `tofu_lint_test`, `tofu_lock_test`, `tofu_policy_test`, `tofu_stack_files_test`, `tofu_test`, `rego_test`; `tofu_validate` makes a build fail where the test would.
Effects, for `bazel run`: `tofu_fmt`, `tofu_docs`, `tofu_lock`, `tofu_schemas`, `tofu_stack`, `tofu_stack_files`.
"""

load("//build/tofu/private:tofu_docs.bzl", _tofu_docs = "tofu_docs", _tofu_docs_test = "tofu_docs_test")
load("//build/tofu/private:tofu_fmt.bzl", _tofu_fmt = "tofu_fmt", _tofu_fmt_test = "tofu_fmt_test")
load("//build/tofu/private:tofu_lint.bzl", _tofu_lint_test = "tofu_lint_test")
load("//build/tofu/private:tofu_lock.bzl", _tofu_lock = "tofu_lock", _tofu_lock_test = "tofu_lock_test", _tofu_schemas = "tofu_schemas")
load("//build/tofu/private:tofu_module.bzl", _tofu_module = "tofu_module")
load("//build/tofu/private:tofu_policy.bzl", _rego_test = "rego_test", _tofu_policy_test = "tofu_policy_test")
load("//build/tofu/private:tofu_provider.bzl", _tofu_provider = "tofu_provider")
load("//build/tofu/private:tofu_stack.bzl", _tofu_stack = "tofu_stack")
load("//build/tofu/private:tofu_stack_files.bzl", _tofu_stack_files = "tofu_stack_files", _tofu_stack_files_test = "tofu_stack_files_test")
load("//build/tofu/private:tofu_test.bzl", _tofu_test = "tofu_test")
load("//build/tofu/private:tofu_validate.bzl", _tofu_validate = "tofu_validate", _tofu_validate_test = "tofu_validate_test")

rego_test = _rego_test
tofu_docs = _tofu_docs
tofu_docs_test = _tofu_docs_test
tofu_fmt = _tofu_fmt
tofu_fmt_test = _tofu_fmt_test
tofu_lint_test = _tofu_lint_test
tofu_lock = _tofu_lock
tofu_lock_test = _tofu_lock_test
tofu_module = _tofu_module
tofu_policy_test = _tofu_policy_test
tofu_provider = _tofu_provider
tofu_schemas = _tofu_schemas
tofu_stack = _tofu_stack
tofu_stack_files = _tofu_stack_files
tofu_stack_files_test = _tofu_stack_files_test
tofu_test = _tofu_test
tofu_validate = _tofu_validate
tofu_validate_test = _tofu_validate_test
