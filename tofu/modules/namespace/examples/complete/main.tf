# Bounds on what all pods may request, values for those that say nothing, and a standard that is named.
module "namespace" {
  source = "../.."

  name        = "attic"
  environment = "prod"
  labels      = { team = "build" }
  annotations = { "example.com/owner" = "build@example.com" }

  pod_security = { enforce = "restricted", version = "v1.34" }
  quota = {
    requests_cpu    = "8"
    requests_memory = "16Gi"
    limits_memory   = "32Gi"
    storage         = "200Gi"
    pods            = 40
  }
  limit_range = { cpu_request = "50m", memory_request = "64Mi", memory_limit = "256Mi" }
}
