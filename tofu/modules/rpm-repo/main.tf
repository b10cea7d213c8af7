# One call for each set of pods: their selectors must differ, or one's policy and budget would hold for the other. Both have
# nginx's user, so that what one writes the other may read.
module "defaults" {
  source   = "../workload-defaults"
  for_each = { server = var.image, publish = var.publish_image }

  name        = var.name
  application = "rpm-repo"
  component   = each.key
  environment = var.environment
  labels      = var.labels
  image       = each.value
  user_id     = 101
  replicas    = each.key == "server" ? var.replicas : 1
}

locals {
  # OpenTofu puts a module's outputs together anew for each expression that names the module: once is enough.
  defaults = module.defaults
}

# No pod gets its token.
resource "kubernetes_service_account_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.labels
  }

  automount_service_account_token = false
}

resource "kubernetes_config_map_v1" "this" {
  metadata {
    name      = "${var.name}-files"
    namespace = var.namespace
    labels    = local.labels
  }

  data = {
    "nginx.conf" = local.nginx_conf
    "publish.sh" = file("${path.module}/files/publish.sh")
    "repos.tsv"  = join("", [for t in local.targets : "${t.name}\t${t.releasever}\t${t.arch}\n"])
  }
}

# All packages, and every version of the metadata that is kept.
resource "kubernetes_persistent_volume_claim_v1" "data" {
  metadata {
    name      = "${var.name}-data"
    namespace = var.namespace
    labels    = local.labels
  }

  # Many storage classes bind only when a pod comes.
  wait_until_bound = false

  spec {
    access_modes       = [var.volume.access_mode]
    storage_class_name = var.volume.storage_class

    resources {
      requests = { storage = var.volume.size }
    }
  }

  lifecycle {
    prevent_destroy = var.environment == "prod"
  }
}
