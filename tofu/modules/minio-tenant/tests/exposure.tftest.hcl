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
    condition     = yamldecode(kubectl_manifest.http_route.yaml_body).spec.rules == [{ matches = [{ path = { type = "PathPrefix", value = "/attic" } }], timeouts = { request = "0s" }, backendRefs = [{ name = "minio", port = 80 }] }]
    error_message = "The exposed bucket alone: administration, metrics and other buckets stay inside."
  }

  assert {
    condition     = contains(flatten([for r in kubernetes_network_policy_v1.server.spec[0].ingress : [for f in r.from : try(f.namespace_selector[0].match_labels["kubernetes.io/metadata.name"], "")]]), "gateway")
    error_message = "The Gateway may connect."
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
    condition     = kubernetes_ingress_v1.this.spec[0].ingress_class_name == "haproxy" && tomap(kubernetes_ingress_v1.this.metadata[0].annotations) == tomap({ a = "b", "cert-manager.io/cluster-issuer" = "letsencrypt" })
    error_message = "Class and issuer."
  }

  assert {
    condition     = kubernetes_ingress_v1.this.spec[0].tls[0].secret_name == "s3-tls" && kubernetes_ingress_v1.this.spec[0].tls[0].hosts == tolist(["s3.example.com"])
    error_message = "TLS."
  }

  assert {
    condition     = [for p in kubernetes_ingress_v1.this.spec[0].rule[0].http[0].path : "${p.path} ${p.path_type} ${p.backend[0].service[0].name}:${p.backend[0].service[0].port[0].number}"] == ["/attic Prefix minio:80"] && kubernetes_ingress_v1.this.spec[0].rule[0].host == "s3.example.com"
    error_message = "The exposed bucket alone."
  }
}
