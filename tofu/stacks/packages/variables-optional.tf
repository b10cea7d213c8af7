variable "nexus" {
  description = <<-EOT
    Nexus Repository Community, while services.nexus is on: one pod, PostgreSQL, blobs in S3. Above 40,000 components or 100,000 requests a day it takes nothing new.
    accept_eula: must be true: whoever sets it has read Sonatype's licence; default false.
    image: repository, tag, digest (prod demands it). resources: default 2 CPU and 6Gi. data_volume_size: default 50Gi.
    encryption_key_secret: a Secret of yours with key keys.json, by which Nexus encrypts the passwords in its database. Wanted.
    metrics_secret: a Secret with username and password for Prometheus; wanted with monitoring.enabled.
    repositories: map, as module nexus-repository says; default: none.
    revision: raise it after a change of its Secrets; default 1.
  EOT
  type = object({
    accept_eula = optional(bool, false)
    image       = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
    resources = optional(object({
      requests = object({ cpu = string, memory = string })
      limits   = optional(object({ cpu = optional(string), memory = string }))
    }), { requests = { cpu = "2", memory = "6Gi" }, limits = { memory = "6Gi" } })
    data_volume_size      = optional(string, "50Gi")
    encryption_key_secret = optional(string)
    metrics_secret        = optional(string)
    repositories = optional(map(object({
      format         = string
      type           = string
      remote_url     = optional(string)
      members        = optional(list(string), [])
      write_policy   = optional(string, "ALLOW_ONCE")
      nuget_patterns = optional(list(string), [])
      npm_scope      = optional(string)
      index          = optional(bool, false)
      gpg_key_url    = optional(string)
    })), {})
    revision = optional(number, 1)
  })
  default  = {}
  nullable = false

  validation {
    condition     = !var.services.nexus || var.nexus.accept_eula
    error_message = "nexus.accept_eula must be true while services.nexus is on: Nexus serves nothing before somebody has accepted Sonatype's licence, and that is you."
  }
  validation {
    condition     = !var.services.nexus || var.nexus.encryption_key_secret != null
    error_message = "nexus.encryption_key_secret must name a Secret of yours while services.nexus is on: without one Nexus encrypts the passwords in its database with a key that everyone knows."
  }
}

variable "pypi" {
  description = "Python packages: primary (name of the index that pip asks first; default: none) and allow_dependency_confusion (more than one index, although pip then takes the highest version of any; default false)."
  type = object({
    primary                    = optional(string)
    allow_dependency_confusion = optional(bool, false)
  })
  default  = {}
  nullable = false
}
