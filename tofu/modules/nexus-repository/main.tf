# One call for each set of pods: their selectors must differ, or one's policy would hold for the other.
module "defaults" {
  source   = "../workload-defaults"
  for_each = { server = var.image, bootstrap = var.client_image }

  name        = var.name
  application = "nexus"
  component   = each.key
  environment = var.environment
  labels      = var.labels
  image       = each.value
  # The image's own user; curl's image runs as any.
  user_id  = each.key == "server" ? 200 : 65532
  replicas = 1
  # Nexus writes below its own program directory: the exception that the README names.
  read_only_root_filesystem        = each.key != "server"
  termination_grace_period_seconds = 120
  tmp_size                         = each.key == "server" ? "2Gi" : "64Mi"
}

locals {
  # OpenTofu puts a module's outputs together anew for each expression that names the module: once is enough.
  defaults = module.defaults
}

# No pod gets its token.
resource "kubernetes_service_account_v1" "this" {
  metadata {
    name        = var.name
    namespace   = var.namespace
    labels      = local.labels
    annotations = var.service_account_annotations
  }

  automount_service_account_token = false
}

resource "kubernetes_service_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = merge(local.labels, local.scrape_label)
  }

  spec {
    type     = "ClusterIP"
    selector = local.selector_labels

    port {
      name         = "http"
      port         = 80
      target_port  = "http"
      app_protocol = "http"
    }
  }
}

# Names the pod, for the StatefulSet.
resource "kubernetes_service_v1" "headless" {
  metadata {
    name      = "${var.name}-headless"
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    cluster_ip = "None"
    selector   = local.selector_labels

    port {
      name        = "http"
      port        = local.port
      target_port = "http"
    }
  }
}
