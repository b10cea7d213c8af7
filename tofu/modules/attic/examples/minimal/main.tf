# The least that one says: in a cluster, for clients in the cluster, with a key that is made here.
module "attic" {
  source = "../.."

  namespace   = "attic"
  environment = "dev"
  public_url  = "http://attic.attic.svc/"

  database = {
    secret_name  = "attic-db-app"
    namespace    = "attic"
    pod_selector = { "cnpg.io/cluster" = "attic-db" }
  }

  storage = {
    bucket             = "attic"
    endpoint           = "http://minio.object-store.svc"
    credentials_secret = "attic-s3"
  }

  jwt = { algorithm = "HS256" }
}
