variable "bazel" {
  description = <<-EOT
    Bazel remote cache; null leaves .bazelrc out.
    url: cache endpoint, grpc://, grpcs://, http:// or https://.
    upload: whether clients upload what they build; default true. Where only CI may write, set false: "--config=ci" uploads all the same.
    credential_helper: absolute path of a Bazel credential helper program; null where reading needs no token.
    timeout_seconds: for one request to the cache; default 60.
    download_outputs: which outputs come down from the cache: all, toplevel or minimal (only what an action or a run needs: best where the cache is not on the same machine); default: Bazel's own choice.
  EOT
  type = object({
    url               = string
    upload            = optional(bool, true)
    credential_helper = optional(string)
    timeout_seconds   = optional(number, 60)
    download_outputs  = optional(string)
  })
  default = null

  validation {
    condition     = var.bazel == null || can(regex("^(grpcs?|https?)://[^/\\s]\\S*$", var.bazel.url))
    error_message = "bazel.url must start with grpc://, grpcs://, http:// or https:// and name a host."
  }
  validation {
    condition     = try(var.bazel.credential_helper, null) == null || can(regex("^/[^\\n\\r]*$", var.bazel.credential_helper))
    error_message = "bazel.credential_helper must be an absolute path."
  }
  validation {
    condition     = try(var.bazel.credential_helper, null) == null || !can(regex("://\\[", var.bazel.url))
    error_message = "bazel.url must name its host, or give its IPv4 address: Bazel takes no credential helper for an IPv6 address."
  }
  validation {
    condition     = var.bazel == null || try(var.bazel.timeout_seconds >= 1, false)
    error_message = "bazel.timeout_seconds must be at least 1."
  }
  validation {
    condition     = try(var.bazel.download_outputs, null) == null || contains(["all", "toplevel", "minimal"], coalesce(try(var.bazel.download_outputs, null), "-"))
    error_message = "bazel.download_outputs must be all, toplevel or minimal."
  }
  validation {
    condition     = var.bazel == null || !can(regex("^[a-z]+://[^/]*@", var.bazel.url))
    error_message = "bazel.url must have no user or password: this file is for everyone. Use bazel.credential_helper."
  }
}

variable "nix" {
  description = <<-EOT
    Nix binary caches; null leaves nix.conf out.
    substituters: map of cache name to its url (http:// or https://) and public_key ("name:base64"), which Nix demands of every path it takes.
    netrc_file: absolute path of a netrc file with credentials of private caches; null where there are none.
    connect_timeout_seconds: before Nix passes over a cache that does not answer; default 5.
  EOT
  type = object({
    substituters = map(object({
      url        = string
      public_key = string
    }))
    netrc_file              = optional(string)
    connect_timeout_seconds = optional(number, 5)
  })
  default = null

  validation {
    condition     = var.nix == null || try(alltrue([for s in values(var.nix.substituters) : can(regex("^https?://[^/\\s]\\S*$", s.url))]), false)
    error_message = "Each of nix.substituters needs a url that starts with http:// or https:// and names a host."
  }
  validation {
    condition     = var.nix == null || try(alltrue([for s in values(var.nix.substituters) : can(regex("^[^:\\s]+:[A-Za-z0-9+/]{43}=$", s.public_key))]), false)
    error_message = "Each of nix.substituters needs a public_key of the form <name>:<base64 of 32 bytes>: without one Nix would refuse the cache's paths, or trust anything."
  }
  validation {
    condition     = try(var.nix.netrc_file, null) == null || can(regex("^/[^#\\n\\r]*$", var.nix.netrc_file))
    error_message = "nix.netrc_file must be an absolute path without #, which begins a comment in nix.conf."
  }
  validation {
    condition     = var.nix == null || try(length(var.nix.substituters) > 0, false)
    error_message = "nix.substituters is empty: set nix = null to leave nix.conf out."
  }
  validation {
    condition     = var.nix == null || alltrue([for s in values(var.nix.substituters) : !can(regex("^[a-z]+://[^/]*@", s.url))])
    error_message = "Each of nix.substituters needs a url without user or password: this file is for everyone. Use nix.netrc_file."
  }
}

variable "domain" {
  description = "Domain that the host of every address must be in, as dev.example.com: no client of one environment is pointed at another's services. Default: any host."
  type        = string
  default     = null

  validation {
    condition     = var.domain == null || can(regex("^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\.)+[a-z]([-a-z0-9]{0,61}[a-z0-9])?$", var.domain))
    error_message = "domain must be a domain name in lower case with at least one dot, as dev.example.com."
  }
}
