# One call for each set of pods: their selectors must differ.
module "defaults" {
  source   = "../workload-defaults"
  for_each = { server = var.image, bootstrap = var.client_image }

  name        = var.name
  application = "minio"
  component   = each.key
  environment = var.environment
  labels      = var.labels
  image       = each.value
  # The operator's choice for volumes.
  user_id  = 1000
  replicas = each.key == "server" ? var.pool.servers : 1
}

locals {
  # OpenTofu puts a module's outputs together anew for each expression that names the module: once is enough.
  defaults = module.defaults
}

locals {
  # For what belongs to no set of pods.
  labels = { for key, value in local.defaults["server"].labels : key => value if key != "app.kubernetes.io/component" }

  tls         = var.tls.secret_name != null
  scheme      = local.tls ? "https" : "http"
  region      = "us-east-1"
  gib         = { Mi = 1 / 1024, Gi = 1, Ti = 1024 }
  port        = 9000
  service     = { name = "minio", port = local.tls ? 443 : 80 }
  server_name = "${local.service.name}.${var.namespace}.svc"
  endpoint    = "${local.scheme}://${local.server_name}"
}
