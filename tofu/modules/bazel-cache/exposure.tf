locals {
  gateway = var.exposure.mode == "gateway"
  ingress = var.exposure.mode == "ingress"

  parent_refs = !local.gateway ? [] : [merge(
    {
      group     = "gateway.networking.k8s.io"
      kind      = "Gateway"
      name      = var.exposure.gateway.name
      namespace = var.exposure.gateway.namespace
    },
    { sectionName = var.exposure.gateway.section_name },
  )]

  # Public host name => the port that answers there.
  ingress_backends = !local.ingress ? {} : merge(
    { grpc = { host = var.exposure.host, port = "grpc" } },
    var.http_host == null ? {} : { http = { host = var.http_host, port = "http" } },
  )

  issuer_annotations = var.exposure.tls.issuer_name == null ? {} : {
    (var.exposure.tls.issuer_kind == "Issuer" ? "cert-manager.io/issuer" : "cert-manager.io/cluster-issuer") = var.exposure.tls.issuer_name
  }
}

resource "kubectl_manifest" "grpc_route" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "gateway.networking.k8s.io/v1"
    kind       = "GRPCRoute"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = local.defaults.labels
    }
    spec = {
      parentRefs = local.parent_refs
      hostnames  = [var.exposure.host]
      rules = [{
        backendRefs = [{ name = var.name, port = local.ports.grpc }]
      }]
    }
  })

  lifecycle {
    enabled = local.gateway
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
      parentRefs = local.parent_refs
      hostnames  = [var.http_host]
      rules = [{
        # A large output takes as long as it takes; some gateways would cut it off after 15 seconds. A GRPCRoute has no such field: see the README.
        timeouts    = { request = "0s" }
        backendRefs = [{ name = var.name, port = local.ports.http }]
      }]
    }
  })

  lifecycle {
    enabled = local.gateway && var.http_host != null
  }
}

# One Ingress a protocol: what makes a controller speak gRPC to its backend is an annotation of the whole object.
resource "kubernetes_ingress_v1" "this" {
  for_each = local.ingress_backends

  metadata {
    name        = "${var.name}-${each.key}"
    namespace   = var.namespace
    labels      = local.defaults.labels
    annotations = merge(local.issuer_annotations, each.key == "grpc" ? var.exposure.ingress.annotations : var.http_ingress_annotations)
  }

  spec {
    ingress_class_name = var.exposure.ingress.class_name

    tls {
      hosts       = [each.value.host]
      secret_name = each.key == "grpc" ? var.exposure.tls.secret_name : "${var.exposure.tls.secret_name}-${each.key}"
    }

    rule {
      host = each.value.host

      http {
        path {
          path      = "/"
          path_type = "Prefix"

          backend {
            service {
              name = var.name

              port {
                name = each.value.port
              }
            }
          }
        }
      }
    }
  }
}
