mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace               = "object-store"
  environment             = "dev"
  acknowledge_minio_state = true
  image                   = { repository = "docker.io/pgsty/silo", tag = "RELEASE.2026-08-06T00-00-00Z" }
  client_image            = { repository = "quay.io/minio/mc", tag = "RELEASE.2025-08-13T08-35-41Z" }
  pool                    = { servers = 4, volumes_per_server = 4, volume_size = "67Gi" }
}

run "mode_unknown" {
  command = plan

  variables {
    buckets  = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure = { mode = "nodeport", host = "s3.example.com" }
  }

  expect_failures = [var.exposure]
}

run "host_without_dot" {
  command = plan

  variables {
    buckets  = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure = { mode = "gateway", host = "s3", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
  }

  expect_failures = [var.exposure]
}

run "ingress_without_its_object" {
  command = plan

  variables {
    buckets        = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure       = { mode = "ingress", host = "s3.example.com", tls = { secret_name = "x" } }
    network_policy = { ingress_namespaces = ["haproxy"] }
  }

  expect_failures = [var.exposure]
}

run "gateway_without_its_object" {
  command = plan

  variables {
    buckets  = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure = { mode = "gateway", host = "s3.example.com" }
  }

  expect_failures = [var.exposure]
}

run "ingress_without_certificate" {
  command = plan

  variables {
    buckets        = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure       = { mode = "ingress", host = "s3.example.com", ingress = { class_name = "haproxy" } }
    network_policy = { ingress_namespaces = ["haproxy"] }
  }

  expect_failures = [var.exposure]
}

run "gateway_without_listener" {
  command = plan

  variables {
    buckets  = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure = { mode = "gateway", host = "s3.example.com", gateway = { name = "public", namespace = "gateway" } }
  }

  expect_failures = [var.exposure]
}

run "certificate_of_a_gateway" {
  command = plan

  variables {
    buckets  = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure = { mode = "gateway", tls = { secret_name = "x" }, host = "s3.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
  }

  expect_failures = [var.exposure]
}

run "issuer_kind_unknown" {
  command = plan

  variables {
    buckets        = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure       = { mode = "ingress", host = "s3.example.com", tls = { secret_name = "s3-tls", issuer_kind = "Vault", issuer_name = "letsencrypt" }, ingress = { class_name = "haproxy", annotations = { a = "b" } } }
    network_policy = { ingress_namespaces = ["haproxy"] }
  }

  expect_failures = [var.exposure]
}

run "class_by_annotation" {
  command = plan

  variables {
    buckets        = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure       = { mode = "ingress", host = "s3.example.com", tls = { secret_name = "s3-tls", issuer_name = "letsencrypt" }, ingress = { class_name = "haproxy", annotations = { "kubernetes.io/ingress.class" = "haproxy" } } }
    network_policy = { ingress_namespaces = ["haproxy"] }
  }

  expect_failures = [var.exposure]
}

run "no_bucket_is_exposed" {
  command = plan

  variables {
    exposure = { mode = "gateway", host = "s3.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
  }

  expect_failures = [var.exposure]
}

run "a_bucket_without_a_way" {
  command = plan

  variables {
    buckets = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
  }

  expect_failures = [var.exposure]
}

run "tls_of_the_servers" {
  command = plan

  variables {
    buckets  = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure = { mode = "gateway", host = "s3.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
    tls      = { secret_name = "minio-tls" }
  }

  expect_failures = [var.exposure]
}

run "controller_unknown" {
  command = plan

  variables {
    buckets  = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure = { mode = "ingress", host = "s3.example.com", tls = { secret_name = "s3-tls", issuer_name = "letsencrypt" }, ingress = { class_name = "haproxy", annotations = { a = "b" } } }
  }

  expect_failures = [var.exposure]
}
