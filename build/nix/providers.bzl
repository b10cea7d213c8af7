"""What targets of the Nix rules know about each other."""

NixCachePushInfo = provider(
    doc = "What a target pushes to Nix caches.",
    fields = {
        "files": "depset of File: everything that the pushes name.",
        "pushes": "depset of struct: one push each, a struct of `label` (string), `flake_files` (tuple of File), `in_place` (bool), `installables` (tuple of string: JSON objects of `flake` and `attribute`, or of `text`), `srcs` (tuple of File), `store_paths` (tuple of string), `caches` (tuple of string), `nix_args` (tuple of string), `compression` (string), `compression_level` (int), `verify` (bool).",
    },
)

NixToolchainInfo = provider(
    doc = "A Nix program.",
    fields = {
        "nix": "File: the program; None when it is the machine's own.",
        "path": "string: absolute path of the machine's own program; empty: found when a target runs, on PATH and then where Nix's installers put it.",
    },
)
