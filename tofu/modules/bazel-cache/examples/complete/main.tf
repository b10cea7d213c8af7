# Production: warm restarts, a public name by a Gateway, credentials for reading too, alerts with runbooks, a dashboard.
module "bazel_cache" {
  source = "../.."

  name        = "bazel-cache"
  namespace   = "bazel-cache"
  environment = "prod"
  labels      = { team = "build" }

  image = {
    repository   = "quay.io/bazel-remote/bazel-remote"
    tag          = "v2.6.2"
    digest       = var.image_digest
    pull_secrets = ["registry"]
  }
  replicas = { min = 2, max = 4, cpu_target = 60 }
  resources = {
    requests = { cpu = "2", memory = "4Gi" }
    limits   = { memory = "4Gi" }
  }
  cache_volume = { type = "pvc", size_gib = 100, storage_class = "fast" }

  s3 = {
    endpoint             = "s3.eu-central-1.amazonaws.com"
    region               = "eu-central-1"
    bucket               = "example-bazel-cache"
    prefix               = "v1"
    auth_method          = "iam_role"
    max_blob_gib         = 2
    credentials_revision = 1
    cidrs                = ["0.0.0.0/0"]
  }
  service_account_annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::123456789012:role/bazel-cache" }

  auth = {
    mode                        = "htpasswd"
    htpasswd_secret             = "bazel-cache-htpasswd"
    allow_unauthenticated_reads = false
    metrics_secret              = "bazel-cache-scrape"
  }

  exposure = {
    mode    = "gateway"
    host    = "bazel-cache.prod.example.com"
    gateway = { name = "public", namespace = "gateway", section_name = "https" }
  }
  http_host = "bazel-cache-http.prod.example.com"

  network_policy = {
    ingress_namespaces   = ["ci", "envoy-gateway-system"]
    monitoring_namespace = "monitoring"
    # Where pods get the role's credentials.
    extra_egress_cidrs = [{ cidr = "169.254.170.23/32", ports = [80] }]
  }
  monitoring = { runbook_base_url = "https://example.com/flywheel/tofu/modules/bazel-cache/runbooks" }
  dashboard  = { enabled = true, namespace = "monitoring" }
  scheduling = {
    node_selector = { "node.kubernetes.io/instance-type" = "i4i.large" }
    tolerations   = [{ key = "dedicated", value = "cache", effect = "NoSchedule" }]
  }
}
