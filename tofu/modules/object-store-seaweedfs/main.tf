# For the CronJob that enforces quotas; the chart labels its own pods.
module "defaults" {
  source = "../workload-defaults"

  name        = var.name
  application = "seaweedfs"
  component   = "quota"
  environment = var.environment
  labels      = var.labels
  image       = var.image
  user_id     = 1000
}

locals {
  # OpenTofu puts a module's outputs together anew for each expression that names the module: once is enough.
  defaults = module.defaults
}

locals {
  labels = { for key, value in local.defaults.labels : key => value if key != "app.kubernetes.io/component" }

  # What the chart gives its pods: by these the policy selects, and the CronJob's pod has them, too.
  pod_labels = { "app.kubernetes.io/name" = "seaweedfs", "app.kubernetes.io/instance" = var.name }

  region      = "us-east-1"
  port        = 8333
  server_name = "${var.name}-s3.${var.namespace}.svc"
  endpoint    = "http://${local.server_name}:${local.port}"
  gib         = { Mi = 1 / 1024, Gi = 1, Ti = 1024 }

  protected = coalesce(var.prevent_destroy, var.environment == "prod")
}

resource "helm_release" "this" {
  name       = var.name
  repository = var.chart_repository
  chart      = "seaweedfs"
  version    = var.chart_version
  namespace  = var.namespace

  atomic      = true
  wait        = true
  timeout     = 900
  max_history = 5

  values = [yamlencode(local.values)]

  depends_on = [kubernetes_secret_v1.config, kubernetes_network_policy_v1.this]

  lifecycle {
    prevent_destroy = local.protected

    precondition {
      condition     = local.capacity.fits
      error_message = "The buckets' quotas, ${local.allocated_gib}Gi, exceed what may be promised: ${local.raw_gib}Gi of disks with ${var.volume.copies} copies of everything are ${local.usable_gib}Gi usable, of which headroom_ratio ${var.headroom_ratio} stays free. Larger or more volumes, smaller quotas, or fewer copies."
    }
  }
}
