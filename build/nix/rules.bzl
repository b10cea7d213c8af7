"""Rules for Nix caches.

Effects, for `bazel run`: `nix_cache_push` builds Nix outputs and pushes their closures,
`nix_cache_push_all` does what several of them say in one run.
"""

load("//build/nix/private:nix_cache_push.bzl", _nix_cache_push = "nix_cache_push")
load("//build/nix/private:nix_cache_push_all.bzl", _nix_cache_push_all = "nix_cache_push_all")

nix_cache_push = _nix_cache_push
nix_cache_push_all = _nix_cache_push_all
