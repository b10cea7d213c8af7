# Production: images by digest, a known API server and registry, alerts with runbooks.
module "minio_operator" {
  source = "../.."

  environment                  = "prod"
  accept_unmaintained_operator = true
  labels                       = { team = "data" }
  image                        = { repository = "quay.io/minio/operator", tag = "v7.1.1", digest = var.image_digest }
  sidecar_image                = { repository = "quay.io/minio/operator-sidecar", tag = "v7.0.1", digest = var.sidecar_image_digest }
  replicas                     = 2
  kubernetes_api_cidrs         = ["10.0.0.1/32"]
  registry_cidrs               = ["203.0.113.0/24"]
  monitoring                   = { runbook_base_url = "https://example.com/flywheel/tofu/modules/minio-operator/runbooks" }
  dashboard                    = { enabled = true, namespace = "monitoring" }
}
