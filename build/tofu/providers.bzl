"""What targets of the OpenTofu rules know about each other."""

TflintToolchainInfo = provider(
    doc = "A TFLint program.",
    fields = {
        "tflint": "File: the program.",
        "version": "string: its version without a leading v, `0.64.0`.",
    },
)

TofuModuleInfo = provider(
    doc = "An OpenTofu module: a package with its `.tf` files and what they refer to.",
    fields = {
        "closure": "depset of struct: this module first, then every module it calls, each a struct of `label` (string), `dir` (string), `build_file` (string), `srcs` (tuple of File), `data` (tuple of File), `deps` (tuple of string: the directories of the modules it calls), `source` and `version` (string: the address and version by which a third-party module is called, else empty).",
        "dir": "string: directory of the module in a staged tree: its package, below `external/<repository>/` for another repository.",
        "files": "depset of File: sources and data of the whole closure.",
        "providers": "depset of TofuProviderInfo: the providers of the whole closure.",
        "report": "File: JSON report of `tofu validate`, made by one cached action when asked for.",
        "srcs": "depset of File: the module's own sources.",
    },
)

TofuProviderInfo = provider(
    doc = "A provider: the plugin that Bazel built or downloaded, the snapshot of its schema, or both.",
    fields = {
        "address": "string: source address with its registry host, `registry.opentofu.org/<namespace>/<type>`.",
        "binary": "File: the plugin program; None for a locked provider in schema mode, where nothing is downloaded.",
        "data": "tuple of File: programs and files that stand beside the plugin where it is installed, by their base names.",
        "label": "string: the label, for messages.",
        "lock": "File: the lock file that pins the provider; None for one that is built here.",
        "lock_command": "string: the command that changes the pin, `bazel run //tofu:lock`; empty for a provider that is built here.",
        "platform": "string: operating system and architecture as OpenTofu writes them, `linux_amd64`.",
        "schema": "File: snapshot of the provider's schema; None where there is none, and then it is asked itself.",
        "version": "string: version without a leading v, `0.1.0`.",
    },
)

TofuStackInfo = provider(
    doc = "A stack: a root module, its environments and where its state is.",
    fields = {
        "backends": "dict of string to string: environment name to the type of its backend, `local` or any that OpenTofu has.",
        "environments": "dict of string to tuple of File: environment name to its variable files, in order.",
        "module": "string: label of the root module.",
    },
)

TofuToolchainInfo = provider(
    doc = "An OpenTofu program.",
    fields = {
        "tofu": "File: the program.",
        "version": "string: its version without a leading v, `1.12.6`.",
    },
)
