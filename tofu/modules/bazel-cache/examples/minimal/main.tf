# The least that must be said, for a development cluster: the bucket, who may write, who may connect.
module "bazel_cache" {
  source = "../.."

  namespace   = "bazel-cache"
  environment = "dev"
  replicas    = { min = 1, max = 2 }

  s3 = {
    endpoint           = "minio.object-store.svc:80"
    tls                = false
    bucket             = "bazel-cache"
    credentials_secret = "bazel-cache-s3"
  }
  auth           = { htpasswd_secret = "bazel-cache-htpasswd" }
  network_policy = { ingress_namespaces = ["ci"] }
}
