variable "caches" {
  description = <<-EOT
    Caches, by name: what the bootstrap Job makes or changes. It deletes none. Default: main (90 days), ci (30), static (180) and devshells (60).
    retention_days: whole days without access after which a path goes; 0 keeps it for ever. At most 24855.
    public: whether it is read without a token; default true. Pushing always needs one.
    priority: lower comes first for Nix; cache.nixos.org has 40; default 41.
    upstream_cache_key_names: list of key names whose paths clients need not push; default cache.nixos.org-1.
    signing_key_secret: name of a Secret in the namespace whose key "keypair" holds <name>:<base64> as nix key generate-secret writes it; default: Attic makes a key, once.
    signing_key_revision: change it after that Secret has changed; default 1.
  EOT
  type = map(object({
    retention_days           = number
    public                   = optional(bool, true)
    priority                 = optional(number, 41)
    upstream_cache_key_names = optional(list(string), ["cache.nixos.org-1"])
    signing_key_secret       = optional(string)
    signing_key_revision     = optional(number, 1)
  }))
  default = {
    main      = { retention_days = 90 }
    ci        = { retention_days = 30 }
    static    = { retention_days = 180 }
    devshells = { retention_days = 60 }
  }
  nullable = false

  validation {
    condition     = length(var.caches) > 0
    error_message = "caches must have at least one cache: a server without any takes no path."
  }
  validation {
    condition     = alltrue([for name in keys(var.caches) : can(regex("^[A-Za-z0-9][A-Za-z0-9_+-]{0,49}$", name))])
    error_message = "caches must be named with 1 to 50 letters, digits, -, _ and +, beginning with a letter or digit: Attic refuses others."
  }
  validation {
    condition     = alltrue([for cache in values(var.caches) : cache.retention_days >= 0 && cache.retention_days <= 24855 && floor(cache.retention_days) == cache.retention_days])
    error_message = "caches[*].retention_days must be a whole number from 0 to 24855: Attic keeps seconds in 31 bits."
  }
  validation {
    condition     = alltrue([for cache in values(var.caches) : cache.priority >= 0 && cache.priority <= 2147483647 && floor(cache.priority) == cache.priority])
    error_message = "caches[*].priority must be a whole number from 0 to 2147483647: Attic keeps it in 31 bits."
  }
  validation {
    condition     = alltrue(flatten([for cache in values(var.caches) : [for name in cache.upstream_cache_key_names : can(regex("^[A-Za-z0-9._-]+$", name))]]))
    error_message = "caches[*].upstream_cache_key_names must be names of keys, as cache.nixos.org-1: without the key."
  }
  validation {
    condition     = alltrue([for cache in values(var.caches) : cache.signing_key_secret == null || can(regex("^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$", cache.signing_key_secret))])
    error_message = "caches[*].signing_key_secret must be the name of a Secret, not the key itself."
  }
}

variable "chunking" {
  description = <<-EOT
    How paths are cut for deduplication. A change makes new uploads share little with old ones for a while.
    nar_size_threshold: bytes from which a NAR is cut; 0 never; default 65536.
    min_size, avg_size, max_size: bytes of a chunk; defaults 16384, 65536, 262144.
  EOT
  type = object({
    nar_size_threshold = optional(number, 65536)
    min_size           = optional(number, 16384)
    avg_size           = optional(number, 65536)
    max_size           = optional(number, 262144)
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.chunking.min_size <= var.chunking.avg_size && var.chunking.avg_size <= var.chunking.max_size
    error_message = "chunking needs min_size <= avg_size <= max_size."
  }
  validation {
    condition     = var.chunking.min_size >= 1 && var.chunking.nar_size_threshold >= 0 && alltrue([for size in values(var.chunking) : floor(size) == size])
    error_message = "chunking sizes must be whole numbers of bytes, and min_size at least 1."
  }
}

variable "compression" {
  description = <<-EOT
    Compression of chunks.
    type: zstd (default), brotli, xz or none.
    level: default 8; zstd 1 to 22, brotli 0 to 11, xz 0 to 9; of no meaning to none.
  EOT
  type = object({
    type  = optional(string, "zstd")
    level = optional(number, 8)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["zstd", "brotli", "xz", "none"], var.compression.type)
    error_message = "compression.type must be zstd, brotli, xz or none."
  }
  validation {
    condition = try(
      var.compression.level >= { zstd = 1, brotli = 0, xz = 0, none = 0 }[var.compression.type] &&
      var.compression.level <= { zstd = 22, brotli = 11, xz = 9, none = 22 }[var.compression.type] &&
      floor(var.compression.level) == var.compression.level,
      # An unknown type is the finding of the rule above.
      true,
    )
    error_message = "compression.level must be a whole number: zstd 1 to 22, brotli 0 to 11, xz 0 to 9."
  }
}

variable "garbage_collection" {
  description = <<-EOT
    Deletion of what was not read for longer than its cache's retention: the only thing that makes the bucket smaller.
    schedule: of the CronJob, Kubernetes' five fields (minute first), UTC; default "17 */12 * * *".
    default_retention: for caches without a retention of their own, made by hand: whole days, as "90 days", the default; "0 days" keeps all.
    alert_after_hours: hours without a successful run after which the alert fires: a little more than two intervals of schedule; default 26.
  EOT
  type = object({
    schedule          = optional(string, "17 */12 * * *")
    default_retention = optional(string, "90 days")
    alert_after_hours = optional(number, 26)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^([0-9*,/-]+ ){2}([0-9*,/-]+) ([0-9A-Za-z*,/-]+) ([0-9A-Za-z*,/-]+)$", var.garbage_collection.schedule))
    error_message = "garbage_collection.schedule must be five fields, minute first, as \"17 */12 * * *\": six, seconds first, is how CloudNativePG writes it."
  }
  validation {
    condition     = try(tonumber(regex("^([0-9]{1,5}) days$", var.garbage_collection.default_retention)[0]) <= 24855, false)
    error_message = "garbage_collection.default_retention must be whole days, as \"90 days\", at most 24855: Attic keeps seconds in 31 bits."
  }
  validation {
    condition     = var.garbage_collection.alert_after_hours >= 1
    error_message = "garbage_collection.alert_after_hours must be at least 1."
  }
}
