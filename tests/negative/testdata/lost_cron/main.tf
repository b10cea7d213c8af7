terraform {
  required_providers {
    kubernetes = {
      source  = "hashicorp/kubernetes"
      version = "~> 3.2"
    }
  }
}

resource "kubernetes_cron_job_v1" "this" {
  metadata {
    name = "backup"
  }
  spec {
    schedule = "every night"
    job_template {
      metadata {}
      spec {
        template {
          metadata {}
          spec {
            container {
              name  = "backup"
              image = "registry.example/backup:1.2.3"
            }
          }
        }
      }
    }
  }
}
