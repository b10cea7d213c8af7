locals {
  # The one index that pip asks; with one there is nothing to choose.
  pypi_primary = var.pypi == null ? null : var.pypi.primary != null ? var.pypi.primary : length(var.pypi.indexes) == 1 ? keys(var.pypi.indexes)[0] : null

  pypi_extra = var.pypi == null ? [] : [for name, index in var.pypi.indexes : index.url if name != local.pypi_primary]

  pip_conf = var.pypi == null ? [] : concat(
    ["[global]"],
    local.pypi_primary == null ? [] : ["index-url = ${var.pypi.indexes[local.pypi_primary].url}"],
    length(local.pypi_extra) == 0 ? [] : concat(["extra-index-url ="], [for url in local.pypi_extra : "    ${url}"]),
  )

  pypi_rows = var.pypi == null ? [] : [
    for name, index in var.pypi.indexes : {
      client      = "pip"
      file        = ".config/pip/pip.conf"
      endpoint    = index.url
      credentials = index.private ? "netrc entry of the host" : "none"
      check       = "pip config list"
    }
  ]
}
