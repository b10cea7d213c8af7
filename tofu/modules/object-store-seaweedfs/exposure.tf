# Only the paths of buckets that are exposed: /<bucket> and below. Administration, metrics and all other buckets stay inside.
locals {
  gateway = var.exposure.mode == "gateway"
  ingress = var.exposure.mode == "ingress"

  exposed_buckets = [for b in values(var.buckets) : b.bucket if b.exposed]

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
      labels    = local.labels
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
        matches = [for bucket in local.exposed_buckets : { path = { type = "PathPrefix", value = "/${bucket}" } }]
        # An object takes as long as it takes; some gateways would cut it off after 15 seconds.
        timeouts    = { request = "0s" }
        backendRefs = [{ name = "${var.name}-s3", port = local.port }]
      }]
    }
  })

  lifecycle {
    enabled = local.gateway
  }
}

resource "kubernetes_ingress_v1" "this" {
  metadata {
    name        = var.name
    namespace   = var.namespace
    labels      = local.labels
    annotations = merge(try(var.exposure.ingress.annotations, {}), local.issuer_annotations)
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
        dynamic "path" {
          for_each = local.exposed_buckets
          content {
            path      = "/${path.value}"
            path_type = "Prefix"

            backend {
              service {
                name = "${var.name}-s3"

                port {
                  number = local.port
                }
              }
            }
          }
        }
      }
    }
  }

  lifecycle {
    enabled = local.ingress
  }
}
