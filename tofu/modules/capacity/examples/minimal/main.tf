# The Bazel cache alone: the smallest useful stack.
module "capacity" {
  source = "../.."

  components = {
    bazel-cache = { replicas = 2, cpu = "1", memory = "2Gi", storage = "0Gi", group = "minimum" }
  }
}
