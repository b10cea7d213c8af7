variable "nexus" {
  description = <<-EOT
    Nexus Repository Community, while services.nexus is on: one pod, PostgreSQL, blobs in S3. Above 40,000 components or 100,000 requests a day it takes nothing new.
    accept_eula: must be true: whoever sets it has read Sonatype's licence; default false.
    image: repository, tag, digest (prod demands it). resources: default 2 CPU and 6Gi. data_volume_size: default 50Gi.
    encryption_key_secret: a Secret of yours with key keys.json, by which Nexus encrypts the passwords in its database; default: one is made, once.
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
}

variable "galaxy" {
  description = <<-EOT
    Galaxy NG, by galaxy-operator, with the database and the bucket of this stack.
    image, web_image: of the server and of the web pods: repository, tag, digest (prod demands it). Wanted: it has no releases that public sources confirm.
    operator_manifest: file and sha256 of the operator's own manifest, as module galaxy-ng says; default: the operator is there.
    api, content, worker, web: replicas, cpu, memory, memory_limit of each role; default: the module's. total: cpu and memory_gib of all together, default 2 and 3: the plan's; a plan fails where it is not so.
    redis_size: of the cache's volume, default 20Gi. redis_storage_class: default: the cluster's.
    remote_cidrs: addresses that content is synchronized from, by https; default: none.
    fields_key_secret: a Secret of yours in the namespace galaxy with the key of secret fields in the database; default: one is made, once.
    container_token_secret: a Secret of yours with the key pair of tokens for container images; default: none, and no images.
    revision: raise it to write the credentials of database and bucket anew into the Secrets that the operator reads; default 1.
  EOT
  type = object({
    image                  = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
    web_image              = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
    operator_manifest      = optional(object({ file = string, sha256 = string }))
    api                    = optional(object({ replicas = optional(number), cpu = optional(string), memory = optional(string), memory_limit = optional(string) }))
    content                = optional(object({ replicas = optional(number), cpu = optional(string), memory = optional(string), memory_limit = optional(string) }))
    worker                 = optional(object({ replicas = optional(number), cpu = optional(string), memory = optional(string), memory_limit = optional(string) }))
    web                    = optional(object({ replicas = optional(number), cpu = optional(string), memory = optional(string), memory_limit = optional(string) }))
    total                  = optional(object({ cpu = optional(number, 2), memory_gib = optional(number, 3) }), {})
    redis_size             = optional(string, "20Gi")
    redis_storage_class    = optional(string)
    remote_cidrs           = optional(list(string), [])
    fields_key_secret      = optional(string)
    container_token_secret = optional(string)
    revision               = optional(number, 1)
  })
  default  = {}
  nullable = false

  validation {
    condition     = !var.services.galaxy || (var.galaxy.image != null && var.galaxy.web_image != null)
    error_message = "galaxy.image and galaxy.web_image must be set while services.galaxy is on: there is no release to default to."
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
