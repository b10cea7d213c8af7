# Each run called refused gives wrong values to variables that do not depend on each other, one to a variable.
mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  environment = "dev"
  domain      = "dev.example.com"
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
    buckets = {
      bazel-cache = { bucket = "bazel-cache", quota_gib = 100, expire_days = 30, exposed = false, secrets = { bazel-cache = "bazel-cache-s3" }, credentials_revision = 3 }
    }
    capacity = { raw_gib = 1072, drives = 16, parity = 4, usable_gib = 804, allocated_gib = 600, headroom_gib = 204, fits = true }
  }
}

run "refused_01" {
  command = plan

  variables {
    # environment unknown
    environment = "production"
    # domain with scheme
    domain = "https://dev.example.com"
    # no bucket
    object_store = {
      endpoint   = "http://minio.object-store.svc", endpoint_host = "minio.object-store.svc", endpoint_port = 80, tls = false, public_endpoint = null, region = "us-east-1"
      path_style = true, namespace = "object-store", pod_port = 9000, cidrs = [], credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
      buckets    = { attic = { bucket = "attic", quota_gib = 300, expire_days = null, exposed = false, secrets = {}, credentials_revision = 1 } }
      capacity   = { raw_gib = null, drives = 1, parity = 0, usable_gib = null, allocated_gib = 100, headroom_gib = null, fits = true }
    }
  }

  expect_failures = [
    var.environment,
    var.domain,
    var.object_store,
  ]
}

run "refused_02" {
  command = plan

  variables {
    # credentials in another namespace
    object_store = {
      endpoint   = "http://minio.object-store.svc", endpoint_host = "minio.object-store.svc", endpoint_port = 80, tls = false, public_endpoint = null, region = "us-east-1"
      path_style = true, namespace = "object-store", pod_port = 9000, cidrs = [], credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
      buckets    = { bazel-cache = { bucket = "bazel-cache", quota_gib = 100, expire_days = 30, exposed = false, secrets = { ci = "bazel-cache-s3" }, credentials_revision = 1 } }
      capacity   = { raw_gib = null, drives = 1, parity = 0, usable_gib = null, allocated_gib = 100, headroom_gib = null, fits = true }
    }
    # host of another domain
    exposure = {
      mode    = "gateway"
      host    = "bazel-cache.prod.example.com"
      gateway = { name = "public", namespace = "gateway", section_name = "https" }
    }
  }

  expect_failures = [
    var.object_store,
    var.exposure,
  ]
}

run "refused_03" {
  command = plan

  variables {
    # bucket that only grows
    object_store = {
      endpoint   = "http://minio.object-store.svc", endpoint_host = "minio.object-store.svc", endpoint_port = 80, tls = false, public_endpoint = null, region = "us-east-1"
      path_style = true, namespace = "object-store", pod_port = 9000, cidrs = [], credentials_keys = { access_key = "access-key", secret_key = "secret-key" }
      buckets    = { bazel-cache = { bucket = "bazel-cache", quota_gib = 100, expire_days = null, exposed = false, secrets = { bazel-cache = "bazel-cache-s3" }, credentials_revision = 1 } }
      capacity   = { raw_gib = null, drives = 1, parity = 0, usable_gib = null, allocated_gib = 100, headroom_gib = null, fits = true }
    }
    # authentication unknown
    credentials = { auth = "basic" }
  }

  expect_failures = [
    var.object_store,
    var.credentials,
  ]
}

run "password_for_nobody" {
  command = plan

  variables {
    credentials = { auth = "none", htpasswd_secret = "mine" }
  }

  expect_failures = [var.credentials]
}

run "revision_zero" {
  command = plan

  variables {
    credentials = { revision = 0 }
  }

  expect_failures = [var.credentials]
}

run "password_twice" {
  command = plan

  variables {
    credentials = { namespaces = ["ci", "ci"] }
  }

  expect_failures = [var.credentials]
}

run "namespace_made_twice" {
  command = plan

  variables {
    platform         = { namespaces = ["bazel-cache"] }
    create_namespace = true
  }

  expect_failures = [var.create_namespace]
}

run "exposed_without_authentication" {
  command = plan

  variables {
    credentials = { auth = "none" }
    exposure = {
      mode    = "gateway"
      host    = "bazel-cache.dev.example.com"
      gateway = { name = "public", namespace = "gateway", section_name = "https" }
    }
  }

  expect_failures = [var.credentials]
}

run "prod_without_authentication" {
  command = plan

  variables {
    environment = "prod"
    image       = { repository = "quay.io/bazel-remote/bazel-remote", digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111" }
    credentials = { auth = "none" }
  }

  expect_failures = [var.credentials]
}

# Of every image: a plan warns.
run "placeholders_planned" {
  command = plan

  variables {
    image = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2.6.2", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  assert {
    condition     = contains(split("\n", local.digest_commands), "  skopeo --override-os linux inspect --format '{{.Digest}}' docker://quay.io/bazel-remote/bazel-remote:v2.6.2")
    error_message = "What prints the digest is said: got ${local.digest_commands}."
  }

  assert {
    condition     = length(local.placeholders) == 1
    error_message = "All images were placeholders, ${jsonencode(local.placeholders)} were found."
  }

  expect_failures = [check.images]
}

run "placeholders_applied" {
  variables {
    image = { repository = "quay.io/bazel-remote/bazel-remote", tag = "v2.6.2", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  }

  expect_failures = [check.images, terraform_data.images]
}
