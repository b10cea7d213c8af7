variable "components" {
  description = <<-EOT
    Map of what runs: the outputs "resources" of the modules, so that the sum is of the very values that are deployed.
    replicas: number of pods, the least there will be.
    cpu ("1", "0.5" or "500m"), memory ("2Gi"), storage ("20Gi"; "0Gi": none): requested by one pod.
    group: minimum (the smallest useful stack), full (what is added to that for the full stack), or any other word: outside the planned budget.
    optional: whether the stack can do without; default false.
  EOT
  type = map(object({
    replicas = number
    cpu      = string
    memory   = string
    storage  = string
    group    = string
    optional = optional(bool, false)
  }))
  nullable = false

  validation {
    condition     = length(var.components) > 0
    error_message = "components must have at least one entry: an empty sum proves nothing."
  }
  validation {
    condition     = alltrue([for c in values(var.components) : c.replicas >= 1 && floor(c.replicas) == c.replicas])
    error_message = "components[*].replicas must be a whole number, at least 1: what does not run is left out."
  }
  validation {
    condition     = alltrue([for c in values(var.components) : can(regex("^([0-9]+m?|[0-9]+\\.[0-9]+)$", c.cpu))])
    error_message = "components[*].cpu must be a number of processors or of thousandths, as \"1\", \"0.5\" or \"500m\"."
  }
  validation {
    condition     = alltrue([for c in values(var.components) : can(regex("^[0-9]+(Ki|Mi|Gi|Ti)$", c.memory)) && can(regex("^[0-9]+(Ki|Mi|Gi|Ti)$", c.storage))])
    error_message = "components[*].memory and storage must be whole numbers with Ki, Mi, Gi or Ti, as \"512Mi\"; \"0Gi\" is none."
  }
  validation {
    condition     = alltrue([for c in values(var.components) : can(regex("^[a-z][a-z0-9-]*$", c.group))])
    error_message = "components[*].group must be minimum, full or another word of lower case letters, digits and -."
  }
}

variable "buckets" {
  description = "Map of buckets: quota (\"300Gi\"), and purpose, a word for the table; default: none."
  type = map(object({
    quota   = string
    purpose = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for b in values(var.buckets) : can(regex("^[1-9][0-9]*(Mi|Gi|Ti)$", b.quota))])
    error_message = "buckets[*].quota must be a whole number with Mi, Gi or Ti, as \"300Gi\"."
  }
}

variable "object_store" {
  description = <<-EOT
    Disks that the buckets are on; default: none of ours, its capacity is somebody else's affair.
    raw: size of all drives together, as "1072Gi".
    drives: of one erasure set, 1 to 16.
    parity: drives of the set that may fail, at most half of them. Data has what is left of raw: (drives - parity) / drives.
  EOT
  type = object({
    raw    = string
    drives = number
    parity = number
  })
  default = null

  validation {
    condition     = var.object_store == null || can(regex("^[1-9][0-9]*(Mi|Gi|Ti)$", var.object_store.raw))
    error_message = "object_store.raw must be a whole number with Mi, Gi or Ti, as \"1072Gi\"."
  }
  validation {
    condition     = var.object_store == null || try(var.object_store.drives >= 1 && var.object_store.drives <= 16 && floor(var.object_store.drives) == var.object_store.drives, false)
    error_message = "object_store.drives must be a whole number from 1 to 16: an erasure set has no more."
  }
  validation {
    condition     = var.object_store == null || try(var.object_store.parity >= 0 && var.object_store.parity * 2 <= var.object_store.drives && floor(var.object_store.parity) == var.object_store.parity, false)
    error_message = "object_store.parity must be a whole number from 0 to half of object_store.drives."
  }
}

variable "headroom_ratio" {
  description = "Part of the usable capacity that the buckets' quotas must leave free, from 0 to 0.9; default 0."
  type        = number
  default     = 0
  nullable    = false

  validation {
    condition     = var.headroom_ratio >= 0 && var.headroom_ratio <= 0.9
    error_message = "headroom_ratio must be from 0 to 0.9."
  }
}

variable "expected" {
  description = <<-EOT
    The planned budget; default: nothing is compared.
    minimum, full: objects of cpu (processors), memory_gib and storage_gib. full includes minimum.
    buckets_gib: sum of the quotas.
  EOT
  type = object({
    minimum     = object({ cpu = number, memory_gib = number, storage_gib = number })
    full        = object({ cpu = number, memory_gib = number, storage_gib = number })
    buckets_gib = number
  })
  default = null
}
