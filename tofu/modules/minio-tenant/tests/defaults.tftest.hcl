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

run "the_plan" {
  command = plan

  assert {
    condition     = sum([for b in values(output.object_store.buckets) : b.quota_gib]) == 600
    error_message = "300 + 100 + 100 + 50 + 50."
  }

  assert {
    condition     = { for key, b in output.object_store.buckets : key => "${b.bucket} ${b.quota_gib} ${coalesce(b.expire_days, 0)}" } == { attic = "attic 300 0", bazel-cache = "bazel-cache 100 30", nexus = "nexus-blobs 100 0", pulp = "pulp-content 50 0", pg-backup = "pg-backup 50 0" }
    error_message = "Got ${jsonencode(output.object_store.buckets)}."
  }

  assert {
    condition     = output.object_store.capacity == { raw_gib = 1072, drives = 16, parity = 4, usable_gib = 804, allocated_gib = 600, headroom_gib = 204, fits = true }
    error_message = "Got ${jsonencode(output.object_store.capacity)}."
  }

  assert {
    condition     = output.resources == { replicas = 4, cpu = "500m", memory = "2Gi", storage = "268Gi", group = "beside", optional = false }
    error_message = "Got ${jsonencode(output.resources)}."
  }

  assert {
    condition     = output.namespace == "object-store" && output.pod_selector == { "v1.min.io/tenant" = "minio" }
    error_message = "For policies of others."
  }
}

run "tenant" {
  command = plan

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).apiVersion == "minio.min.io/v2" && yamldecode(kubectl_manifest.tenant.yaml_body).kind == "Tenant" && yamldecode(kubectl_manifest.tenant.yaml_body).metadata.name == "minio" && yamldecode(kubectl_manifest.tenant.yaml_body).metadata.namespace == "object-store"
    error_message = "A Tenant."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.image == "docker.io/pgsty/silo:RELEASE.2026-08-06T00-00-00Z" && yamldecode(kubectl_manifest.tenant.yaml_body).spec.imagePullPolicy == "IfNotPresent"
    error_message = "The image that was chosen."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].servers == 4 && yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].volumesPerServer == 4 && yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].volumeClaimTemplate == { metadata = { name = "data" }, spec = { accessModes = ["ReadWriteOnce"], resources = { requests = { storage = "67Gi" } } } }
    error_message = "Servers and volumes."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.pools[0].resources == { requests = { cpu = "500m", memory = "2Gi" }, limits = { memory = "2Gi" } }
    error_message = "Requests, and a limit of memory."
  }

  assert {
    condition     = { for e in yamldecode(kubectl_manifest.tenant.yaml_body).spec.env : e.name => e.value } == { HOME = "/tmp", MINIO_API_STALE_UPLOADS_EXPIRY = "24h", MINIO_BROWSER = "off", MINIO_ERASURE_SET_DRIVE_COUNT = "16", MINIO_PROMETHEUS_AUTH_TYPE = "public", MINIO_STORAGE_CLASS_STANDARD = "EC:4", MINIO_UPDATE = "off" }
    error_message = "Got ${jsonencode(yamldecode(kubectl_manifest.tenant.yaml_body).spec.env)}."
  }

  assert {
    condition     = yamldecode(kubectl_manifest.tenant.yaml_body).spec.requestAutoCert == false && !can(yamldecode(kubectl_manifest.tenant.yaml_body).spec.externalCertSecret) && output.object_store.endpoint == "http://minio.object-store.svc"
    error_message = "Plain within the cluster."
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.server.spec[0].max_unavailable == "1" && kubernetes_pod_disruption_budget_v1.server.spec[0].selector[0].match_labels == tomap({ "v1.min.io/tenant" = "minio" })
    error_message = "One server at a time."
  }
}

run "one_volume_for_development" {
  command = plan

  variables {
    pool        = { volume_size = "80Gi" }
    quota_scale = 0.1
  }

  assert {
    condition     = { for e in yamldecode(kubectl_manifest.tenant.yaml_body).spec.env : e.name => e.value if startswith(e.name, "MINIO_E") || startswith(e.name, "MINIO_S") } == {}
    error_message = "No erasure coding."
  }

  assert {
    condition     = output.object_store.capacity == { raw_gib = 80, drives = 1, parity = 0, usable_gib = 80, allocated_gib = 60, headroom_gib = 20, fits = true }
    error_message = "A tenth of the quotas: ${jsonencode(output.object_store.capacity)}."
  }

  assert {
    condition     = kubernetes_pod_disruption_budget_v1.server == null
    error_message = "A budget for one pod blocks every node drain."
  }
}
