# One client, one address: the other files are left out.
module "client_config" {
  source = "../.."

  bazel = { url = "grpcs://bazel-cache.dev.example.com:443", upload = false }
}
