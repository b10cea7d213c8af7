"""What is known of the programs that the rules run: where their releases are, checksums, sources."""

PLATFORMS = {
    "darwin_amd64": ["@platforms//os:macos", "@platforms//cpu:x86_64"],
    "darwin_arm64": ["@platforms//os:macos", "@platforms//cpu:aarch64"],
    "linux_amd64": ["@platforms//os:linux", "@platforms//cpu:x86_64"],
    "linux_arm64": ["@platforms//os:linux", "@platforms//cpu:aarch64"],
}

# Of each program, by its name:
# - title: what people call it;
# - tag: the tag of the module extension that chooses it;
# - env: the environment variable by which a launcher says `source`, when releases are out of reach;
# - urls: its releases;
# - releases: SHA-256 of each version's zip file, as the release's list of checksums has them;
# - package, ldflags: what `go build` is told to build it from source;
# - sources: of each version, the Go module that requires it, with every checksum: <prefix>.mod and .sum;
# - version_args, version_env, version_field: how it is asked for its version, in JSON.
TOOLS = {
    "tflint": struct(
        env = "FLYWHEEL_TFLINT",
        ldflags = "-s -w",
        package = "github.com/terraform-linters/tflint",
        releases = {
            "0.64.0": {
                "darwin_amd64": "0f3a9fd17526014646a2dfc3f9122f7b4161abe3d6b0f0f03f9014483ddf4d19",
                "darwin_arm64": "2496e9cb3d24992d553b45e7c87a0fdc9449ca975233876247a9bfeda857e6c0",
                "linux_amd64": "cca9d13e2e1d7a2c627af60ff899a3c9b74212899416aeb96ec764d2ef954537",
                "linux_arm64": "560da89aacf59389d4eb029730dd5b109b7288096c32f2726a0d9e783a5ea8eb",
            },
        },
        sources = {
            "0.64.0": Label("//build/tofu/private/source:tflint-0.64.0.mod"),
        },
        tag = "tofu.lint",
        title = "TFLint",
        urls = ["https://github.com/terraform-linters/tflint/releases/download/v{version}/tflint_{platform}.zip"],
        version_args = ["--version", "--format=json"],
        # The user's configuration could name plugins, and asking for updates is a download.
        version_env = {"HOME": "/nonexistent", "TFLINT_CONFIG_FILE": "", "TFLINT_DISABLE_VERSION_CHECK": "1"},
        version_field = "version",
    ),
    "tofu": struct(
        env = "FLYWHEEL_TOFU",
        ldflags = "-s -w -X github.com/opentofu/opentofu/version.dev=no",
        package = "github.com/opentofu/opentofu/cmd/tofu",
        releases = {
            "1.12.6": {
                "darwin_amd64": "166388e5feed47e107e11721b6366bf91d21e47eccbced75f3cbe0c7184ffd9b",
                "darwin_arm64": "e083ee43790ab9e19ad66d9933e24a7244a1412e1d5728f37999ae2163fdac95",
                "linux_amd64": "5dc43da4f750f33873dc25e94587128709e819e544b7be9016b255316153c3a8",
                "linux_arm64": "e573979ba68a17fe7b881752051a694a7efcd970e39521f6a25775197861ed4d",
            },
        },
        sources = {
            "1.12.6": Label("//build/tofu/private/source:1.12.6.mod"),
        },
        tag = "tofu.toolchain",
        title = "OpenTofu",
        urls = ["https://github.com/opentofu/opentofu/releases/download/v{version}/tofu_{version}_{platform}.zip"],
        version_args = ["version", "-json"],
        version_env = {"CHECKPOINT_DISABLE": "1", "TF_CLI_CONFIG_FILE": "/dev/null"},
        version_field = "terraform_version",
    ),
}
