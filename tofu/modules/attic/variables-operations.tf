variable "replicas" {
  description = <<-EOT
    Number of pods of the API.
    min: default 2; at least 2 in prod. Above 1 there is a PodDisruptionBudget.
    max: default 6; equal to min for a fixed number.
    cpu_target: mean use of the CPU request, in percent, above which pods are added; default 70.
  EOT
  type = object({
    min        = optional(number, 2)
    max        = optional(number, 6)
    cpu_target = optional(number, 70)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.replicas.min >= 1 && floor(var.replicas.min) == var.replicas.min && floor(var.replicas.max) == var.replicas.max
    error_message = "replicas.min and max must be whole numbers, min at least 1."
  }
  validation {
    condition     = var.replicas.min <= var.replicas.max
    error_message = "replicas.min must not be above replicas.max."
  }
  validation {
    condition     = var.environment != "prod" || var.replicas.min >= 2
    error_message = "replicas.min must be at least 2 in prod: a node drain must not take the cache away."
  }
  validation {
    condition     = var.replicas.cpu_target >= 10 && var.replicas.cpu_target <= 95
    error_message = "replicas.cpu_target must be from 10 to 95 percent."
  }
}

variable "log_level" {
  description = "What the server logs: error, warn, info (default), debug or trace; from debug on, every SQL statement."
  type        = string
  default     = "info"
  nullable    = false

  validation {
    condition     = contains(["error", "warn", "info", "debug", "trace"], var.log_level)
    error_message = "log_level must be error, warn, info, debug or trace."
  }
}

variable "kubernetes_api_cidrs" {
  description = "List of address ranges of the Kubernetes API server, as [\"10.0.0.1/32\"], which the bootstrap Job writes public keys to; default: none, which lets it connect to ports 443 and 6443 anywhere."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for cidr in var.kubernetes_api_cidrs : can(cidrhost(cidr, 0))])
    error_message = "kubernetes_api_cidrs must be address ranges, as 10.0.0.1/32."
  }
}

variable "probe" {
  description = <<-EOT
    Reading of a public cache from outside the pods, through a blackbox exporter: what notices that the database is down, which Attic's own probes cannot.
    prober_url: host and port of the exporter, as blackbox-exporter.monitoring.svc:9115; default: none, no probe.
    module: of the exporter; default http_2xx.
  EOT
  type = object({
    prober_url = optional(string)
    module     = optional(string, "http_2xx")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.probe.prober_url == null || can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?:[1-9][0-9]{0,4}$", var.probe.prober_url))
    error_message = "probe.prober_url must be a host and a port, as blackbox-exporter.monitoring.svc:9115."
  }
  validation {
    condition     = var.probe.prober_url == null || anytrue([for cache in values(var.caches) : cache.public])
    error_message = "probe.prober_url needs a public cache: a private one answers 401 to the probe."
  }
  validation {
    condition     = var.probe.prober_url == null || var.monitoring.enabled
    error_message = "probe.prober_url needs monitoring.enabled: the Probe is an object of the Prometheus Operator."
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
