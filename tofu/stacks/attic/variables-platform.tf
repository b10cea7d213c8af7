variable "platform" {
  description = <<-EOT
    What stack platform hands over, written by `bazel run //tofu/stacks/platform:<environment>.handover`.
    priority_classes: map of purpose (database, cache, batch) to the name of a PriorityClass.
    namespaces: list of those that it makes for other stacks.
    operators: what it installs: cnpg (namespace, backup_plugin) and minio (namespace); null: not there.
    Default: nothing is there, for operators.install.
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

variable "operators" {
  description = <<-EOT
    Whether this stack plays stack platform's part, for one cluster of one user.
    install: installs the operators of CloudNativePG and MinIO, and makes the namespaces bazel-cache and packages; default false.
    replicas: pods of each operator; default 1.
  EOT
  type = object({
    install  = optional(bool, false)
    replicas = optional(number, 1)
  })
  default  = {}
  nullable = false

  validation {
    condition     = !var.operators.install || var.environment != "prod"
    error_message = "operators.install must be false in prod: operators are of the whole cluster and belong to stack platform, or destroying this stack would take them from all others."
  }
  validation {
    condition     = var.operators.install || var.platform.operators.cnpg != null
    error_message = "platform.operators.cnpg must be set: nothing would make the database. Give what stack platform hands over (env/<environment>.handover.tfvars.json), or set operators.install = true for a cluster of your own."
  }
  validation {
    condition     = !var.operators.install || (var.platform.operators.cnpg == null && var.platform.operators.minio == null)
    error_message = "operators.install must be false where stack platform has installed operators (platform.operators): two of a kind fight over the same objects."
  }
}

variable "network_policy" {
  description = "Who may connect: ingress_namespaces (of CI runners, gateway or ingress controller), monitoring_namespace, kubernetes_api_cidrs (default: ports 443 and 6443 anywhere)."
  type = object({
    ingress_namespaces   = optional(list(string), [])
    monitoring_namespace = optional(string, "monitoring")
    kubernetes_api_cidrs = optional(list(string), [])
  })
  default  = {}
  nullable = false
}

variable "monitoring" {
  description = <<-EOT
    Objects for the Prometheus Operator and Grafana.
    enabled, labels, interval, alerts: as the modules say.
    runbooks: address below which each module's directory has its runbooks; default: this repository's.
    dashboards: ConfigMaps for Grafana's sidecar; default true.
    prober_url: host and port of a blackbox exporter, which reads a public cache from outside; default: none.
  EOT
  type = object({
    enabled    = optional(bool, true)
    labels     = optional(map(string), { release = "prometheus" })
    interval   = optional(string, "30s")
    alerts     = optional(bool, true)
    runbooks   = optional(string, "https://github.com/gloriousflywheel/flywheel/blob/main/tofu/modules")
    dashboards = optional(bool, true)
    prober_url = optional(string)
  })
  default  = {}
  nullable = false
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
