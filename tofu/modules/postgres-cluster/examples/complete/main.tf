# Production: three instances on three nodes, a log of its own, backups into a bucket of AWS, alerts with runbooks, a dashboard.
module "postgres" {
  source = "../.."

  name        = "attic-db"
  namespace   = "attic"
  environment = "prod"
  labels      = { team = "build" }

  image = {
    repository = "ghcr.io/cloudnative-pg/postgresql"
    tag        = "18.6-minimal-trixie"
    digest     = var.image_digest
  }
  instances = 3
  database  = { name = "attic", owner = "attic" }
  storage   = { size = "20Gi", wal_size = "5Gi", class = "fast" }
  resources = {
    requests = { cpu = "1", memory = "2Gi" }
    limits   = { memory = "2Gi" }
  }
  parameters      = { shared_buffers = "512MB" }
  max_connections = 200

  backup = {
    bucket    = "example-pg-backup"
    region    = "eu-central-1"
    retention = "30d"
    schedule  = "0 0 2 * * *"
    cidrs     = ["0.0.0.0/0"]
  }
  service_account_annotations = { "eks.amazonaws.com/role-arn" = "arn:aws:iam::123456789012:role/attic-db" }

  clients              = [{ namespace = "attic", pod_labels = { "app.kubernetes.io/name" = "attic" } }]
  kubernetes_api_cidrs = ["10.0.0.1/32"]
  monitoring           = { runbook_base_url = "https://example.com/flywheel/tofu/modules/postgres-cluster/runbooks" }
  dashboard            = { enabled = true, namespace = "monitoring" }
  scheduling           = { tolerations = [{ key = "dedicated", value = "database", effect = "NoSchedule" }] }
}
