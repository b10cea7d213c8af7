variable "nuget" {
  description = <<-EOT
    NuGet sources; null leaves the file out.
    sources: map of name (letters, digits, . and _, since a variable is named after it) to url (of the service index, https://…/index.json), patterns (list of the packages that come from there and from nowhere else, as ["Example.*"]) and private (whether it wants credentials, which NuGet takes from the variable NuGetPackageSourceCredentials_<name>; default false).
    nuget_org: whether everything else comes from nuget.org; default true.
  EOT
  type = object({
    sources = map(object({
      url      = string
      patterns = list(string)
      private  = optional(bool, false)
    }))
    nuget_org = optional(bool, true)
  })
  default = null

  validation {
    condition     = var.nuget == null || try(length(var.nuget.sources) > 0, false)
    error_message = "nuget.sources is empty: set nuget = null to leave the file out."
  }
  validation {
    condition     = var.nuget == null || alltrue([for name in keys(var.nuget.sources) : can(regex("^[A-Za-z][A-Za-z0-9_.]*$", name)) && lower(name) != "nuget.org"])
    error_message = "Each of nuget.sources needs a name of letters, digits, . and _ that begins with a letter; nuget.org is nuget.nuget_org."
  }
  validation {
    condition     = var.nuget == null || alltrue([for source in values(var.nuget.sources) : can(regex("^https://[A-Za-z0-9.-]+(:[1-9][0-9]*)?/[A-Za-z0-9._~%&=:/?-]*$", source.url))])
    error_message = "Each of nuget.sources needs a url that starts with https:// and a host, without user or password."
  }
  validation {
    condition     = var.nuget == null || alltrue([for source in values(var.nuget.sources) : length(source.patterns) > 0 && alltrue([for pattern in source.patterns : can(regex("^([A-Za-z0-9_.-]+\\*?|\\*)$", pattern))])])
    error_message = "Each of nuget.sources needs patterns, names of packages with at most one * at the end: without any, nothing would come from there."
  }
  validation {
    condition     = var.nuget == null || !try(var.nuget.nuget_org, false) || alltrue([for source in values(var.nuget.sources) : !contains(source.patterns, "*")])
    error_message = "nuget.sources[*].patterns must not be \"*\" beside nuget_org: NuGet would take any package from either, so that a stranger's package of your name could come in. Name your prefix, or set nuget_org = false where the source mirrors it."
  }
}

variable "npm" {
  description = <<-EOT
    npm registries; null leaves .npmrc out.
    registries: map of scope (as @example; "" is the default registry) to url (https://), token_env (name of the variable with the token; default: none is wanted) and auth_url (the address, with all below it, that the token is sent to; default: url).
  EOT
  type = object({
    registries = map(object({
      url       = string
      token_env = optional(string)
      auth_url  = optional(string)
    }))
  })
  default = null

  validation {
    condition     = var.npm == null || try(length(var.npm.registries) > 0, false)
    error_message = "npm.registries is empty: set npm = null to leave .npmrc out."
  }
  validation {
    condition     = var.npm == null || alltrue([for scope in keys(var.npm.registries) : scope == "" || can(regex("^@[a-z0-9][a-z0-9._-]*$", scope))])
    error_message = "The names of npm.registries must be scopes, as @example, or \"\" for the default registry."
  }
  validation {
    condition = var.npm == null || alltrue([
      for url in flatten([for registry in values(var.npm.registries) : compact([registry.url, registry.auth_url])]) :
      can(regex("^https://[A-Za-z0-9.-]+(:[1-9][0-9]*)?(/[A-Za-z0-9._~%@:/-]*)?$", url))
    ])
    error_message = "Each of npm.registries needs a url, and an auth_url if any, that starts with https:// and a host, without user or password."
  }
  validation {
    condition     = var.npm == null || alltrue([for registry in values(var.npm.registries) : registry.token_env == null || can(regex("^[A-Za-z_][A-Za-z0-9_]*$", registry.token_env))])
    error_message = "Each token_env of npm.registries must be the name of a variable: the token itself belongs into no file."
  }
  validation {
    condition     = var.npm == null || alltrue([for registry in values(var.npm.registries) : registry.auth_url == null || startswith(registry.url, trimsuffix(coalesce(registry.auth_url, "-"), "/"))])
    error_message = "Each auth_url of npm.registries must be the beginning of its url: the token would go to somebody else."
  }
}

variable "pypi" {
  description = <<-EOT
    Python package indexes; null leaves pip.conf out. pip takes credentials from the user's netrc file.
    indexes: map of name to url (https://…/simple) and private (whether it wants credentials; default false).
    primary: name of the index that pip asks instead of pypi.org; default: the only one.
    allow_dependency_confusion: whether pip may ask several indexes, pypi.org among them if there is no primary, and take the highest version that any of them has, a stranger's too; default false.
  EOT
  type = object({
    indexes = map(object({
      url     = string
      private = optional(bool, false)
    }))
    primary                    = optional(string)
    allow_dependency_confusion = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.pypi == null || try(length(var.pypi.indexes) > 0, false)
    error_message = "pypi.indexes is empty: set pypi = null to leave pip.conf out."
  }
  validation {
    condition     = var.pypi == null || alltrue([for index in values(var.pypi.indexes) : can(regex("^https://[A-Za-z0-9.-]+(:[1-9][0-9]*)?(/[A-Za-z0-9._~%:/-]*)?$", index.url))])
    error_message = "Each of pypi.indexes needs a url that starts with https:// and a host, without user or password."
  }
  validation {
    condition     = try(var.pypi.primary, null) == null || try(contains(keys(var.pypi.indexes), var.pypi.primary), false)
    error_message = "pypi.primary must be a name of pypi.indexes."
  }
  validation {
    condition     = var.pypi == null || try(var.pypi.allow_dependency_confusion || length(var.pypi.indexes) == 1, false)
    error_message = "pypi.indexes has more than one: pip takes the highest version that any index has, so whoever publishes a package of your name on one of them gets into your builds. Let one index mirror the others, or accept that with pypi.allow_dependency_confusion = true."
  }
}

variable "rpm" {
  description = <<-EOT
    RPM repositories; null leaves the .repo file out.
    repos: map of id to name (for people), baseurl (https://…, $releasever and $basearch are dnf's), gpg_key_url (https://…, of the key that signs packages and metadata) and repo_gpgcheck (whether the metadata is signed too; default true), and private (whether reading needs a user and a password; default false).
  EOT
  type = object({
    repos = map(object({
      name          = string
      baseurl       = string
      gpg_key_url   = string
      repo_gpgcheck = optional(bool, true)
      private       = optional(bool, false)
    }))
  })
  default = null

  validation {
    condition     = var.rpm == null || try(length(var.rpm.repos) > 0, false)
    error_message = "rpm.repos is empty: set rpm = null to leave the file out."
  }
  validation {
    condition     = var.rpm == null || alltrue([for id in keys(var.rpm.repos) : can(regex("^[A-Za-z0-9][A-Za-z0-9_.:-]*$", id)) && id != "main"])
    error_message = "Each of rpm.repos needs an id of letters, digits, _, ., : and -; main is dnf's own."
  }
  validation {
    condition     = var.rpm == null || alltrue([for repo in values(var.rpm.repos) : can(regex("^[^\\s\\x00-\\x1f][^\\x00-\\x1f]*$", repo.name))])
    error_message = "Each of rpm.repos needs a name of one line."
  }
  validation {
    condition = var.rpm == null || alltrue([
      for url in flatten([for repo in values(var.rpm.repos) : [repo.baseurl, repo.gpg_key_url]]) :
      can(regex("^https://[A-Za-z0-9.-]+(:[1-9][0-9]*)?/[A-Za-z0-9._~%$:/-]*$", url))
    ])
    error_message = "Each of rpm.repos needs a baseurl and a gpg_key_url that start with https:// and a host, without user or password: dnf must be able to tell a package that nobody has signed."
  }
}

variable "ansible" {
  description = <<-EOT
    Servers of Ansible collections; null leaves .ansible.cfg out.
    servers: map of id (lower case letters, digits and _) to url (https://…/api/galaxy/). ansible-galaxy takes the token from the variable ANSIBLE_GALAXY_SERVER_<ID>_TOKEN.
    galaxy_fallback: whether galaxy.ansible.com is asked last; default true.
  EOT
  type = object({
    servers         = map(object({ url = string }))
    galaxy_fallback = optional(bool, true)
  })
  default = null

  validation {
    condition     = var.ansible == null || try(length(var.ansible.servers) > 0, false)
    error_message = "ansible.servers is empty: set ansible = null to leave .ansible.cfg out."
  }
  validation {
    condition     = var.ansible == null || alltrue([for id in keys(var.ansible.servers) : can(regex("^[a-z][a-z0-9_]*$", id)) && id != "galaxy"])
    error_message = "Each of ansible.servers needs an id of lower case letters, digits and _, of which the token's variable is named; galaxy is ansible.galaxy_fallback."
  }
  validation {
    condition     = var.ansible == null || alltrue([for server in values(var.ansible.servers) : can(regex("^https://[A-Za-z0-9.-]+(:[1-9][0-9]*)?/([A-Za-z0-9._~:/-]*/)?$", server.url))])
    error_message = "Each of ansible.servers needs a url that starts with https:// and a host and ends with /, without user or password."
  }
}
