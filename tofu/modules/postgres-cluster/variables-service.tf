variable "parameters" {
  description = "Map of PostgreSQL's parameters, as shared_buffers = \"256MB\"; default: the operator's own. Not those that the operator or another variable sets."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.parameters) : can(regex("^[a-z_]+(\\.[a-z_]+)?$", key))])
    error_message = "parameters must have names of parameters, as shared_buffers."
  }
  validation {
    condition     = alltrue([for key in keys(var.parameters) : !startswith(key, "ssl") && key != "password_encryption"])
    error_message = "parameters must not set ssl… or password_encryption: connections are by TLS, passwords by SCRAM-SHA-256."
  }
  validation {
    condition     = alltrue([for key in keys(var.parameters) : !contains(["archive_command", "archive_mode", "restore_command", "listen_addresses", "port", "fsync", "full_page_writes"], key)])
    error_message = "parameters must not set archive_command, archive_mode, restore_command, listen_addresses, port, fsync or full_page_writes: backups, failover and the data itself rely on them."
  }
  validation {
    condition     = !contains(keys(var.parameters), "max_connections")
    error_message = "parameters must not set max_connections: the variable max_connections does, and an alert counts with it."
  }
}

variable "max_connections" {
  description = "Number of connections that each instance takes; default 100."
  type        = number
  default     = 100
  nullable    = false

  validation {
    condition     = var.max_connections >= 20 && var.max_connections <= 1000 && floor(var.max_connections) == var.max_connections
    error_message = "max_connections must be a whole number from 20 to 1000: the operator needs some itself, and each costs memory."
  }
}

variable "resources" {
  description = <<-EOT
    Resources of each instance; default 500m and 1Gi, limited to 1Gi.
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
    requests = { cpu = "500m", memory = "1Gi" }
    limits   = { memory = "1Gi" }
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

variable "anti_affinity" {
  description = "Whether no two instances may (required, default) or should (preferred) be on one node."
  type        = string
  default     = "required"
  nullable    = false

  validation {
    condition     = contains(["required", "preferred"], var.anti_affinity)
    error_message = "anti_affinity must be required or preferred."
  }
}

variable "scheduling" {
  description = <<-EOT
    Where instances may run.
    node_selector: map of node labels; default: none.
    tolerations: list of key, operator (Equal, default, or Exists), value and effect; default: none.
    priority_class_name: default: the cluster's.
  EOT
  type = object({
    node_selector = optional(map(string), {})
    tolerations = optional(list(object({
      key      = string
      operator = optional(string, "Equal")
      value    = optional(string)
      effect   = optional(string)
    })), [])
    priority_class_name = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for t in var.scheduling.tolerations : contains(["Equal", "Exists"], t.operator) && (t.operator == "Equal") == (t.value != null)])
    error_message = "scheduling.tolerations need operator Equal with a value, or Exists without one."
  }
  validation {
    condition     = alltrue([for t in var.scheduling.tolerations : t.effect == null || contains(["NoSchedule", "PreferNoSchedule", "NoExecute"], coalesce(t.effect, "NoSchedule"))])
    error_message = "scheduling.tolerations[*].effect must be NoSchedule, PreferNoSchedule or NoExecute; none means all three."
  }
}

variable "service_account_annotations" {
  description = "Map of annotations of the instances' service account, for backups by an IAM role; default: none."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "clients" {
  description = <<-EOT
    Who may connect to PostgreSQL: list of pods; default: nobody.
    namespace: of the pods. pod_labels: map that selects them there.
  EOT
  type = list(object({
    namespace  = string
    pod_labels = map(string)
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for client in var.clients : can(regex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$", client.namespace))])
    error_message = "clients[*].namespace must be the name of a namespace."
  }
  validation {
    condition     = alltrue([for client in var.clients : length(client.pod_labels) > 0])
    error_message = "clients[*].pod_labels must not be empty: every pod of the namespace could connect."
  }
}
