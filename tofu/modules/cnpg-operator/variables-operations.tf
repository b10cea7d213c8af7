variable "resources" {
  description = <<-EOT
    Resources of each pod of the operator; default 100m and 256Mi, limited to 512Mi.
    requests: cpu ("1", "0.5" or "500m") and memory ("2Gi"; Ki, Mi, Gi or Ti).
    limits: memory, at least the request, and cpu, best left out; default: none.
  EOT
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
    requests = { cpu = "100m", memory = "256Mi" }
    limits   = { memory = "512Mi" }
  }
  nullable = false

  validation {
    condition     = alltrue([for cpu in compact([var.resources.requests.cpu, try(var.resources.limits.cpu, null)]) : can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", cpu))])
    error_message = "resources.*.cpu must be a number of processors or of thousandths, as \"1\", \"0.5\" or \"500m\"."
  }
  validation {
    condition     = alltrue([for memory in compact([var.resources.requests.memory, try(var.resources.limits.memory, null)]) : can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", memory))])
    error_message = "resources.*.memory must be a whole number with Ki, Mi, Gi or Ti, as \"2Gi\"."
  }
  validation {
    condition = var.resources.limits == null || try(
      (tonumber(regex("^[0-9]+", var.resources.limits.memory)) * pow(1024, index(["Ki", "Mi", "Gi", "Ti"], regex("[KMGT]i$", var.resources.limits.memory)))) >=
      (tonumber(regex("^[0-9]+", var.resources.requests.memory)) * pow(1024, index(["Ki", "Mi", "Gi", "Ti"], regex("[KMGT]i$", var.resources.requests.memory)))),
      # Malformed quantities are the finding of the rule above.
      true,
    )
    error_message = "resources.limits.memory must be at least resources.requests.memory: Kubernetes refuses such a pod."
  }
}

variable "plugin_resources" {
  description = "Resources of the plugin's pod, as of resources; default 50m and 128Mi, limited to 256Mi. Backups are made by sidecars of the instances, not here."
  type = object({
    requests = object({ cpu = string, memory = string })
    limits   = object({ memory = string })
  })
  default = {
    requests = { cpu = "50m", memory = "128Mi" }
    limits   = { memory = "256Mi" }
  }
  nullable = false

  validation {
    condition     = can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", var.plugin_resources.requests.cpu)) && alltrue([for memory in [var.plugin_resources.requests.memory, var.plugin_resources.limits.memory] : can(regex("^[1-9][0-9]*(Ki|Mi|Gi|Ti)$", memory))])
    error_message = "plugin_resources must have quantities as \"50m\" and \"128Mi\"."
  }
}

variable "priority_class_name" {
  description = "PriorityClass of the pods; default system-cluster-critical: without the operator there is no failover."
  type        = string
  default     = "system-cluster-critical"
  nullable    = false
}

variable "prevent_destroy" {
  description = "Whether a plan that destroys the operator, and with it the kinds of objects it brings and all objects of them, is refused; default: in prod."
  type        = bool
  default     = null
}

variable "network_policy" {
  description = <<-EOT
    NetworkPolicies of the operator's pods.
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

variable "kubernetes_api_cidrs" {
  description = "List of address ranges of the Kubernetes API server, as [\"10.0.0.1/32\"], which everything here works by; default: none, which lets pods connect to ports 443 and 6443 anywhere."
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
    alerts: whether alerts are made; default true.
    runbook_base_url: https:// address of the directory with the runbooks, without / at the end, for the alerts' runbook_url; default: none.
  EOT
  type = object({
    enabled          = optional(bool, true)
    labels           = optional(map(string), { release = "prometheus" })
    alerts           = optional(bool, true)
    runbook_base_url = optional(string)
  })
  default  = {}
  nullable = false

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
