module "labels" {
  source  = "acme/labels/kubernetes"
  version = "~> 2.0"

  name = var.name
}

resource "random_id" "release" {
  byte_length = 4

  keepers = {
    image = var.image
  }
}

resource "kubernetes_deployment_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = module.labels.labels
  }

  spec {
    replicas = var.replicas

    selector {
      match_labels = { "app.kubernetes.io/name" = var.name }
    }

    template {
      metadata {
        labels      = module.labels.labels
        annotations = { "example.com/release" = random_id.release.hex }
      }

      spec {
        automount_service_account_token = false

        container {
          name  = "web"
          image = var.image

          port {
            name           = "http"
            container_port = 8080
          }

          resources {
            requests = { cpu = "100m", memory = "128Mi" }
            limits   = { memory = "128Mi" }
          }
        }
      }
    }
  }
}

resource "kubernetes_service_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = module.labels.labels
  }

  spec {
    selector = { "app.kubernetes.io/name" = var.name }

    port {
      name        = "http"
      port        = 80
      target_port = "http"
    }
  }
}
