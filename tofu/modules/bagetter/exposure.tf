locals {
  issuer_annotations = var.exposure.tls.issuer_name == null ? {} : {
    (var.exposure.tls.issuer_kind == "Issuer" ? "cert-manager.io/issuer" : "cert-manager.io/cluster-issuer") = var.exposure.tls.issuer_name
  }
}

resource "kubectl_manifest" "http_route" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "HTTPRoute"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = local.defaults.labels
    }
    spec = {
      parentRefs = var.exposure.mode != "gateway" ? [] : [{
        group       = "gateway.networking.k8s.io"
        kind        = "Gateway"
        name        = var.exposure.gateway.name
        namespace   = var.exposure.gateway.namespace
        sectionName = var.exposure.gateway.section_name
      }]
      hostnames = [var.exposure.host]
      rules = [{
        # A package takes as long as it takes; some gateways would cut it off after 15 seconds.
        timeouts    = { request = "0s" }
        backendRefs = [{ name = kubernetes_service_v1.this.metadata[0].name, port = 80 }]
      }]
    }
  })

  lifecycle {
    enabled = var.exposure.mode == "gateway"
  }
}

resource "kubernetes_ingress_v1" "this" {
  metadata {
    name        = var.name
    namespace   = var.namespace
    labels      = local.defaults.labels
    annotations = merge(local.issuer_annotations, try(var.exposure.ingress.annotations, {}))
  }

  spec {
    ingress_class_name = try(var.exposure.ingress.class_name, null)

    tls {
      hosts       = [var.exposure.host]
      secret_name = var.exposure.tls.secret_name
    }

    rule {
      host = var.exposure.host

      http {
        path {
          path      = "/"
          path_type = "Prefix"

          backend {
            service {
              name = kubernetes_service_v1.this.metadata[0].name

              port {
                name = "http"
              }
            }
          }
        }
      }
    }
  }

  lifecycle {
    enabled = var.exposure.mode == "ingress"
  }
}
