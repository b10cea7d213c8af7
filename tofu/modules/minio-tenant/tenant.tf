locals {
  # What the operator gives its pods: fixed, and what everything here selects by.
  pod_labels = { "v1.min.io/tenant" = var.name }

  server_env = merge(
    {
      # Only whom the NetworkPolicy admits reaches the metrics; what they tell is names and sizes of buckets.
      MINIO_PROMETHEUS_AUTH_TYPE     = "public"
      MINIO_API_STALE_UPLOADS_EXPIRY = "${var.stale_uploads_hours}h"
      MINIO_BROWSER                  = "off"
      # The operator would have servers exchange their own program, which a read-only root file system refuses. Told that this is
      # off, it replaces the pods instead.
      MINIO_UPDATE = "off"
      # The root file system is read-only.
      HOME = "/tmp"
    },
    local.drives == 1 ? {} : {
      MINIO_ERASURE_SET_DRIVE_COUNT = tostring(local.set_drives)
      MINIO_STORAGE_CLASS_STANDARD  = "EC:${local.parity}"
    },
  )

  server_security = local.defaults["server"].pod_security_context
  server_pod_security = {
    runAsNonRoot        = local.server_security.run_as_non_root
    runAsUser           = local.server_security.run_as_user
    runAsGroup          = local.server_security.run_as_group
    fsGroup             = local.server_security.fs_group
    fsGroupChangePolicy = local.server_security.fs_group_change_policy
    seccompProfile      = { type = local.server_security.seccomp_profile_type }
  }
  server_container_security = {
    allowPrivilegeEscalation = local.defaults["server"].container_security_context.allow_privilege_escalation
    privileged               = local.defaults["server"].container_security_context.privileged
    readOnlyRootFilesystem   = local.defaults["server"].container_security_context.read_only_root_filesystem
    runAsNonRoot             = local.defaults["server"].container_security_context.run_as_non_root
    runAsUser                = local.server_security.run_as_user
    runAsGroup               = local.server_security.run_as_group
    capabilities             = { drop = local.defaults["server"].container_security_context.capabilities_drop }
    seccompProfile           = { type = local.server_security.seccomp_profile_type }
  }

  probe = { httpGet = { path = "/minio/health/live", port = local.port, scheme = upper(local.scheme) } }

  pool = merge(
    {
      name             = "pool-0"
      servers          = var.pool.servers
      volumesPerServer = var.pool.volumes_per_server
      volumeClaimTemplate = {
        metadata = { name = "data" }
        spec = merge(
          { accessModes = ["ReadWriteOnce"], resources = { requests = { storage = var.pool.volume_size } } },
          var.pool.storage_class == null ? {} : { storageClassName = var.pool.storage_class },
        )
      }
      resources                     = local.resources
      securityContext               = local.server_pod_security
      containerSecurityContext      = local.server_container_security
      terminationGracePeriodSeconds = local.defaults["server"].pod.termination_grace_period_seconds
      # A change restarts the pods, one after the other.
      annotations = { "flywheel.dev/root-revision" = tostring(var.root_revision) }
      topologySpreadConstraints = [
        for c in local.defaults["server"].topology_spread : {
          maxSkew           = c.max_skew
          topologyKey       = c.topology_key
          whenUnsatisfiable = c.when_unsatisfiable
          labelSelector     = { matchLabels = local.pod_labels }
        }
      ]
    },
    { for key, value in { nodeSelector = var.scheduling.node_selector } : key => value if length(value) > 0 },
    { for key, value in { tolerations = [for t in var.scheduling.tolerations : { for k, v in t : k => v if v != null }] } : key => value if length(value) > 0 },
  )
  resources = {
    for name, quantities in { requests = var.resources.requests, limits = var.resources.limits } :
    name => { for key, quantity in quantities : key => quantity if quantity != null } if quantities != null
  }

  # No users and no buckets: those the operator makes may administer everything. The bootstrap Job makes them.
  tenant_spec = merge(
    {
      image               = local.defaults["server"].image
      imagePullPolicy     = var.image.pull_policy
      configuration       = { name = kubernetes_secret_v1.root.metadata[0].name }
      mountPath           = "/export"
      podManagementPolicy = "Parallel"
      requestAutoCert     = false
      prometheusOperator  = false
      features            = { bucketDNS = false }
      pools               = [local.pool]
      poolsMetadata       = { labels = { for key, value in local.defaults["server"].labels : key => value if key != "app.kubernetes.io/managed-by" } }
      env                 = [for name, value in local.server_env : { name = name, value = value }]
      liveness            = merge(local.probe, { periodSeconds = 30, timeoutSeconds = 5, failureThreshold = 3 })
      readiness           = merge(local.probe, { periodSeconds = 10, timeoutSeconds = 2, failureThreshold = 3 })
      startup             = merge(local.probe, { periodSeconds = 2, timeoutSeconds = 2, failureThreshold = 60 })

      additionalVolumes      = [{ name = local.defaults["server"].tmp_volume.name, emptyDir = { sizeLimit = local.defaults["server"].tmp_volume.size_limit } }]
      additionalVolumeMounts = [{ name = local.defaults["server"].tmp_volume.name, mountPath = local.defaults["server"].tmp_volume.mount_path }]

      sideCars = { resources = { requests = { cpu = "50m", memory = "64Mi" }, limits = { memory = "128Mi" } } }
    },
    { for key, part in local.optional_spec : key => part.value if part.wanted },
  )
  optional_spec = {
    imagePullSecret    = { wanted = length(var.image.pull_secrets) > 0, value = { name = try(var.image.pull_secrets[0], null) } }
    priorityClassName  = { wanted = var.scheduling.priority_class_name != null, value = var.scheduling.priority_class_name }
    externalCertSecret = { wanted = local.tls, value = [{ name = var.tls.secret_name, type = "cert-manager.io/v1" }] }
  }
}

resource "kubectl_manifest" "tenant" {
  server_side_apply = true
  field_manager     = "opentofu"

  yaml_body = yamlencode({
    apiVersion = "minio.min.io/v2"
    kind       = "Tenant"
    metadata = {
      name      = var.name
      namespace = var.namespace
      labels    = local.labels
    }
    spec = local.tenant_spec
  })

  wait_for {
    field {
      key   = "status.currentState"
      value = "Initialized"
    }
  }

  timeouts {
    create = "20m"
  }

  depends_on = [kubernetes_network_policy_v1.server]

  lifecycle {
    precondition {
      condition     = local.capacity.fits
      error_message = "The buckets' quotas, ${local.allocated_gib}Gi, exceed what may be promised: ${local.raw_gib}Gi of disks are ${local.usable_gib}Gi usable with parity ${local.parity} of ${local.set_drives} drives, of which headroom_ratio ${var.headroom_ratio} stays free. Larger volumes, smaller quotas, or less parity."
    }
  }
}

resource "kubernetes_pod_disruption_budget_v1" "server" {
  metadata {
    name      = var.name
    namespace = var.namespace
    labels    = local.labels
  }

  spec {
    max_unavailable = local.defaults["server"].pod_disruption_budget.max_unavailable

    selector {
      match_labels = local.pod_labels
    }
  }

  lifecycle {
    enabled = local.defaults["server"].pod_disruption_budget.enabled
  }
}
