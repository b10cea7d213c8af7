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

run "tls_without_https" {
  command = plan

  variables {
    object_store = {
      endpoint         = "http://minio.object-store.svc"
      endpoint_host    = "minio.object-store.svc"
      endpoint_port    = 80
      tls              = true
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

  expect_failures = [var.object_store]
}

run "public_in_clear_text" {
  command = plan

  variables {
    object_store = {
      endpoint         = "http://minio.object-store.svc"
      endpoint_host    = "minio.object-store.svc"
      endpoint_port    = 80
      tls              = false
      public_endpoint  = "http://s3.example.com"
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

  expect_failures = [var.object_store]
}

run "cidrs_of_a_service" {
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
      cidrs            = ["10.0.0.0/8"]
      credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
      buckets          = { x = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "outside_without_cidrs" {
  command = plan

  variables {
    object_store = {
      endpoint         = "https://s3.example.com"
      endpoint_host    = "s3.example.com"
      endpoint_port    = 443
      tls              = true
      public_endpoint  = null
      region           = "us-east-1"
      path_style       = true
      namespace        = null
      pod_port         = 9000
      cidrs            = []
      credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
      buckets          = { x = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "bucket_shared" {
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
      buckets          = { x = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 }, y = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 200, headroom_gib = 0, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "exposed_without_a_way" {
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
      buckets          = { x = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = true, secrets = { x = "x-s3" }, credentials_revision = 1 } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
    }
  }

  expect_failures = [var.object_store]
}
