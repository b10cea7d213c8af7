locals {
  bucket    = var.object_store.buckets["bazel-cache"]
  namespace = "bazel-cache"

  # Whether the password is ours to make.
  generated = var.credentials.auth == "htpasswd" && var.credentials.htpasswd_secret == null
  htpasswd  = local.generated ? "bazel-cache-htpasswd" : var.credentials.htpasswd_secret
  # In the hash's Secret and in the password's: no plan shows either.
  writer = "writer"
}

module "namespace" {
  source = "../../modules/namespace"

  name        = local.namespace
  environment = var.environment

  lifecycle {
    enabled = var.create_namespace
  }
}

# Both Secrets are written in one apply, or neither is: a new password comes only with another revision.
ephemeral "random_password" "writer" {
  length  = 40
  special = false

  lifecycle {
    enabled = local.generated
  }
}

# Not bcrypt, which the resource above would give: bazel-remote checks the password with every upload, and that takes 0.1 s each time.
module "htpasswd" {
  source = "../../modules/htpasswd"

  password = ephemeral.random_password.writer.result

  lifecycle {
    enabled = local.generated
  }
}

resource "kubernetes_secret_v1" "htpasswd" {
  metadata {
    name      = "bazel-cache-htpasswd"
    namespace = local.namespace
  }

  data_wo = {
    htpasswd = "${local.writer}:${module.htpasswd.hash}\n"
  }
  data_wo_revision = var.credentials.revision

  lifecycle {
    enabled = local.generated
  }
}

resource "kubernetes_secret_v1" "writer" {
  for_each = local.generated ? toset(concat([local.namespace], var.credentials.namespaces)) : []

  metadata {
    name      = "bazel-cache-writer"
    namespace = each.key
  }

  type = "kubernetes.io/basic-auth"
  data_wo = {
    username = local.writer
    password = ephemeral.random_password.writer.result
  }
  data_wo_revision = var.credentials.revision
}

module "bazel_cache" {
  source = "../../modules/bazel-cache"

  namespace    = local.namespace
  environment  = var.environment
  image        = var.image
  replicas     = var.replicas
  resources    = var.resources
  cache_volume = var.cache_volume

  s3 = {
    endpoint             = var.object_store.endpoint
    tls                  = var.object_store.tls
    region               = var.object_store.region
    bucket               = local.bucket.bucket
    prefix               = var.s3_prefix
    bucket_lookup        = var.object_store.path_style ? "path" : "dns"
    credentials_secret   = local.bucket.secrets[local.namespace]
    credentials_keys     = var.object_store.credentials_keys
    credentials_revision = local.bucket.credentials_revision
    pod_port             = var.object_store.pod_port
    cidrs                = var.object_store.cidrs
  }
  auth = {
    mode            = var.credentials.auth
    htpasswd_secret = local.htpasswd
    revision        = var.credentials.revision
  }

  exposure       = var.exposure
  network_policy = var.network_policy
  monitoring     = var.monitoring
  dashboard      = { enabled = var.monitoring.dashboards, namespace = var.network_policy.monitoring_namespace }
  scheduling     = { priority_class_name = lookup(var.platform.priority_classes, "cache", null) }

  depends_on = [kubernetes_secret_v1.htpasswd, terraform_data.images]
}

# Computed from what feeds the modules, so that a changed default is a changed budget.
module "capacity" {
  source = "../../modules/capacity"

  components = { bazel-cache = module.bazel_cache.resources }
  buckets    = local.bucket.quota_gib == null ? {} : { bazel-cache = { quota = "${local.bucket.quota_gib}Gi", purpose = "cache" } }
  expected   = var.budget
}

module "client_config" {
  source = "../../modules/client-config"

  # Without a way in from outside, addresses are those of the cluster.
  domain = var.exposure.mode == "none" ? null : var.domain
  # People read; who uploads is CI, with the writer's Secret.
  bazel = {
    url    = coalesce(module.bazel_cache.external_grpc_endpoint, module.bazel_cache.grpc_endpoint)
    upload = false
  }
}
