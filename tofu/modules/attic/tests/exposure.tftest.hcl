mock_provider "kubernetes" {}
mock_provider "kubectl" {}
mock_provider "random" {}

variables {
  namespace   = "attic"
  environment = "dev"
  public_url  = "http://attic.attic.svc/"
  database    = { secret_name = "attic-db-app", namespace = "attic", pod_selector = { "cnpg.io/cluster" = "attic-db" } }
  storage     = { bucket = "attic", endpoint = "http://minio.object-store.svc", credentials_secret = "attic-s3" }
  jwt         = { algorithm = "HS256" }
}

run "nothing_by_default" {
  command = plan

  assert {
    condition     = kubernetes_ingress_v1.this == null && kubectl_manifest.route == null
    error_message = "The cache is the cluster's own until somebody says otherwise."
  }
}

run "gateway" {
  command = plan

  variables {
    public_url = "https://attic.example.com/"
    storage    = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["0.0.0.0/0"] }
    exposure   = { mode = "gateway", host = "attic.example.com", gateway = { name = "gw", namespace = "gateway", section_name = "https" } }
  }

  assert {
    condition = yamldecode(kubectl_manifest.route.yaml_body).spec == {
      parentRefs = [{ group = "gateway.networking.k8s.io", kind = "Gateway", name = "gw", namespace = "gateway", sectionName = "https" }]
      hostnames  = ["attic.example.com"]
      rules = [{
        matches     = [{ path = { type = "PathPrefix", value = "/" } }]
        timeouts    = { request = "0s" }
        backendRefs = [{ kind = "Service", name = "attic", port = 80 }]
      }]
    }
    error_message = "One host, one listener, one Service, and all the time that a push takes."
  }
  assert {
    condition     = kubectl_manifest.route.server_side_apply && kubectl_manifest.route.field_manager == "opentofu" && kubernetes_ingress_v1.this == null
    error_message = "One way in, applied by the server."
  }
  assert {
    condition = contains([
      for from in kubernetes_network_policy_v1.this["api"].spec[0].ingress[0].from : try(from.namespace_selector[0].match_labels["kubernetes.io/metadata.name"], "")
    ], "gateway")
    error_message = "The Gateway's pods must be let in."
  }
}

run "ingress" {
  command = plan

  variables {
    public_url = "https://attic.example.com/"
    storage    = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["0.0.0.0/0"] }
    exposure = {
      mode    = "ingress", host = "attic.example.com"
      tls     = { secret_name = "attic-tls", issuer_name = "letsencrypt" }
      ingress = { class_name = "haproxy", annotations = { "haproxy.org/timeout-client" = "1h" } }
    }
    network_policy = { ingress_namespaces = ["haproxy"] }
  }

  assert {
    condition     = kubernetes_ingress_v1.this.spec[0].ingress_class_name == "haproxy" && kubernetes_ingress_v1.this.spec[0].rule[0].host == "attic.example.com"
    error_message = "Got ${jsonencode(kubernetes_ingress_v1.this.spec)}."
  }
  assert {
    condition     = kubernetes_ingress_v1.this.spec[0].tls[0].secret_name == "attic-tls" && kubernetes_ingress_v1.this.spec[0].tls[0].hosts == tolist(["attic.example.com"])
    error_message = "Tokens travel: never without TLS."
  }
  assert {
    condition = kubernetes_ingress_v1.this.metadata[0].annotations == tomap({
      "haproxy.org/timeout-client"     = "1h"
      "cert-manager.io/cluster-issuer" = "letsencrypt"
    })
    error_message = "The user's annotations and the issuer, and no class: got ${jsonencode(kubernetes_ingress_v1.this.metadata[0].annotations)}."
  }
  assert {
    condition     = kubectl_manifest.route == null
    error_message = "One way in."
  }
}

run "issuer_of_the_namespace" {
  command = plan

  variables {
    public_url = "https://attic.example.com/"
    storage    = { bucket = "attic", credentials_secret = "attic-s3", cidrs = ["0.0.0.0/0"] }
    exposure = {
      mode    = "ingress", host = "attic.example.com"
      tls     = { secret_name = "attic-tls", issuer_name = "own", issuer_kind = "Issuer" }
      ingress = { class_name = "haproxy" }
    }
    network_policy = { ingress_namespaces = ["haproxy"] }
  }

  assert {
    condition     = kubernetes_ingress_v1.this.metadata[0].annotations == tomap({ "cert-manager.io/issuer" = "own" })
    error_message = "Got ${jsonencode(kubernetes_ingress_v1.this.metadata[0].annotations)}."
  }
}
