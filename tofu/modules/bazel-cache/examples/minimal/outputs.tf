output "bazelrc" {
  description = "Lines for the .bazelrc of CI jobs in the cluster."
  value       = module.bazel_cache.bazelrc.ci_internal
}
