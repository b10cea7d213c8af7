# The least that must be said, for a development cluster: one volume, a tenth of the plan's quotas.
module "minio" {
  source = "../.."

  namespace               = "object-store"
  environment             = "dev"
  acknowledge_minio_state = true
  image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-08-06T00-00-00Z" }
  client_image            = { repository = "quay.io/minio/mc", tag = "RELEASE.2025-08-13T08-35-41Z" }
  pool                    = { volume_size = "80Gi" }
  quota_scale             = 0.1
}
