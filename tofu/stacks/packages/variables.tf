variable "services" {
  description = <<-EOT
    What is there.
    gitlab (default true): GitLab's own registry: only clients' configuration, nothing is deployed.
    bagetter (default true): NuGet. rpm_repo (default true): signed RPM repositories.
    nexus (default false): Nexus Repository Community; it wants nexus.accept_eula.
    galaxy (default false): Galaxy NG for Ansible collections, in a namespace of its own; it wants galaxy.image and galaxy.web_image, and galaxy-operator.
  EOT
  type = object({
    gitlab   = optional(bool, true)
    bagetter = optional(bool, true)
    rpm_repo = optional(bool, true)
    nexus    = optional(bool, false)
    galaxy   = optional(bool, false)
  })
  default  = {}
  nullable = false

  validation {
    condition     = anytrue(values(var.services))
    error_message = "services must have at least one that is on, of gitlab, bagetter, rpm_repo, nexus and galaxy: destroy the stack instead."
  }
}

variable "gitlab" {
  description = "GitLab's package registry: url, group_id, project_id (default none), formats (default npm, nuget and pypi), npm_scope, nuget_patterns, token_env, as module gitlab-package-registry says. Wanted while services.gitlab is on."
  type = object({
    url            = string
    group_id       = string
    project_id     = optional(string)
    formats        = optional(set(string), ["npm", "nuget", "pypi"])
    npm_scope      = optional(string)
    nuget_patterns = optional(list(string), [])
    token_env      = optional(string, "GITLAB_TOKEN")
  })
  default = null

  validation {
    condition     = !var.services.gitlab || var.gitlab != null
    error_message = "gitlab must be set while services.gitlab is on: url and group_id of the registry. Or set services = { gitlab = false }."
  }
}

variable "bagetter" {
  description = <<-EOT
    NuGet.
    image: repository, tag, digest (prod demands it). resources: default 500m and 512Mi. size: of the volume, default 20Gi.
    nuget_patterns: list of package names, as Example.*, that clients take from here only; default: none, and no nuget.config for it.
    revision: raise it to make another API key and other credentials for reading; default 1.
  EOT
  type = object({
    image = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
    resources = optional(object({
      requests = object({ cpu = string, memory = string })
      limits   = optional(object({ cpu = optional(string), memory = string }))
    }))
    size           = optional(string, "20Gi")
    storage_class  = optional(string)
    nuget_patterns = optional(list(string), [])
    revision       = optional(number, 1)
  })
  default  = {}
  nullable = false
}

variable "rpm_repo" {
  description = <<-EOT
    RPM repositories.
    repos: map of name to releasever and arch (lists). image, publish_image: repository, tag, digest. size: of the volume, default 20Gi.
    signing: gpg_secret (a Secret of yours with the private key) and key_id (its fingerprint). Nothing unsigned is published.
    revision: raise it to make another password for reading; default 1.
  EOT
  type = object({
    repos         = map(object({ releasever = list(string), arch = list(string) }))
    image         = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
    publish_image = object({ repository = string, tag = optional(string), digest = optional(string) })
    size          = optional(string, "20Gi")
    storage_class = optional(string)
    signing = object({
      gpg_secret = string
      key_id     = string
    })
    revision = optional(number, 1)
  })
  default = null

  validation {
    condition     = !var.services.rpm_repo || var.rpm_repo != null
    error_message = "rpm_repo must be set while services.rpm_repo is on: repos, publish_image and signing. Or set services = { rpm_repo = false }."
  }
}

variable "postgres" {
  description = <<-EOT
    PostgreSQL of the services, by CloudNativePG: one cluster, a database for each.
    instances: default 1; prod needs 3. image: default: the module's. storage: size, wal_size, class. resources: of each instance.
    backup: enabled (default true), retention (default 30d), schedule (six fields, seconds first).
    app_revision: raise it after the operator has changed the password, so that pods restart; default 1.
  EOT
  type = object({
    instances = optional(number, 1)
    image     = optional(object({ repository = string, tag = optional(string), digest = optional(string) }))
    storage = object({
      size     = string
      wal_size = optional(string)
      class    = optional(string)
    })
    resources = optional(object({
      requests = object({ cpu = string, memory = string })
      limits   = optional(object({ cpu = optional(string), memory = string }))
    }))
    backup = optional(object({
      enabled   = optional(bool, true)
      retention = optional(string, "30d")
      schedule  = optional(string, "0 0 3 * * *")
    }), {})
    app_revision = optional(number, 1)
  })
  nullable = false
}

variable "hosts" {
  description = "Public host names, below domain: nuget, rpm, nexus, galaxy; default: each name and the domain, as nuget.dev.example.com."
  type = object({
    nuget  = optional(string)
    rpm    = optional(string)
    nexus  = optional(string)
    galaxy = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for host in values(var.hosts) : host == null || try(endswith(host, ".${var.domain}"), false)])
    error_message = "hosts must be below domain, as nuget.${var.domain}."
  }
}

variable "exposure" {
  description = "How clients outside the cluster get in, the same for all services: mode (none, the default, ingress or gateway), tls, ingress, gateway, as the modules say. Names are those of hosts."
  type = object({
    mode = optional(string, "none")
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
}
