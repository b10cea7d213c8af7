# The least that must be said. accept_eula is yours to say: it is Sonatype's agreement.
module "nexus" {
  source = "../.."

  namespace   = "packages"
  environment = "dev"
  accept_eula = true

  database = {
    host         = "packages-db-rw.packages.svc"
    name         = "nexus"
    namespace    = "packages"
    pod_selector = { "cnpg.io/cluster" = "packages-db" }
    secret_name  = "nexus-db"
  }
  blobstore = {
    bucket             = "nexus-blobs"
    endpoint           = "http://minio.object-store.svc"
    credentials_secret = "nexus-s3"
  }
  admin_secret_name          = "nexus-admin"
  encryption_key_secret_name = "nexus-encryption"

  repositories   = { pypi = { format = "pypi", type = "proxy", remote_url = "https://pypi.org" } }
  monitoring     = { enabled = false }
  network_policy = { ingress_namespaces = ["ci"] }
}
