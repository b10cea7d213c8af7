# Production: two pods of what clients use, a public name by a Gateway, content synchronized from galaxy.ansible.com.
module "galaxy" {
  source = "../.."

  name        = "galaxy"
  namespace   = "galaxy"
  environment = "prod"
  labels      = { team = "platform" }
  mode        = "galaxy"
  image       = { repository = "quay.io/ansible/galaxy-ng", digest = var.image_digest }
  web_image   = { repository = "quay.io/ansible/galaxy-ui", digest = var.web_image_digest }

  database                         = { secret_name = "galaxy-postgres", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" } }
  storage                          = { s3_secret = "galaxy-s3", cidrs = ["0.0.0.0/0"] }
  admin_password_secret_name       = "galaxy-admin"
  container_token_secret_name      = "galaxy-container-token"
  db_fields_encryption_secret_name = "galaxy-fields-key"

  api     = { replicas = 2 }
  content = { replicas = 2 }
  web     = { replicas = 2, cpu = "50m", memory = "128Mi" }
  worker  = { replicas = 2, cpu = "625m", memory = "640Mi" }
  total   = { cpu = 4, memory_gib = 5.25 }

  remote_cidrs = ["0.0.0.0/0"]
  exposure = {
    mode    = "gateway"
    host    = "galaxy.prod.example.com"
    gateway = { name = "public", namespace = "gateway", section_name = "https" }
  }
  monitoring = { runbook_base_url = "https://example.com/flywheel/tofu/modules/galaxy-ng/runbooks" }
  probe      = { prober_url = "blackbox-exporter.monitoring.svc:9115" }
  dashboard  = { enabled = true, namespace = "monitoring" }
}
