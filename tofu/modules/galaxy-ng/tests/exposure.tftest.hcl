mock_provider "kubernetes" {}
mock_provider "kubectl" {}

variables {
  namespace   = "galaxy"
  environment = "dev"
  image       = { repository = "quay.io/ansible/galaxy-ng", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }
  web_image   = { repository = "quay.io/ansible/galaxy-ui", digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000" }

  database                   = { secret_name = "galaxy-postgres", namespace = "packages", pod_selector = { "cnpg.io/cluster" = "packages-db" } }
  storage                    = { s3_secret = "galaxy-s3", endpoint = "http://minio.object-store.svc" }
  admin_password_secret_name = "galaxy-admin"
}

run "gateway" {
  command = plan

  variables {
    exposure = { mode = "gateway", host = "svc.dev.example.com", gateway = { name = "public", namespace = "gateway", section_name = "https" } }
  }

  assert {
    condition     = kubectl_manifest.http_route.server_side_apply && kubectl_manifest.http_route.field_manager == "opentofu" && yamldecode(kubectl_manifest.http_route.yaml_body).apiVersion == "gateway.networking.k8s.io/v1" && yamldecode(kubectl_manifest.http_route.yaml_body).kind == "HTTPRoute"
    error_message = "A route, applied by the server."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.http_route.yaml_body).spec.parentRefs == [{ group = "gateway.networking.k8s.io", kind = "Gateway", name = "public", namespace = "gateway", sectionName = "https" }]
    error_message = "The listener with TLS, and no other."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.http_route.yaml_body).spec.hostnames == ["svc.dev.example.com"] && yamldecode(kubectl_manifest.http_route.yaml_body).spec.rules == [{ timeouts = { request = "0s" }, backendRefs = [{ name = output.service.name, port = 24880 }] }]
    error_message = "The public name leads to the Service."
  }

  assert {
    condition     = kubernetes_ingress_v1.this == null
    error_message = "One way in."
  }

  assert {
    condition     = contains(flatten([for i in kubernetes_network_policy_v1.this.spec[0].ingress : [for f in i.from : f.namespace_selector[0].match_labels["kubernetes.io/metadata.name"] if length(f.namespace_selector) > 0]]), "gateway")
    error_message = "The Gateway's namespace may connect."
  }

  assert {
    condition     = output.url == "https://svc.dev.example.com"
    error_message = "Clients come in by TLS."
  }
}

run "ingress" {
  command = plan

  variables {
    exposure       = { mode = "ingress", host = "svc.dev.example.com", tls = { secret_name = "tls", issuer_name = "letsencrypt" }, ingress = { class_name = "haproxy", annotations = { "a/b" = "c" } } }
    network_policy = { ingress_namespaces = ["haproxy"] }
  }

  assert {
    condition     = kubernetes_ingress_v1.this.spec[0].ingress_class_name == "haproxy" && kubernetes_ingress_v1.this.metadata[0].annotations == tomap({ "a/b" = "c", "cert-manager.io/cluster-issuer" = "letsencrypt" })
    error_message = "Class and annotations are the caller's, and the issuer is told."
  }

  assert {
    condition     = kubernetes_ingress_v1.this.spec[0].tls[0].secret_name == "tls" && kubernetes_ingress_v1.this.spec[0].tls[0].hosts == tolist(["svc.dev.example.com"])
    error_message = "TLS, always."
  }

  assert {
    condition     = kubernetes_ingress_v1.this.spec[0].rule[0].host == "svc.dev.example.com" && kubernetes_ingress_v1.this.spec[0].rule[0].http[0].path[0].backend[0].service[0].name == output.service.name && kubernetes_ingress_v1.this.spec[0].rule[0].http[0].path[0].backend[0].service[0].port[0].number == 24880 && kubernetes_ingress_v1.this.spec[0].rule[0].http[0].path[0].path == "/"
    error_message = "It leads to the Service."
  }

  assert {
    condition     = kubectl_manifest.http_route == null
    error_message = "One way in."
  }
}

run "ingress_with_namespaced_issuer" {
  command = plan

  variables {
    exposure       = { mode = "ingress", host = "svc.dev.example.com", tls = { secret_name = "tls", issuer_kind = "Issuer", issuer_name = "ours" }, ingress = { class_name = "haproxy" } }
    network_policy = { ingress_namespaces = ["haproxy"] }
  }

  assert {
    condition     = kubernetes_ingress_v1.this.metadata[0].annotations == tomap({ "cert-manager.io/issuer" = "ours" })
    error_message = "An Issuer of the namespace."
  }
}

run "nothing_is_exposed" {
  command = plan

  assert {
    condition     = kubectl_manifest.http_route == null && kubernetes_ingress_v1.this == null
    error_message = "Only the cluster may reach it by default."
  }
}
