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

variable "create_namespace" {
  description = "Whether to make the namespace bazel-cache. Default false: stack platform makes it, or stack attic with operators.install, since the bucket's credentials are put there first."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.create_namespace || !contains(var.platform.namespaces, "bazel-cache")
    error_message = "create_namespace must be false: stack platform makes the namespace bazel-cache (platform.namespaces)."
  }
}

variable "object_store" {
  description = "The object store that stack attic hands over, with a bucket for service \"bazel-cache\" and a Secret with its credentials in the namespace bazel-cache. Written by `bazel run //tofu/stacks/attic:<environment>.handover`."
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
    condition     = contains(keys(var.object_store.buckets), "bazel-cache")
    error_message = "object_store.buckets must have \"bazel-cache\": the bucket that all pods share. It has: ${join(", ", keys(var.object_store.buckets))}."
  }
  validation {
    condition     = can(var.object_store.buckets["bazel-cache"].secrets["bazel-cache"]) || !contains(keys(var.object_store.buckets), "bazel-cache")
    error_message = "object_store.buckets[\"bazel-cache\"].secrets must have the namespace bazel-cache: without the Secret there, pods cannot reach S3. Name it in stack attic's object_store.buckets[\"bazel-cache\"].secret_targets."
  }
  validation {
    condition     = try(var.object_store.buckets["bazel-cache"].expire_days, 1) != null
    error_message = "object_store.buckets[\"bazel-cache\"].expire_days must be set: bazel-remote never deletes from S3, so that the bucket would fill up to its quota and then take nothing more."
  }
}

variable "image" {
  description = <<-EOT
    Container image; default: the module's.
    repository, tag, digest (sha256:…; prod demands it), pull_policy, pull_secrets: as module bazel-cache says.
  EOT
  type = object({
    repository   = string
    tag          = optional(string)
    digest       = optional(string)
    pull_policy  = optional(string, "IfNotPresent")
    pull_secrets = optional(list(string), [])
  })
  default = null
}

variable "replicas" {
  description = "Number of pods: min (default 2), max (default 4) and cpu_target (percent, default 70)."
  type = object({
    min        = optional(number, 2)
    max        = optional(number, 4)
    cpu_target = optional(number, 70)
  })
  default  = {}
  nullable = false
}

variable "resources" {
  description = "Resources of each pod: requests and limits of cpu and memory; default 1 CPU and 2Gi, limited to 2Gi: with two pods, the plan's smallest stack."
  type = object({
    requests = object({
      cpu    = string
      memory = string
    })
    limits = optional(object({
      cpu    = optional(string)
      memory = string
    }))
  })
  default = {
    requests = { cpu = "1", memory = "2Gi" }
    limits   = { memory = "2Gi" }
  }
  nullable = false
}

variable "cache_volume" {
  description = "Local disk of each pod, in front of S3: type (emptyDir or pvc), size_gib (default 20), storage_class, fill_ratio (default 0.85)."
  type = object({
    type          = optional(string, "emptyDir")
    size_gib      = optional(number, 20)
    storage_class = optional(string)
    fill_ratio    = optional(number, 0.85)
  })
  default  = {}
  nullable = false
}

variable "s3_prefix" {
  description = "Prefix of all objects in the bucket; another one is an empty cache, for when a poisoned entry must go. Default: none."
  type        = string
  default     = ""
  nullable    = false
}

variable "exposure" {
  description = "How clients outside the cluster get in: mode (none, the default, ingress or gateway), host, tls, ingress, gateway, as module bazel-cache says. The host is below domain."
  type = object({
    mode = optional(string, "none")
    host = optional(string)
    tls = optional(object({
      secret_name = optional(string)
      issuer_kind = optional(string, "ClusterIssuer")
      issuer_name = optional(string)
    }), {})
    ingress = optional(object({
      class_name  = string
      annotations = optional(map(string), {})
    }))
    gateway = optional(object({
      name         = string
      namespace    = string
      section_name = optional(string)
    }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.exposure.host == null || try(endswith(var.exposure.host, ".${var.domain}"), false)
    error_message = "exposure.host must be below domain, as bazel-cache.${var.domain}."
  }
}

variable "network_policy" {
  description = "Who may connect: enabled, ingress_namespaces (of CI runners, gateway or ingress controller), monitoring_namespace, extra_egress_cidrs, as module bazel-cache says."
  type = object({
    enabled              = optional(bool, true)
    ingress_namespaces   = optional(list(string), [])
    monitoring_namespace = optional(string, "monitoring")
    extra_egress_cidrs = optional(list(object({
      cidr  = string
      ports = list(number)
    })), [])
  })
  default  = {}
  nullable = false
}

variable "monitoring" {
  description = "Objects for the Prometheus Operator and Grafana: enabled, labels, interval, alerts, runbook_base_url, as module bazel-cache says, and dashboards (a ConfigMap for Grafana's sidecar; default true)."
  type = object({
    enabled          = optional(bool, true)
    labels           = optional(map(string), { release = "prometheus" })
    interval         = optional(string, "30s")
    alerts           = optional(bool, true)
    runbook_base_url = optional(string, "https://github.com/gloriousflywheel/flywheel/blob/main/tofu/modules/bazel-cache/runbooks")
    dashboards       = optional(bool, true)
  })
  default  = {}
  nullable = false
}

variable "credentials" {
  description = <<-EOT
    Who may write. The stack makes a password that no plan and no state ever holds: as a hash for the pods, and as it is in the Secret
    bazel-cache-writer (keys username and password), which CI reads.
    auth: htpasswd (default), or none: whoever may connect writes; only where nothing is exposed.
    htpasswd_secret: name of a Secret of yours with key htpasswd, instead; default: none.
    namespaces: list of further namespaces that get bazel-cache-writer, of CI runners; default: none.
    revision: raise it to make another password, or after htpasswd_secret has changed; default 1.
  EOT
  type = object({
    auth            = optional(string, "htpasswd")
    htpasswd_secret = optional(string)
    namespaces      = optional(list(string), [])
    revision        = optional(number, 1)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["htpasswd", "none"], var.credentials.auth)
    error_message = "credentials.auth must be htpasswd or none."
  }
  validation {
    condition     = var.credentials.auth == "htpasswd" || var.credentials.htpasswd_secret == null
    error_message = "credentials.htpasswd_secret belongs to credentials.auth htpasswd."
  }
  validation {
    condition     = var.credentials.auth == "htpasswd" || var.exposure.mode == "none"
    error_message = "credentials.auth must be htpasswd where exposure.mode is not none: anyone could write into everyone's builds."
  }
  validation {
    condition     = var.environment != "prod" || var.credentials.auth == "htpasswd"
    error_message = "credentials.auth must be htpasswd in prod: whoever may write decides what everybody's builds contain."
  }
  validation {
    condition     = var.credentials.revision >= 1 && floor(var.credentials.revision) == var.credentials.revision
    error_message = "credentials.revision must be a whole number, at least 1."
  }
  validation {
    condition     = !contains(var.credentials.namespaces, "bazel-cache") && length(distinct(var.credentials.namespaces)) == length(var.credentials.namespaces)
    error_message = "credentials.namespaces must be other namespaces than bazel-cache, which has the Secret anyway, each once."
  }
}

variable "budget" {
  description = "Planned resources, which a plan that departs from them is refused by: minimum and full (cpu, memory_gib, storage_gib) and buckets_gib; default: nothing is compared."
  type = object({
    minimum     = object({ cpu = number, memory_gib = number, storage_gib = number })
    full        = object({ cpu = number, memory_gib = number, storage_gib = number })
    buckets_gib = number
  })
  default = null
}
