variable "namespace" {
  description = "Namespace of the operator; default cnpg-system. It must exist, and nothing else needs to be in it."
  type        = string
  default     = "cnpg-system"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", var.namespace))
    error_message = "namespace must be 1 to 63 lower case letters, digits and -, and neither begin nor end with -."
  }
}

variable "environment" {
  description = "dev, staging or prod. In prod there are at least two replicas, and a plan that destroys the operator is refused."
  type        = string
  nullable    = false

  validation {
    condition     = contains(["dev", "staging", "prod"], var.environment)
    error_message = "environment must be dev, staging or prod."
  }
}

variable "labels" {
  description = "Map of further labels for every object; default: none."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.labels) : !startswith(key, "app.kubernetes.io/") && !startswith(key, "flywheel.dev/")])
    error_message = "labels must not set app.kubernetes.io/… or flywheel.dev/…: the module sets those, and selectors rely on them."
  }
}

variable "operator_chart_version" {
  description = "Version of the chart cloudnative-pg; default 0.29.1, CloudNativePG 1.30. Older charts bring versions without the fixes of CVE-2026-55769 and CVE-2026-55765."
  type        = string
  # 0.29.1 (2026-09-23): github.com/cloudnative-pg/charts/releases/tag/cloudnative-pg-v0.29.1.
  # renovate: datasource=helm depName=cloudnative-pg registryUrl=https://cloudnative-pg.github.io/charts
  default  = "0.29.1"
  nullable = false

  validation {
    condition     = can(regex("^[0-9]+\\.[0-9]+\\.[0-9]+$", var.operator_chart_version))
    error_message = "operator_chart_version must be an exact version, as 0.29.1: a range would install another one tomorrow."
  }

  validation {
    condition     = contains(keys(local.operator_versions), try(regex("^[0-9]+\\.[0-9]+", var.operator_chart_version), ""))
    error_message = "operator_chart_version must be of ${join(", ", keys(local.operator_versions))}: of others it is not known here which CloudNativePG they bring, and older ones are no longer supported."
  }
}

variable "plugin_chart_version" {
  description = "Version of the chart plugin-barman-cloud; default 0.8.1."
  type        = string
  # 0.8.1 (2026-09-30): github.com/cloudnative-pg/charts/releases/tag/plugin-barman-cloud-v0.8.1.
  # renovate: datasource=helm depName=plugin-barman-cloud registryUrl=https://cloudnative-pg.github.io/charts
  default  = "0.8.1"
  nullable = false

  validation {
    condition     = can(regex("^[0-9]+\\.[0-9]+\\.[0-9]+$", var.plugin_chart_version))
    error_message = "plugin_chart_version must be an exact version, as 0.8.1: a range would install another one tomorrow."
  }
}

variable "chart_repository" {
  description = "Helm repository of the charts, https:// or oci://, for a mirror; default https://cloudnative-pg.github.io/charts."
  type        = string
  default     = "https://cloudnative-pg.github.io/charts"
  nullable    = false

  validation {
    condition     = can(regex("^(https|oci)://[a-z0-9.-]+(:[0-9]+)?(/\\S*)?$", var.chart_repository))
    error_message = "chart_repository must be an address that begins with https:// or oci://."
  }
}

variable "install_barman_plugin" {
  description = "Whether the Barman Cloud plugin is installed, by which backups are made; default true. It needs cert-manager."
  type        = bool
  default     = true
  nullable    = false
}

variable "replicas" {
  description = "Number of pods, one of which works while the others wait; at least 2 in prod; default 2, 1 is enough for a development cluster."
  type        = number
  default     = 2
  nullable    = false

  validation {
    condition     = var.replicas >= 1 && var.replicas <= 5 && floor(var.replicas) == var.replicas
    error_message = "replicas must be a whole number from 1 to 5."
  }
  validation {
    condition     = var.environment != "prod" || var.replicas >= 2
    error_message = "replicas must be at least 2 in prod: without the operator there is no failover and no change."
  }
}

variable "watch_namespaces" {
  description = "List of the namespaces whose clusters the operator looks after; default: all."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for namespace in var.watch_namespaces : can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", namespace))])
    error_message = "watch_namespaces must be names of namespaces."
  }
}
