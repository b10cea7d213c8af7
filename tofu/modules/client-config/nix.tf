locals {
  # Ordered by name, so that the file changes only when a cache does.
  nix_substituters = var.nix == null ? [] : [for name in sort(keys(var.nix.substituters)) : var.nix.substituters[name]]

  nix_conf = var.nix == null ? [] : concat(
    [
      "extra-substituters = ${join(" ", local.nix_substituters[*].url)}",
      "extra-trusted-public-keys = ${join(" ", local.nix_substituters[*].public_key)}",
      "connect-timeout = ${var.nix.connect_timeout_seconds}",
      "fallback = true",
    ],
    var.nix.netrc_file == null ? [] : ["netrc-file = ${var.nix.netrc_file}"],
  )

  nix_rows = [
    for cache in local.nix_substituters : {
      client      = "nix"
      file        = ".config/nix/nix.conf"
      endpoint    = cache.url
      credentials = var.nix.netrc_file == null ? "none" : "netrc file ${var.nix.netrc_file}"
      check       = "nix store info --store ${cache.url}"
    }
  ]
}
