# Objects with and without an attribute are merged: both arms of a condition must have one type.
locals {
  cluster_spec = merge(
    {
      description     = "${var.database.name} of ${var.environment}"
      instances       = var.instances
      imageName       = local.defaults.image
      imagePullPolicy = var.image.pull_policy

      # A new version or parameter goes round by itself, the primary last, by a switchover.
      primaryUpdateStrategy = "unsupervised"
      primaryUpdateMethod   = "switchover"

      # The operator's budgets: one for the primary, one for the replicas. For one instance a budget blocks every node drain.
      enablePDB             = var.instances > 1
      enableSuperuserAccess = false

      storage    = local.volumes.data
      resources  = local.resources
      affinity   = local.affinity
      bootstrap  = local.bootstrap
      postgresql = local.postgresql

      seccompProfile    = { type = local.defaults.pod_security_context.seccomp_profile_type }
      inheritedMetadata = { labels = { for key, value in local.defaults.labels : key => value if key != "app.kubernetes.io/managed-by" } }
    },
    { for key, part in local.optional_spec : key => part.value if part.wanted },
  )

  optional_spec = {
    imagePullSecrets = {
      wanted = length(var.image.pull_secrets) > 0
      value  = [for name in var.image.pull_secrets : { name = name }]
    }
    priorityClassName = {
      wanted = var.scheduling.priority_class_name != null
      value  = var.scheduling.priority_class_name
    }
    serviceAccountTemplate = {
      wanted = length(var.service_account_annotations) > 0
      value  = { metadata = { annotations = var.service_account_annotations } }
    }
    walStorage       = { wanted = var.storage.wal_size != null, value = local.volumes.wal }
    plugins          = { wanted = var.backup.enabled, value = local.plugins }
    externalClusters = { wanted = var.recovery != null, value = local.recovery_sources }
  }

  volumes = {
    for name, size in { data = var.storage.size, wal = var.storage.wal_size } : name => {
      for key, value in {
        size               = size
        storageClass       = var.storage.class
        resizeInUseVolumes = var.storage.resize_in_use
      } : key => value if value != null
    }
  }

  resources = {
    for name, quantities in { requests = var.resources.requests, limits = var.resources.limits } :
    name => { for key, quantity in quantities : key => quantity if quantity != null } if quantities != null
  }

  affinity = {
    for key, value in {
      enablePodAntiAffinity = true
      podAntiAffinityType   = var.anti_affinity
      topologyKey           = "kubernetes.io/hostname"
      nodeSelector          = length(var.scheduling.node_selector) > 0 ? var.scheduling.node_selector : null
      tolerations           = length(local.tolerations) > 0 ? local.tolerations : null
    } : key => value if value != null
  }
  tolerations = [for t in var.scheduling.tolerations : { for key, value in t : key => value if value != null }]

  postgresql = {
    parameters = merge(var.parameters, { max_connections = tostring(var.max_connections) })
    # The operator appends "host all all all": without the second line a password could travel in clear text.
    pg_hba = [
      "hostssl all all all scram-sha-256",
      "hostnossl all all all reject",
    ]
  }

  initdb = merge(
    {
      database      = var.database.name
      owner         = var.database.owner
      encoding      = "UTF8"
      localeCollate = var.database.locale
      localeCType   = var.database.locale
      dataChecksums = true
    },
    { for key, value in { postInitApplicationSQL = [for name in var.database.extensions : "CREATE EXTENSION IF NOT EXISTS \"${name}\""] } : key => value if length(value) > 0 },
  )

  bootstrap = { for key, value in { initdb = local.initdb, recovery = local.recovery } : key => value if(key == "recovery") == (var.recovery != null) }
}
