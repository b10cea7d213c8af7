variable "repos" {
  description = <<-EOT
    Map of repository to what is in it; the name is part of its address.
    releasever: list of distributions' versions, as ["9", "10"]. arch: list of processors, as ["x86_64", "aarch64"].
    title: for people; default: the name.
  EOT
  type = map(object({
    releasever = list(string)
    arch       = list(string)
    title      = optional(string)
  }))
  nullable = false

  validation {
    condition     = length(var.repos) > 0
    error_message = "repos is empty: leave the module out instead."
  }
  validation {
    condition     = alltrue([for name in keys(var.repos) : can(regex("^[a-z0-9][a-z0-9._-]*$", name)) && name != "main"])
    error_message = "repos needs names of lower case letters, digits, ., _ and -; main is dnf's own."
  }
  validation {
    condition     = alltrue([for repo in values(var.repos) : length(repo.releasever) > 0 && alltrue([for v in repo.releasever : can(regex("^[0-9][0-9.]*$", v))])])
    error_message = "repos[*].releasever must be versions of a distribution, as \"9\", at least one."
  }
  validation {
    condition     = alltrue([for repo in values(var.repos) : length(repo.arch) > 0 && alltrue([for a in repo.arch : contains(["x86_64", "aarch64", "ppc64le", "s390x"], a)])])
    error_message = "repos[*].arch must be of x86_64, aarch64, ppc64le and s390x, at least one: packages without an arch go into each of them."
  }
  validation {
    condition     = alltrue([for repo in values(var.repos) : repo.title == null || can(regex("^[^\\s\\x00-\\x1f][^\\x00-\\x1f]*$", repo.title))])
    error_message = "repos[*].title must be one line."
  }
}

variable "signing" {
  description = <<-EOT
    The key that packages and metadata are signed with; nothing is published unsigned.
    gpg_secret: name of a Secret with key private.asc (gpg --armor --export-secret-keys) and, if it has one, passphrase.
    key_id: fingerprint of the key, 40 or 64 hexadecimal digits in capitals.
  EOT
  type = object({
    gpg_secret = optional(string)
    key_id     = string
  })
  nullable = false

  validation {
    condition     = var.signing.gpg_secret != null
    error_message = "signing.gpg_secret must name the Secret with the key: clients could not tell a package of yours from anyone's, so nothing is published unsigned."
  }
  validation {
    condition     = can(regex("^([0-9A-F]{40}|[0-9A-F]{64})$", var.signing.key_id))
    error_message = "signing.key_id must be the key's whole fingerprint, 40 or 64 hexadecimal digits in capitals: short ones can be made to match."
  }
}

variable "volume" {
  description = "Where packages are kept. size: as 20Gi; default 20Gi. access_mode: ReadWriteOnce (default: one node, publication beside the server) or ReadWriteMany. storage_class: default: the cluster's."
  type = object({
    size          = optional(string, "20Gi")
    access_mode   = optional(string, "ReadWriteOnce")
    storage_class = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = can(regex("^[1-9][0-9]*(Mi|Gi|Ti)$", var.volume.size))
    error_message = "volume.size must be a whole number with Mi, Gi or Ti, as 20Gi."
  }
  validation {
    condition     = contains(["ReadWriteOnce", "ReadWriteMany"], var.volume.access_mode)
    error_message = "volume.access_mode must be ReadWriteOnce or ReadWriteMany."
  }
}

variable "schedule" {
  description = "When packages are taken in and published, five fields as Kubernetes has them; default every 15 minutes."
  type        = string
  default     = "*/15 * * * *"
  nullable    = false

  validation {
    condition     = can(regex("^[0-9*,/-]+( [0-9*,/-]+){4}$", var.schedule))
    error_message = "schedule must be five fields, as \"*/15 * * * *\"."
  }
}

variable "keep_versions" {
  description = "How many versions of a repository's metadata are kept, the current one among them; default 5. Packages are not deleted with them."
  type        = number
  default     = 5
  nullable    = false

  validation {
    condition     = var.keep_versions >= 2 && floor(var.keep_versions) == var.keep_versions
    error_message = "keep_versions must be a whole number, at least 2: clients that are reading the one before would lose it."
  }
}

variable "replicas" {
  description = "Number of nginx pods; default 1. Above 1 they need a volume that several nodes may have, and there is a PodDisruptionBudget."
  type        = number
  default     = 1
  nullable    = false

  validation {
    condition     = var.replicas >= 1 && floor(var.replicas) == var.replicas
    error_message = "replicas must be a whole number, at least 1."
  }
  validation {
    condition     = var.replicas == 1 || var.volume.access_mode == "ReadWriteMany"
    error_message = "replicas above 1 need volume.access_mode ReadWriteMany."
  }
}

variable "htpasswd_secret_name" {
  description = "Name of a Secret with key htpasswd, a file as Apache's htpasswd writes it: reading needs a password then. Default: whoever may connect reads."
  type        = string
  default     = null

  validation {
    condition     = var.htpasswd_secret_name == null || can(regex("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", var.htpasswd_secret_name))
    error_message = "htpasswd_secret_name must be the name of a Secret."
  }
}

variable "htpasswd_revision" {
  description = "Change it after the Secret has changed, to restart the pods; default 1."
  type        = number
  default     = 1
  nullable    = false
}

# tflint-ignore: terraform_unused_declarations # said on purpose: its own validation reads it
variable "allow_anonymous" {
  description = "Whether everyone outside may read where exposure.mode is not none and there is no htpasswd_secret_name; default false."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = var.exposure.mode == "none" || var.htpasswd_secret_name != null || var.allow_anonymous
    error_message = "allow_anonymous must be true, or htpasswd_secret_name be set, where exposure.mode is not none: anyone could take your packages."
  }
}

variable "probe" {
  description = <<-EOT
    A look from outside, by a blackbox exporter that is there.
    prober_url: its host and port, as blackbox.monitoring.svc:9115; default: none.
    module: of its configuration; default http_2xx.
  EOT
  type = object({
    prober_url = optional(string)
    module     = optional(string, "http_2xx")
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.probe.prober_url == null || can(regex("^[a-z0-9.-]+:[1-9][0-9]*$", var.probe.prober_url))
    error_message = "probe.prober_url must be host and port, as blackbox.monitoring.svc:9115, without a scheme."
  }
  validation {
    condition     = var.probe.prober_url == null || var.monitoring.enabled
    error_message = "probe.prober_url needs monitoring.enabled: nobody would look at the probe."
  }
}
