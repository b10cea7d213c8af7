# The least that must be said. The Secrets are made beforehand: the README has their keys.
module "galaxy" {
  source = "../.."

  namespace   = "galaxy"
  environment = "dev"
  image       = { repository = "quay.io/ansible/galaxy-ng", digest = var.image_digest }
  web_image   = { repository = "quay.io/ansible/galaxy-ui", digest = var.web_image_digest }

  database                   = { secret_name = "galaxy-postgres", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" } }
  storage                    = { s3_secret = "galaxy-s3", endpoint = "http://minio.object-store.svc" }
  admin_password_secret_name = "galaxy-admin"
  network_policy             = { ingress_namespaces = ["ci"] }
}
