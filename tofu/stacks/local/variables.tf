variable "data_dir" {
  description = "Directory of the cache server: its program, blobs, signing keys and log. Absolute, or below the home directory as ~/….  Another directory is another cache."
  type        = string
  default     = "~/.local/share/flywheel/local"
}

variable "http_address" {
  description = "Host and port of the Nix binary caches and of Bazel's HTTP cache. Loopback, unless auth = \"token\"."
  type        = string
  default     = "127.0.0.1:8380"
}

variable "grpc_address" {
  description = "Host and port of Bazel's gRPC cache. Loopback, unless auth = \"token\"."
  type        = string
  default     = "127.0.0.1:9092"
}

variable "max_size" {
  description = "Bound on everything stored, in blocks of 4 KiB on the disk, as 50GiB or 500MB; the least recently used goes first."
  type        = string
  default     = "50GiB"
}

variable "bazel_retention_days" {
  description = "Days since last access after which an entry of the Bazel cache is dropped."
  type        = number
  default     = 30
}

variable "sync" {
  description = <<-EOT
    When uploads reach the disk.
    group: together, every ten seconds; none waits. A power cut can lose the last ten seconds of uploads, as cache
    misses, and never leaves a wrong or half blob.
    each: before the upload is answered. A power cut loses nothing; small uploads take as long as the disk needs.
  EOT
  type        = string
  default     = "group"

  validation {
    condition     = contains(["group", "each"], var.sync)
    error_message = "sync must be group or each."
  }
}

variable "auth" {
  description = "none: anyone on this machine may read and write. token: writing, and reading what is not public, needs a bearer token; clients on this machine are configured with one."
  type        = string
  default     = "none"

  validation {
    condition     = contains(["none", "token"], var.auth)
    error_message = "auth must be none or token."
  }
}

variable "caches" {
  description = <<-EOT
    Named Nix caches.
    priority: Nix asks the lower number first (cache.nixos.org has 40).
    retention_days: since last access.
    public: whether reading needs no token where auth = "token".
  EOT
  type = map(object({
    priority       = number
    retention_days = number
    public         = optional(bool, true)
  }))
  default = {
    main      = { priority = 40, retention_days = 90 }
    ci        = { priority = 41, retention_days = 30 }
    static    = { priority = 42, retention_days = 180 }
    devshells = { priority = 43, retention_days = 60 }
  }
}
