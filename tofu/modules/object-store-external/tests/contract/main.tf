locals {
  variants = {
    cloud = {
      endpoint        = "https://s3.eu-central-1.amazonaws.com"
      allow_plaintext = false
      public_endpoint = null
      capacity_gib    = null
    }
    private = {
      endpoint        = "http://ceph.example.com:7480"
      allow_plaintext = true
      public_endpoint = "https://s3.example.com"
      capacity_gib    = 500
    }
  }
}

module "store" {
  source   = "../.."
  for_each = local.variants

  endpoint        = each.value.endpoint
  allow_plaintext = each.value.allow_plaintext
  public_endpoint = each.value.public_endpoint
  capacity_gib    = each.value.capacity_gib
  cidrs           = ["203.0.113.0/24"]
  buckets = {
    attic       = { bucket = "attic", quota = "300Gi", exposed = true, secrets = { attic = "attic-s3" } }
    bazel-cache = { bucket = "bazel-cache", expire_days = 30, secrets = { bazel-cache = "bazel-cache-s3" } }
  }
}

module "contract" {
  source   = "../../../object-store-contract"
  for_each = local.variants

  object_store = module.store[each.key].object_store
}
