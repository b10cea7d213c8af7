"""What targets of the OpenTofu rules know about each other."""

TofuModuleInfo = provider(
    doc = "An OpenTofu module: a package with its `.tf` files and what they refer to.",
    fields = {
        "closure": "depset of struct: this module first, then every module it calls, each a struct of `label` (string), `dir` (string), `build_file` (string), `srcs` (tuple of File), `data` (tuple of File), `deps` (tuple of string: the directories of the modules it calls).",
        "dir": "string: directory of the module in a staged tree: its package, below `external/<repository>/` for another repository.",
        "files": "depset of File: sources and data of the whole closure.",
        "providers": "depset of TofuProviderInfo: the in-repository providers of the whole closure.",
        "report": "File: JSON report of `tofu validate`, made by one cached action when asked for.",
        "srcs": "depset of File: the module's own sources.",
    },
)

TofuProviderInfo = provider(
    doc = "A provider plugin that Bazel built.",
    fields = {
        "address": "string: source address with its registry host, `registry.opentofu.org/<namespace>/<type>`.",
        "binary": "File: the plugin program.",
        "data": "tuple of File: programs and files that stand beside the plugin where it is installed, by their base names.",
        "label": "string: the label, for messages.",
        "platform": "string: operating system and architecture as OpenTofu writes them, `linux_amd64`.",
        "version": "string: version without a leading v, `0.1.0`.",
    },
)

TofuStackInfo = provider(
    doc = "A stack: a root module, its environments and where its state is.",
    fields = {
        "backend": "string: backend type, `local` or any that OpenTofu has.",
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
