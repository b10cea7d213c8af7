"""What is known of OpenTofu's releases: checksums and sources to build from."""

PLATFORMS = {
    "darwin_amd64": ["@platforms//os:macos", "@platforms//cpu:x86_64"],
    "darwin_arm64": ["@platforms//os:macos", "@platforms//cpu:aarch64"],
    "linux_amd64": ["@platforms//os:linux", "@platforms//cpu:x86_64"],
    "linux_arm64": ["@platforms//os:linux", "@platforms//cpu:aarch64"],
}

# SHA-256 of tofu_<version>_<platform>.zip, as the release's SHA256SUMS has them.
RELEASES = {
    "1.12.6": {
        "darwin_amd64": "166388e5feed47e107e11721b6366bf91d21e47eccbced75f3cbe0c7184ffd9b",
        "darwin_arm64": "e083ee43790ab9e19ad66d9933e24a7244a1412e1d5728f37999ae2163fdac95",
        "linux_amd64": "5dc43da4f750f33873dc25e94587128709e819e544b7be9016b255316153c3a8",
        "linux_arm64": "e573979ba68a17fe7b881752051a694a7efcd970e39521f6a25775197861ed4d",
    },
}

# The Go module that requires OpenTofu's, with every checksum: <prefix>.mod and .sum.
SOURCES = {
    "1.12.6": Label("//build/tofu/private/source:1.12.6.mod"),
}
