variable "network_policy" {
  description = <<-EOT
    NetworkPolicy of the instances.
    enabled: default true.
    monitoring_namespace: of Prometheus; default monitoring.
  EOT
  type = object({
    enabled              = optional(bool, true)
    monitoring_namespace = optional(string, "monitoring")
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.network_policy.monitoring_namespace))
    error_message = "network_policy.monitoring_namespace must be the name of a namespace."
  }
}

variable "operator_namespace" {
  description = "Namespace of the CloudNativePG operator, which must reach the instances; default cnpg-system."
  type        = string
  default     = "cnpg-system"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.operator_namespace))
    error_message = "operator_namespace must be the name of a namespace."
  }
}

variable "kubernetes_api_cidrs" {
  description = "List of address ranges of the Kubernetes API server, as [\"10.0.0.1/32\"], which instances ask who is the primary; default: none, which lets them connect to ports 443 and 6443 anywhere."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.kubernetes_api_cidrs : can(cidrhost(cidr, 0))])
    error_message = "kubernetes_api_cidrs must be address ranges, as 10.0.0.1/32."
  }
}

variable "monitoring" {
  description = <<-EOT
    Objects for the Prometheus Operator, whose CRDs must be there.
    enabled: default true.
    labels: by which Prometheus chooses them; default release = prometheus.
    interval: between scrapes, as 30s; default 30s.
    alerts: whether alerts are made; default true.
    runbook_base_url: https:// address of the directory with the runbooks, without / at the end, for the alerts' runbook_url; default: none.
  EOT
  type = object({
    enabled          = optional(bool, true)
    labels           = optional(map(string), { release = "prometheus" })
    interval         = optional(string, "30s")
    alerts           = optional(bool, true)
    runbook_base_url = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^[1-9][0-9]*(s|m)$", var.monitoring.interval))
    error_message = "monitoring.interval must be seconds or minutes, as 30s."
  }
  validation {
    condition     = var.monitoring.runbook_base_url == null || can(regex("^https://[^\\s]+[^\\s/]$", var.monitoring.runbook_base_url))
    error_message = "monitoring.runbook_base_url must start with https:// and not end with /."
  }
}

variable "dashboard" {
  description = <<-EOT
    ConfigMap with a Grafana dashboard, for Grafana's sidecar.
    enabled: default false.
    namespace: where the sidecar looks; default: as namespace.
    labels: by which it chooses; default grafana_dashboard = "1".
  EOT
  type = object({
    enabled   = optional(bool, false)
    namespace = optional(string)
    labels    = optional(map(string), { grafana_dashboard = "1" })
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.dashboard.namespace == null || can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.dashboard.namespace))
    error_message = "dashboard.namespace must be the name of a namespace."
  }
}
