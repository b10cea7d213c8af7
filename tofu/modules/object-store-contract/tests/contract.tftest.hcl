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
