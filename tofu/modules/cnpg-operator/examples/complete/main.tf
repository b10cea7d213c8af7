# Production: three pods, a known API server, alerts with runbooks, charts of a mirror.
module "cnpg" {
  source = "../.."

  environment      = "prod"
  labels           = { team = "data" }
  chart_repository = "oci://registry.example.com/charts"
  replicas         = 3
  watch_namespaces = ["attic", "packages"]
  resources = {
    requests = { cpu = "200m", memory = "512Mi" }
    limits   = { memory = "1Gi" }
  }
  kubernetes_api_cidrs = ["10.0.0.1/32"]
  monitoring           = { runbook_base_url = "https://example.com/flywheel/tofu/modules/cnpg-operator/runbooks" }
  dashboard            = { enabled = true, namespace = "monitoring" }
}
