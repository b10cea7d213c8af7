# The least that must be said, for a development cluster: one volume, a tenth of the plan's quotas.
module "seaweedfs" {
  source = "../.."

  namespace   = "object-store"
  environment = "dev"
  volume      = { size = "80Gi" }
  quota_scale = 0.1
}
