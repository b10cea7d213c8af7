mock_provider "helm" {}
mock_provider "kubectl" {}
mock_provider "kubernetes" {}
mock_provider "random" {}

variables {
  namespace   = "object-store"
  environment = "dev"
  volume      = { servers = 3, size = "600Gi", copies = 2 }
}

run "inside_only" {
  command = plan

  assert {
    condition     = kubectl_manifest.http_route == null && kubernetes_ingress_v1.this == null && output.object_store.public_endpoint == null
    error_message = "No way in that nobody asked for."
  }
}

run "gateway" {
  command = plan

  variables {
    buckets  = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true }, other = { bucket = "other", quota = "1Gi" } }
    exposure = { mode = "gateway", host = "s3.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
  }

  assert {
    condition     = yamldecode(kubectl_manifest.http_route.yaml_body).spec.hostnames == ["s3.example.com"] && yamldecode(kubectl_manifest.http_route.yaml_body).spec.parentRefs == [{ group = "gateway.networking.k8s.io", kind = "Gateway", name = "public", namespace = "gateway", sectionName = "https" }]
    error_message = "By the listener that ends TLS."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.http_route.yaml_body).spec.rules == [{ matches = [{ path = { type = "PathPrefix", value = "/attic" } }], timeouts = { request = "0s" }, backendRefs = [{ name = "seaweedfs-s3", port = 8333 }] }]
    error_message = "The exposed bucket alone."
  }

  assert {
    condition     = output.object_store.public_endpoint == "https://s3.example.com"
    error_message = "Presigned URLs lead there."
  }
}

run "ingress" {
  command = plan

  variables {
    buckets        = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure       = { mode = "ingress", host = "s3.example.com", tls = { secret_name = "s3-tls", issuer_name = "letsencrypt" }, ingress = { class_name = "haproxy", annotations = { a = "b" } } }
    network_policy = { ingress_namespaces = ["haproxy"] }
  }

  assert {
    condition     = kubernetes_ingress_v1.this.spec[0].ingress_class_name == "haproxy" && kubernetes_ingress_v1.this.spec[0].tls[0].secret_name == "s3-tls" && tomap(kubernetes_ingress_v1.this.metadata[0].annotations) == tomap({ a = "b", "cert-manager.io/cluster-issuer" = "letsencrypt" })
    error_message = "Class, certificate, issuer."
  }

  assert {
    condition     = [for p in kubernetes_ingress_v1.this.spec[0].rule[0].http[0].path : "${p.path} ${p.path_type} ${p.backend[0].service[0].name}:${p.backend[0].service[0].port[0].number}"] == ["/attic Prefix seaweedfs-s3:8333"]
    error_message = "The exposed bucket alone."
  }
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

run "controller_unknown" {
  command = plan

  variables {
    buckets  = { attic = { bucket = "attic", quota = "300Gi", purpose = "attic", exposed = true } }
    exposure = { mode = "ingress", host = "s3.example.com", tls = { secret_name = "s3-tls", issuer_name = "letsencrypt" }, ingress = { class_name = "haproxy", annotations = { a = "b" } } }
  }

  expect_failures = [var.exposure]
}
