mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  environment = "dev"
  domain      = "dev.example.com"
  object_store = {
    endpoint         = "http://minio.object-store.svc"
    endpoint_host    = "minio.object-store.svc"
    endpoint_port    = 80
    tls              = false
    public_endpoint  = null
    region           = "us-east-1"
    path_style       = true
    namespace        = "object-store"
    pod_port         = 9000
    cidrs            = []
    credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
    buckets = {
      bazel-cache = { bucket = "bazel-cache", quota_gib = 100, expire_days = 30, exposed = false, secrets = { bazel-cache = "bazel-cache-s3" }, credentials_revision = 3 }
    }
    capacity = { raw_gib = 1072, drives = 16, parity = 4, usable_gib = 804, allocated_gib = 600, headroom_gib = 204, fits = true }
  }
  platform       = { priority_classes = { cache = "flywheel-cache" }, namespaces = ["bazel-cache"] }
  s3_prefix      = "v2"
  network_policy = { ingress_namespaces = ["ci"] }
  exposure = {
    mode    = "gateway"
    host    = "bazel-cache.dev.example.com"
    gateway = { name = "public", namespace = "gateway", section_name = "https" }
  }
}

run "the_store_s_bucket_is_the_pods_bucket" {
  command = plan

  variables {
    credentials = { revision = 4 }
  }

  assert {
    condition     = module.bazel_cache.secrets_revision == "s3=3,auth=4"
    error_message = "Who raises a revision has the pods read the Secret anew: got ${module.bazel_cache.secrets_revision}."
  }

  assert {
    condition     = module.bazel_cache.s3_bucket == "bazel-cache"
    error_message = "Got ${module.bazel_cache.s3_bucket}."
  }

  assert {
    condition     = output.secret_names == tolist(["bazel-cache-s3", "bazel-cache-htpasswd"])
    error_message = "The pods need the store's Secret and the stack's: got ${jsonencode(output.secret_names)}."
  }
}

run "clients_outside" {
  command = plan

  assert {
    condition     = output.endpoints.external_grpc == "grpcs://bazel-cache.dev.example.com:443"
    error_message = "Got ${jsonencode(output.endpoints)}."
  }

  assert {
    condition     = strcontains(output.client_config[".bazelrc"], "--remote_cache=grpcs://bazel-cache.dev.example.com:443\n") && strcontains(output.client_config[".bazelrc"], "common --remote_upload_local_results=false\n")
    error_message = "People read from outside, and do not upload: got ${output.client_config[".bazelrc"]}."
  }
}
