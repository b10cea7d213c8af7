"""Module extension: the OpenTofu, the TFLint and the providers that a workspace uses.

```starlark
tofu = use_extension("@flywheel//build/tofu:extensions.bzl", "tofu")
tofu.toolchain(version = "1.12.6")
tofu.lint(version = "0.64.0")
tofu.lock(file = "//tofu:.terraform.lock.hcl")
use_repo(tofu, "tofu_providers")
```

Flywheel registers the toolchains, so the first two lines are needed only to choose another
version or method. The root module's choice wins over flywheel's own. The lock file is
the root module's alone: it pins the third-party providers of the whole build.
"""

load("//build/tofu/private:provider_hub.bzl", "LOCK_TAG", "make_hub")
load("//build/tofu/private:tool_hub.bzl", "LINT_TAG", "TOOLCHAIN_TAG", "make_tools")

def _tofu_impl(mctx):
    make_tools(mctx)
    make_hub(mctx)

tofu = module_extension(
    doc = "Makes `@tofu_toolchains`, whose toolchains provide OpenTofu and TFLint, and `@tofu_providers`, the providers of the lock file.",
    implementation = _tofu_impl,
    tag_classes = {
        "lint": LINT_TAG,
        "lock": LOCK_TAG,
        "toolchain": TOOLCHAIN_TAG,
    },
    os_dependent = True,
    arch_dependent = True,
)
