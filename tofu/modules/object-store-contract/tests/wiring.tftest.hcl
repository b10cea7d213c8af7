# The contract itself: what it takes, and each of its refusals.
variables {
  object_store = {
    endpoint         = "http://minio.object-store.svc"
    endpoint_host    = "minio.object-store.svc"
    endpoint_port    = 80
    tls              = false
    public_endpoint  = null
    region           = "us-east-1"
    path_style       = true
    namespace        = "object-store"
    pod_port         = 9000
    cidrs            = []
    credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
    buckets          = { x = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 } }
    capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
  }
}

run "inside" {
  command = plan

  assert {
    condition     = output.object_store.endpoint == "http://minio.object-store.svc"
    error_message = "A store inside the cluster."
  }
}

run "outside" {
  command = plan

  variables {
    object_store = {
      endpoint         = "https://s3.example.com:9443"
      endpoint_host    = "s3.example.com"
      endpoint_port    = 9443
      tls              = true
      public_endpoint  = "https://s3.example.com:9443"
      region           = "eu-central-1"
      path_style       = false
      namespace        = null
      pod_port         = 9443
      cidrs            = ["203.0.113.0/24"]
      credentials_keys = { access_key = "id", secret_key = "secret" }
      buckets          = { attic = { bucket = "attic", quota_gib = null, expire_days = null, exposed = true, secrets = {}, credentials_revision = 2 } }
      capacity         = { raw_gib = null, drives = null, parity = null, usable_gib = null, allocated_gib = 0, headroom_gib = null, fits = true }
    }
  }

  assert {
    condition     = output.object_store.endpoint_port == 9443
    error_message = "A store of somebody else's, without quotas."
  }
}
