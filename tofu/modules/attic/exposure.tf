# The way in for clients outside the cluster. Uploads are as large as a NAR and are streamed: the controller must neither bound
# nor buffer bodies, which for an Ingress only its annotations can say.
resource "kubernetes_ingress_v1" "this" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.defaults["api"].labels
    annotations = merge(
      try(var.exposure.ingress.annotations, {}),
      var.exposure.tls.issuer_name == null ? {} : {
        (var.exposure.tls.issuer_kind == "Issuer" ? "cert-manager.io/issuer" : "cert-manager.io/cluster-issuer") = var.exposure.tls.issuer_name
      },
    )
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

resource "kubectl_manifest" "route" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "HTTPRoute"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = local.defaults["api"].labels
    }
    spec = {
      parentRefs = [{
        group       = "gateway.networking.k8s.io"
        kind        = "Gateway"
        name        = try(var.exposure.gateway.name, null)
        namespace   = try(var.exposure.gateway.namespace, null)
        sectionName = try(var.exposure.gateway.section_name, null)
      }]
      hostnames = [var.exposure.host]
      rules = [{
        matches = [{ path = { type = "PathPrefix", value = "/" } }]
        # A push of a large NAR takes as long as it takes.
        timeouts    = { request = "0s" }
        backendRefs = [{ kind = "Service", name = var.name, port = local.ports.service }]
      }]
    }
  })

  depends_on = [kubernetes_service_v1.this]

  lifecycle {
    enabled = var.exposure.mode == "gateway"
  }
}
