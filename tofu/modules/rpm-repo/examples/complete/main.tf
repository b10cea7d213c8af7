# Production: two pods on a shared volume, a public name by a Gateway, a password for reading.
module "rpm_repo" {
  source = "../.."

  name        = "rpm-repo"
  namespace   = "packages"
  environment = "prod"
  labels      = { team = "platform" }

  image = {
    repository = "docker.io/nginxinc/nginx-unprivileged"
    tag        = "1.30.4-alpine3.24"
    digest     = var.image_digest
  }
  publish_image = {
    repository   = "registry.example.com/rpm-publish"
    digest       = var.publish_image_digest
    pull_secrets = ["registry"]
  }
  replicas = 2

  repos = {
    internal = { releasever = ["9", "10"], arch = ["x86_64", "aarch64"], title = "Example: internal packages" }
    vendor   = { releasever = ["10"], arch = ["x86_64"] }
  }
  signing              = { gpg_secret = "rpm-signing", key_id = "0123456789ABCDEF0123456789ABCDEF01234567" }
  volume               = { size = "100Gi", access_mode = "ReadWriteMany", storage_class = "shared" }
  schedule             = "*/5 * * * *"
  keep_versions        = 10
  htpasswd_secret_name = "rpm-readers"

  exposure = {
    mode    = "gateway"
    host    = "rpm.prod.example.com"
    gateway = { name = "public", namespace = "gateway", section_name = "https" }
  }
  monitoring = { runbook_base_url = "https://example.com/flywheel/tofu/modules/rpm-repo/runbooks" }
  probe      = { prober_url = "blackbox-exporter.monitoring.svc:9115" }
  dashboard  = { enabled = true, namespace = "monitoring" }
}
