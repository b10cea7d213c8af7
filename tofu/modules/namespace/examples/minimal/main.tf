# Restricted pods, nobody connected: what a workload needs, its module allows.
module "namespace" {
  source = "../.."

  name        = "bazel-cache"
  environment = "dev"
}
