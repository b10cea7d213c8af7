# One call for each set of pods: their selectors must differ, or one's policy and budget would hold for the other.
module "defaults" {
  source   = "../workload-defaults"
  for_each = toset(["api", "migrations", "gc", "bootstrap"])

  name        = var.name
  application = "attic"
  component   = each.key
  environment = var.environment
  labels      = var.labels
  image       = var.image
  # The image names no user and needs none of its own.
  user_id  = 65532
  replicas = each.key == "api" ? var.replicas.min : 1
}

locals {
  # OpenTofu puts a module's outputs together anew for each expression that names the module: once is enough.
  defaults = module.defaults
}

locals {
  # For what belongs to no set of pods.
  labels = { for key, value in local.defaults["api"].labels : key => value if key != "app.kubernetes.io/component" }

  # The same for every set of pods.
  pod                = local.defaults["api"].pod
  pod_security       = local.defaults["api"].pod_security_context
  container_security = local.defaults["api"].container_security_context
  probes             = local.defaults["api"].probes
  tmp                = local.defaults["api"].tmp_volume

  # Short runs, one at a time: they need less than the API, and nobody waits for them.
  job_resources = {
    requests = { cpu = "100m", memory = "128Mi" }
    limits   = { memory = "512Mi" }
  }

  image = local.defaults["api"].image
  client_image = join("", [
    var.client_image.repository,
    var.client_image.tag == null ? "" : ":${var.client_image.tag}",
    var.client_image.digest == null ? "" : "@${var.client_image.digest}",
  ])
}

# For the server's pods. No pod gets its token.
resource "kubernetes_service_account_v1" "server" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.labels
  }

  automount_service_account_token = false
}

# HS256 without a Secret of the user's: the key is made here, and is in no plan and no state.
ephemeral "random_bytes" "jwt" {
  length = 64

  lifecycle {
    enabled = local.jwt_generated
  }
}

resource "kubernetes_secret_v1" "jwt" {
  metadata {
    name      = local.jwt_secret
    namespace = var.namespace
    labels    = local.labels
  }

  data_wo = {
    (var.jwt.secret_key) = ephemeral.random_bytes.jwt.base64
  }
  data_wo_revision = var.jwt.revision

  lifecycle {
    enabled = local.jwt_generated
  }
}
