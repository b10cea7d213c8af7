# What other stacks hand over.
variable "platform" {
  description = <<-EOT
    What stack platform hands over, written by `bazel run //tofu/stacks/platform:<environment>.handover`.
    priority_classes: map of purpose (database, cache, batch) to the name of a PriorityClass.
    namespaces: list of those that it makes for other stacks.
    operators: what it installs: cnpg (namespace, backup_plugin) and minio (namespace); null: not there.
    Default: nothing is there.
  EOT
  type = object({
    priority_classes = optional(map(string), {})
    namespaces       = optional(list(string), [])
    operators = optional(object({
      cnpg  = optional(object({ namespace = string, backup_plugin = bool }))
      minio = optional(object({ namespace = string }))
    }), {})
  })
  default  = {}
  nullable = false
}

variable "object_store" {
  description = "The object store that stack attic hands over, with the buckets pg-backup, nexus and pulp, and Secrets with their credentials in the namespace packages. Written by `bazel run //tofu/stacks/attic:<environment>.handover`."
  type = object({
    endpoint         = string
    endpoint_host    = string
    endpoint_port    = number
    tls              = bool
    public_endpoint  = string
    region           = string
    path_style       = bool
    namespace        = string
    pod_port         = number
    cidrs            = list(string)
    credentials_keys = object({ access_key = string, secret_key = string })
    buckets = map(object({
      bucket               = string
      quota_gib            = number
      expire_days          = number
      exposed              = bool
      secrets              = map(string)
      credentials_revision = number
    }))
    capacity = object({
      raw_gib       = number
      drives        = number
      parity        = number
      usable_gib    = number
      allocated_gib = number
      headroom_gib  = number
      fits          = bool
    })
  })
  nullable = false

  validation {
    condition     = try(contains(keys(var.object_store.buckets["pg-backup"].secrets), "packages"), false)
    error_message = "object_store.buckets[\"pg-backup\"].secrets must have the namespace packages: the database's backups go there. Name it in stack attic's buckets[\"pg-backup\"].namespaces."
  }
  validation {
    condition     = !var.services.nexus || try(contains(keys(var.object_store.buckets["nexus"].secrets), "packages"), false)
    error_message = "object_store.buckets[\"nexus\"].secrets must have the namespace packages while services.nexus is on."
  }
  validation {
    condition     = !var.services.galaxy || try(contains(keys(var.object_store.buckets["pulp"].secrets), "packages"), false)
    error_message = "object_store.buckets[\"pulp\"].secrets must have the namespace packages while services.galaxy is on."
  }
}

variable "bazel_cache" {
  description = "What stack bazel-cache hands over: components, which module capacity counts with those of this stack, for the plan's smallest and full stack. Written by `bazel run //tofu/stacks/bazel-cache:<environment>.handover`. Default: nothing is counted."
  type = object({
    components = map(object({
      replicas = number
      cpu      = string
      memory   = string
      storage  = string
      group    = string
      optional = optional(bool, false)
    }))
  })
  default  = { components = {} }
  nullable = false
}
