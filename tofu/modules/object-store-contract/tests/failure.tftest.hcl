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

run "attic_expires" {
  command = plan

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
      buckets          = { attic = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "backups_expire" {
  command = plan

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
      buckets          = { pg-backup = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "does_not_fit" {
  command = plan

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
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = false }
    }
  }

  expect_failures = [var.object_store]
}

run "allocated_of_another" {
  command = plan

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
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 90, headroom_gib = 110, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "headroom_of_another" {
  command = plan

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
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 50, fits = true }
    }
  }

  expect_failures = [var.object_store]
}
