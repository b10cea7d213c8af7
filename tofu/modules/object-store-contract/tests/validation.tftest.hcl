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

run "endpoint_without_scheme" {
  command = plan

  variables {
    object_store = {
      endpoint         = "minio.object-store.svc"
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

  expect_failures = [var.object_store]
}

run "endpoint_with_slash" {
  command = plan

  variables {
    object_store = {
      endpoint         = "http://minio.object-store.svc/"
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

  expect_failures = [var.object_store]
}

run "host_of_another" {
  command = plan

  variables {
    object_store = {
      endpoint         = "http://minio.object-store.svc"
      endpoint_host    = "other.object-store.svc"
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

  expect_failures = [var.object_store]
}

run "port_of_another" {
  command = plan

  variables {
    object_store = {
      endpoint         = "http://minio.object-store.svc"
      endpoint_host    = "minio.object-store.svc"
      endpoint_port    = 9000
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

  expect_failures = [var.object_store]
}

run "region_none" {
  command = plan

  variables {
    object_store = {
      endpoint         = "http://minio.object-store.svc"
      endpoint_host    = "minio.object-store.svc"
      endpoint_port    = 80
      tls              = false
      public_endpoint  = null
      region           = null
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

run "path_style_none" {
  command = plan

  variables {
    object_store = {
      endpoint         = "http://minio.object-store.svc"
      endpoint_host    = "minio.object-store.svc"
      endpoint_port    = 80
      tls              = false
      public_endpoint  = null
      region           = "us-east-1"
      path_style       = null
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

run "namespace_none" {
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
      namespace        = null
      pod_port         = 9000
      cidrs            = ["10.0.0.0/8"]
      credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
      buckets          = { x = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "namespace_of_another" {
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
      namespace        = "other"
      pod_port         = 9000
      cidrs            = []
      credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
      buckets          = { x = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "pod_port_none" {
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
      pod_port         = null
      cidrs            = []
      credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
      buckets          = { x = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "credentials_key_malformed" {
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
      credentials_keys = { access_key = "access key", secret_key = "secret-key" }
      buckets          = { x = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "buckets_none" {
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
      buckets          = {}
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 0, headroom_gib = 200, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "bucket_malformed" {
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
      buckets          = { x = { bucket = "X", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = 1 } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
    }
  }

  expect_failures = [var.object_store]
}

run "revision_none" {
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
      buckets          = { x = { bucket = "x-bucket", quota_gib = 100, expire_days = 30, exposed = false, secrets = { x = "x-s3" }, credentials_revision = null } }
      capacity         = { raw_gib = 200, drives = 1, parity = 0, usable_gib = 200, allocated_gib = 100, headroom_gib = 100, fits = true }
    }
  }

  expect_failures = [var.object_store]
}
