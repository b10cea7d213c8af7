locals {
  release = "minio-operator"

  labels = merge(var.labels, {
    "app.kubernetes.io/part-of" = "flywheel"
    "flywheel.dev/environment"  = var.environment
  })

  # What the chart gives its pods.
  selector = { "app.kubernetes.io/name" = "operator", "app.kubernetes.io/instance" = local.release }

  protected = coalesce(var.prevent_destroy, var.environment == "prod")

  # The chart joins repository and digest with ":", so a digest goes behind the tag: repository:tag@sha256:….
  images = {
    for key, image in { operator = var.image, sidecar = var.sidecar_image } : key => {
      repository                 = image.tag == null ? "${image.repository}@sha256" : image.repository
      tag                        = image.tag == null ? trimprefix(image.digest, "sha256:") : join("@", compact([image.tag, image.digest]))
    }
  }

  values = {
    operator = {
      replicaCount     = var.replicas
      image            = local.images.operator
      sidecarImage     = local.images.sidecar
      additionalLabels = local.labels
      resources        = local.resources
      # The service for temporary credentials: nobody here uses it.
      env = [{ name = "OPERATOR_STS_ENABLED", value = "off" }]
      # The chart's own, and what the restricted Pod Security Standard asks beside.
      containerSecurityContext = {
        runAsUser                = 1000
        runAsGroup               = 1000
        runAsNonRoot             = true
        allowPrivilegeEscalation = false
        readOnlyRootFilesystem   = true
        capabilities             = { drop = ["ALL"] }
        seccompProfile           = { type = "RuntimeDefault" }
      }
      # Before servers get another image the operator unpacks the program of it here, whether it is used then or not.
      volumes      = [{ name = "tmp", emptyDir = { sizeLimit = "1Gi" } }]
      volumeMounts = [{ name = "tmp", mountPath = "/tmp" }]
    }
  }

  resources = {
    for name, quantities in { requests = var.resources.requests, limits = var.resources.limits } :
    name => { for key, quantity in quantities : key => quantity if quantity != null } if quantities != null
  }
}

resource "helm_release" "this" {
  name       = local.release
  repository = var.chart_repository
  chart      = "operator"
  version    = var.chart_version
  namespace  = var.namespace

  atomic      = true
  wait        = true
  timeout     = 600
  max_history = 5

  values = [yamlencode(local.values)]

  lifecycle {
    prevent_destroy = local.protected
  }
}

# The chart has none.
resource "kubernetes_pod_disruption_budget_v1" "this" {
  metadata {
    name      = local.release
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    max_unavailable = "1"

    selector {
      match_labels = local.selector
    }
  }

  lifecycle {
    enabled = var.replicas > 1
  }
}
