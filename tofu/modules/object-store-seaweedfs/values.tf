# Values of the chart: only keys that it knows, Helm ignores others in silence.
locals {
  # The chart's own are directories of the host, containers as root, and its service account's token in each pod.
  secure = {
    podSecurityContext = {
      enabled             = true
      runAsNonRoot        = local.defaults.pod_security_context.run_as_non_root
      runAsUser           = local.defaults.pod_security_context.run_as_user
      runAsGroup          = local.defaults.pod_security_context.run_as_group
      fsGroup             = local.defaults.pod_security_context.fs_group
      fsGroupChangePolicy = local.defaults.pod_security_context.fs_group_change_policy
      seccompProfile      = { type = local.defaults.pod_security_context.seccomp_profile_type }
    }
    containerSecurityContext = {
      enabled                  = true
      allowPrivilegeEscalation = local.defaults.container_security_context.allow_privilege_escalation
      privileged               = local.defaults.container_security_context.privileged
      readOnlyRootFilesystem   = local.defaults.container_security_context.read_only_root_filesystem
      runAsNonRoot             = local.defaults.container_security_context.run_as_non_root
      capabilities             = { drop = local.defaults.container_security_context.capabilities_drop }
    }
    logs              = { type = "emptyDir" }
    extraVolumes      = yamlencode([{ name = "tmp", emptyDir = { sizeLimit = "256Mi" } }])
    extraVolumeMounts = yamlencode([{ name = "tmp", mountPath = "/tmp" }])
    imageOverride     = local.defaults.image
    # The one without a token: the chart's gateways would take the namespace's own.
    serviceAccountName = var.name
    podLabels          = { for key, value in local.labels : key => value if !startswith(key, "app.kubernetes.io/") }
  }

  storage_class = var.volume.storage_class == null ? "" : var.volume.storage_class
  claim = {
    for name, size in { master = "1Gi", filer = var.filer.size } :
    name => { type = "persistentVolumeClaim", size = size, storageClass = local.storage_class }
  }

  replication = format("%03d", var.volume.copies - 1)

  values = {
    fullnameOverride = var.name
    global = {
      seaweedfs = {
        createClusterRole            = false
        serviceAccountName           = var.name
        automountServiceAccountToken = false
        enableReplication            = var.volume.copies > 1
        replicationPlacement         = local.replication
        monitoring                   = { enabled = var.monitoring.enabled, additionalLabels = var.monitoring.labels }
      }
    }
    master = merge(local.secure, {
      replicas           = var.masters
      defaultReplication = local.replication
      data               = local.claim.master
      resources          = { requests = { cpu = "100m", memory = "128Mi" }, limits = { memory = "512Mi" } }
    })
    volume = merge(local.secure, {
      replicas   = var.volume.servers
      dataDirs   = [{ name = "data", type = "persistentVolumeClaim", size = var.volume.size, storageClass = local.storage_class, maxVolumes = 0 }]
      resizeHook = { enabled = false }
      resources  = local.resources
    })
    filer = merge(local.secure, {
      replicas                = 1
      defaultReplicaPlacement = local.replication
      data                    = local.claim.filer
      resources               = { requests = { cpu = "200m", memory = "512Mi" }, limits = { memory = "1Gi" } }
    })
    s3 = merge(local.secure, {
      enabled              = true
      replicas             = var.gateways
      port                 = local.port
      enableAuth           = true
      existingConfigSecret = kubernetes_secret_v1.config.metadata[0].name
      podAnnotations       = { "flywheel.dev/credentials-revision" = tostring(local.revision) }
      resources            = { requests = { cpu = "200m", memory = "256Mi" }, limits = { memory = "1Gi" } }
      createBuckets = [
        for key, b in var.buckets : merge(
          { name = b.bucket, anonymousRead = false },
          { for name, value in { ttl = b.expire_days == null ? null : "${b.expire_days}d", versioning = b.versioning ? "Enabled" : null } : name => value if value != null },
        )
      ]
    })
  }

  resources = {
    for name, quantities in { requests = var.resources.requests, limits = var.resources.limits } :
    name => { for key, quantity in quantities : key => quantity if quantity != null } if quantities != null
  }
}
