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
  EOT
  type = object({
    enabled    = optional(bool, true)
    labels     = optional(map(string), { release = "prometheus" })
    interval   = optional(string, "30s")
    alerts     = optional(bool, true)
    runbooks   = optional(string, "https://github.com/gloriousflywheel/flywheel/blob/main/tofu/modules")
    dashboards = optional(bool, true)
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
