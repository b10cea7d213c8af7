# A Ceph in the same network, with a public name.
module "object_store" {
  source = "../.."

  endpoint         = "http://ceph.example.com:7480"
  allow_plaintext  = true
  public_endpoint  = "https://s3.example.com"
  region           = "us-east-1"
  path_style       = true
  cidrs            = ["10.0.0.0/24", "203.0.113.10/32"]
  credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
  capacity_gib     = 1000
  buckets = {
    attic       = { bucket = "attic", quota = "300Gi", exposed = true, secrets = { attic = "attic-s3" } }
    bazel-cache = { bucket = "bazel-cache", quota = "100Gi", expire_days = 30, secrets = { bazel-cache = "bazel-cache-s3" }, credentials_revision = 2 }
    pg-backup   = { bucket = "pg-backup", quota = "50Gi", secrets = { attic = "pg-backup-s3", packages = "pg-backup-s3" } }
  }
}
