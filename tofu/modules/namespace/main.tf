locals {
  labels = merge(var.labels, {
    "app.kubernetes.io/part-of"    = "flywheel"
    "app.kubernetes.io/managed-by" = "opentofu"
    "flywheel.dev/environment"     = var.environment
  })

  # What is allowed is enforced; what would not pass the restricted standard is told all the same.
  pod_security_labels = {
    "pod-security.kubernetes.io/enforce"         = var.pod_security.enforce
    "pod-security.kubernetes.io/enforce-version" = var.pod_security.version
    "pod-security.kubernetes.io/warn"            = "restricted"
    "pod-security.kubernetes.io/warn-version"    = var.pod_security.version
    "pod-security.kubernetes.io/audit"           = "restricted"
    "pod-security.kubernetes.io/audit-version"   = var.pod_security.version
  }

  annotations = merge(
    var.annotations,
    var.pod_security.reason == null ? {} : { "flywheel.dev/pod-security-reason" = var.pod_security.reason },
  )

  # A destroyed namespace takes every volume in it along.
  protected = coalesce(var.prevent_destroy, var.environment == "prod")

  # Known while planning, whether the namespace is made here or not.
  name = var.create ? kubernetes_namespace_v1.this.metadata[0].name : var.name
}

resource "kubernetes_namespace_v1" "this" {
  metadata {
    name        = var.name
    labels      = merge(local.labels, local.pod_security_labels)
    annotations = local.annotations
  }

  lifecycle {
    enabled         = var.create
    prevent_destroy = local.protected
  }
}

resource "kubernetes_resource_quota_v1" "this" {
  metadata {
    name      = "quota"
    namespace = local.name
    labels    = local.labels
  }

  spec {
    hard = {
      for name, value in {
        "requests.cpu"     = try(var.quota.requests_cpu, null)
        "requests.memory"  = try(var.quota.requests_memory, null)
        "limits.memory"    = try(var.quota.limits_memory, null)
        "requests.storage" = try(var.quota.storage, null)
        "pods"             = try(tostring(var.quota.pods), null)
      } : name => value if value != null
    }
  }

  lifecycle {
    enabled = var.quota != null
  }
}

resource "kubernetes_limit_range_v1" "this" {
  metadata {
    name      = "defaults"
    namespace = local.name
    labels    = local.labels
  }

  spec {
    limit {
      type = "Container"
      default_request = {
        cpu    = try(var.limit_range.cpu_request, null)
        memory = try(var.limit_range.memory_request, null)
      }
      default = {
        memory = try(var.limit_range.memory_limit, null)
      }
    }
  }

  lifecycle {
    enabled = var.limit_range != null
  }
}
