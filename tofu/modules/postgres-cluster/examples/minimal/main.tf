# The least that must be said, for a development cluster: what is in it, how large it is, where backups go.
module "postgres" {
  source = "../.."

  name        = "attic-db"
  namespace   = "attic"
  environment = "dev"

  database = { name = "attic", owner = "attic" }
  storage  = { size = "5Gi" }
  backup = {
    bucket             = "pg-backup"
    endpoint           = "http://minio.object-store.svc"
    credentials_secret = { name = "pg-backup-s3" }
    retention          = "7d"
  }
  clients = [{ namespace = "attic", pod_labels = { "app.kubernetes.io/name" = "attic" } }]
}
