variable "object_store" {
  description = <<-EOT
    Where objects are.
    backend: minio-tenant, seaweedfs, or external (AWS S3, Ceph, R2).
    quota_scale: factor of every bucket's quota, for small environments; default 1.
    headroom_ratio: part of the usable capacity that quotas leave free; default 0.2.
    public_host: name by which clients outside reach S3, below domain: Attic redirects them there. Wanted with exposure. It is served as exposure says.
    public_cidrs: address ranges that public_host resolves to, for Attic's NetworkPolicy: Attic then reaches S3 by that name, too.
    minio: image and client_image (repository, tag, digest), pool (servers, volumes_per_server, volume_size, storage_class), parity, and
    acknowledge_minio_state, which must be true: MinIO is no longer maintained.
    seaweedfs: image, and volume (servers, size, copies, storage_class), as module object-store-seaweedfs says.
    external: endpoint, region, path_style, public_endpoint, cidrs, and secrets: map of bucket to a map of namespace to the Secret there.
  EOT
  type = object({
    backend        = string
    quota_scale    = optional(number, 1)
    headroom_ratio = optional(number, 0.2)
    public_host    = optional(string)
    public_cidrs   = optional(list(string), [])
    minio = optional(object({
      acknowledge_minio_state = optional(bool, false)
      image                   = object({ repository = string, tag = optional(string), digest = optional(string) })
      client_image            = object({ repository = string, tag = optional(string), digest = optional(string) })
      pool = object({
        servers            = optional(number, 1)
        volumes_per_server = optional(number, 1)
        volume_size        = string
        storage_class      = optional(string)
      })
      parity = optional(number)
    }))
    seaweedfs = optional(object({
      image = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
      volume = object({
        servers       = optional(number, 1)
        size          = string
        copies        = optional(number, 1)
        storage_class = optional(string)
      })
    }))
    external = optional(object({
      endpoint        = string
      region          = optional(string, "us-east-1")
      path_style      = optional(bool, true)
      public_endpoint = optional(string)
      cidrs           = list(string)
      secrets         = map(map(string))
    }))
  })
  nullable = false

  validation {
    condition     = contains(["minio-tenant", "seaweedfs", "external"], var.object_store.backend)
    error_message = "object_store.backend must be minio-tenant, seaweedfs or external."
  }
  validation {
    condition = alltrue([
      for backend, settings in { minio-tenant = var.object_store.minio, seaweedfs = var.object_store.seaweedfs, external = var.object_store.external } :
      (settings != null) == (backend == var.object_store.backend)
    ])
    error_message = "object_store must have the settings of its backend and of no other: minio for minio-tenant, seaweedfs, or external."
  }
  validation {
    condition     = var.object_store.minio == null || try(var.object_store.minio.acknowledge_minio_state, false)
    error_message = "object_store.minio.acknowledge_minio_state must be true: MinIO is no longer maintained, and nothing in it will be fixed. Or choose another object_store.backend."
  }
  validation {
    condition     = var.object_store.quota_scale > 0 && var.object_store.quota_scale <= 100
    error_message = "object_store.quota_scale must be above 0 and at most 100."
  }
  validation {
    condition     = var.object_store.public_host == null || try(endswith(var.object_store.public_host, ".${var.domain}"), false)
    error_message = "object_store.public_host must be below domain, as s3.${var.domain}."
  }
  validation {
    condition     = var.object_store.public_host == null || (var.object_store.backend != "external" && var.exposure.mode != "none")
    error_message = "object_store.public_host needs an exposure, and a store of ours: an external store has its own name (external.public_endpoint)."
  }
}

variable "buckets" {
  description = <<-EOT
    Buckets by the service that uses each. Default: the plan's five, 600Gi together.
    bucket: name. quota: whole Gi, before quota_scale. purpose: cache, attic, backup or blobs: only caches may expire.
    expire_days: days after which objects go; default: never.
    namespaces: those that get a Secret with its credentials. clients: further ones whose pods connect, as Galaxy's, whose Secret stack packages makes; default: none.
    credentials_revision: raise it to make other credentials; default 1.
  EOT
  type = map(object({
    bucket               = string
    quota                = string
    purpose              = string
    expire_days          = optional(number)
    namespaces           = list(string)
    clients              = optional(list(string), [])
    credentials_revision = optional(number, 1)
  }))
  default = {
    attic       = { bucket = "attic", quota = "300Gi", purpose = "attic", namespaces = ["attic"] }
    bazel-cache = { bucket = "bazel-cache", quota = "100Gi", purpose = "cache", expire_days = 30, namespaces = ["bazel-cache"] }
    nexus       = { bucket = "nexus-blobs", quota = "100Gi", purpose = "blobs", namespaces = ["packages"] }
    pulp        = { bucket = "pulp-content", quota = "50Gi", purpose = "blobs", namespaces = ["packages"], clients = ["galaxy"] }
    pg-backup   = { bucket = "pg-backup", quota = "50Gi", purpose = "backup", namespaces = ["attic", "packages"] }
  }
  nullable = false

  validation {
    condition     = alltrue([for service in ["attic", "pg-backup"] : contains(keys(var.buckets), service)])
    error_message = "buckets must have \"attic\" and \"pg-backup\": the cache's chunks and the database's backups."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : can(regex("^[1-9][0-9]*Gi$", b.quota))])
    error_message = "buckets[*].quota must be whole Gi, as \"300Gi\"."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : contains(["cache", "attic", "backup", "blobs"], b.purpose)])
    error_message = "buckets[*].purpose must be cache, attic, backup or blobs."
  }
  validation {
    condition     = alltrue([for b in values(var.buckets) : b.expire_days == null || b.purpose == "cache"])
    error_message = "buckets[*].expire_days is for purpose cache alone: Attic's chunks and backups that S3 deletes are lost under a database that still counts on them. Attic's garbage collection and the backups' retention are what deletes."
  }
}

variable "postgres" {
  description = <<-EOT
    PostgreSQL of Attic, by CloudNativePG.
    instances: default 1; prod needs 3.
    image: default: the operator module's. storage: size, wal_size, class.
    resources: of each instance. parameters: map, of postgresql.conf.
    backup: enabled (default true), retention (default 30d), schedule (six fields, seconds first; default 02:00 each day).
    recovery: source_server and target_time: make the database from its backup; default: a new one.
    app_revision: raise it after the operator has changed the application's password, so that Attic's pods restart; default 1.
  EOT
  type = object({
    instances = optional(number, 1)
    image     = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
    storage = object({
      size     = string
      wal_size = optional(string)
      class    = optional(string)
    })
    resources = optional(object({
      requests = object({ cpu = string, memory = string })
      limits   = optional(object({ cpu = optional(string), memory = string }))
    }))
    parameters = optional(map(string), {})
    backup = optional(object({
      enabled   = optional(bool, true)
      retention = optional(string, "30d")
      schedule  = optional(string, "0 0 2 * * *")
    }), {})
    recovery = optional(object({
      source_server = string
      target_time   = optional(string)
    }))
    app_revision = optional(number, 1)
  })
  nullable = false
}
