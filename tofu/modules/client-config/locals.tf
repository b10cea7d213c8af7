locals {
  # Every address that is given, for var.domain; those of the public services that files name besides are not among them.
  urls = concat(
    var.bazel == null ? [] : [var.bazel.url],
    var.nix == null ? [] : values(var.nix.substituters)[*].url,
    var.nuget == null ? [] : values(var.nuget.sources)[*].url,
    var.npm == null ? [] : values(var.npm.registries)[*].url,
    var.pypi == null ? [] : values(var.pypi.indexes)[*].url,
    var.rpm == null ? [] : flatten([for repo in values(var.rpm.repos) : [repo.baseurl, repo.gpg_key_url]]),
    var.ansible == null ? [] : values(var.ansible.servers)[*].url,
  )

  # A name that only ends alike is another domain. An address without a host is the finding of its own variable.
  foreign_urls = var.domain == null ? [] : [
    for url in local.urls : url if !endswith(".${try(regex("^[a-z]+://(?:[^/@]*@)?([^/:]+)", url)[0], var.domain)}", ".${var.domain}")
  ]
}
