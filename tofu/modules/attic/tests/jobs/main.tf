# The module with one thing changed at a time: what becomes of the names of its Jobs?
locals {
  base = {
    image    = { repository = "ghcr.io/zhaofengli/attic", tag = "main" }
    secret   = "attic-db-app"
    days     = 90
    revision = 1
    replicas = 2
  }

  variants = {
    base        = local.base
    same        = local.base
    image       = merge(local.base, { image = { repository = "ghcr.io/zhaofengli/attic", tag = "another" } })
    database    = merge(local.base, { secret = "another" })
    retention   = merge(local.base, { days = 91 })
    signing_key = merge(local.base, { revision = 2 })
    replicas    = merge(local.base, { replicas = 3 })
  }
}

module "attic" {
  source   = "../.."
  for_each = local.variants

  namespace   = "attic"
  environment = "dev"
  public_url  = "http://attic.attic.svc/"
  image       = each.value.image
  database    = { secret_name = each.value.secret, namespace = "attic", pod_selector = { app = "db" } }
  storage     = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  jwt         = { algorithm = "HS256" }
  replicas    = { min = each.value.replicas }
  caches      = { main = { retention_days = each.value.days, signing_key_revision = each.value.revision } }
}
