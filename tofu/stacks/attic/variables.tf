variable "attic" {
  description = <<-EOT
    The server.
    image, client_image: repository, tag, digest; prod demands digests. Default: the module's.
    replicas: min, max, cpu_target. resources: of each pod.
    jwt: algorithm (RS256 or HS256), existing_secret, revision: raise it to change the key of tokens, which invalidates all. As module attic says.
    garbage_collection: schedule (five fields), default_retention.
  EOT
  type = object({
    image        = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
    client_image = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
    replicas     = optional(object({ min = optional(number, 2), max = optional(number, 6), cpu_target = optional(number, 70) }), {})
    resources = optional(object({
      requests = object({ cpu = string, memory = string })
      limits   = optional(object({ cpu = optional(string), memory = string }))
    }))
    jwt = optional(object({
      algorithm       = optional(string, "RS256")
      existing_secret = optional(string)
      secret_key      = optional(string, "secret-base64")
      revision        = optional(number, 1)
    }), {})
    garbage_collection = optional(object({
      schedule          = optional(string, "17 */12 * * *")
      default_retention = optional(string, "90 days")
    }), {})
  })
  default  = {}
  nullable = false
}

variable "caches" {
  description = "Caches by name, with retention_days (since the last access; 0: for ever), public (default true), priority (default 41), upstream_cache_key_names, signing_key_secret and signing_key_revision, as module attic says. Default: the plan's four."
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
}

variable "exposure" {
  description = "How clients outside the cluster get in: mode (none, the default, ingress or gateway), host (below domain), tls, ingress, gateway, as module attic says. With object_store.public_host, S3 is served the same way."
  type = object({
    mode = optional(string, "none")
    host = optional(string)
    tls = optional(object({
      secret_name = optional(string)
      issuer_kind = optional(string, "ClusterIssuer")
      issuer_name = optional(string)
    }), {})
    ingress = optional(object({
      class_name  = string
      annotations = optional(map(string), {})
    }))
    gateway = optional(object({
      name         = string
      namespace    = string
      section_name = optional(string)
    }))
  })
  default  = {}
  nullable = false

  validation {
    condition     = var.exposure.host == null || try(endswith(var.exposure.host, ".${var.domain}"), false)
    error_message = "exposure.host must be below domain, as attic-cache.${var.domain}."
  }
  validation {
    condition     = var.exposure.mode == "none" || var.exposure.host != null
    error_message = "exposure.host must be set where exposure.mode is not none, as attic-cache.${var.domain}."
  }
}
